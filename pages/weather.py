"""Weather coding: what a distribution costs in bits."""

from pathlib import Path

import streamlit as st

from ui.language.escaping import safe
from ui.language.sentences import _
from ui.link.link_problems import link_problems
from ui.shell.fragment import fragment
from ui.shell.share import share
from ui.weather import state, state_icons, state_table
from ui.weather.controls import tools
from ui.weather.follow_hand import AREA
from ui.weather.forecast import forecast
from ui.weather.normalise import offer_to_normalise
from ui.weather.notebook import notebook
from ui.weather.tab_bar import panel, tabs

lead = safe(
    _("Type your own codewords for city A's weather, drag a probability, and pay for it in bits.")
)
st.html(Path(state_table.__file__).with_name("style.css"))
st.html(f"<style>{state_icons.style()}</style>")
share(state.LINK, notebook)
st.title(_("Weather coding: what a distribution costs"), anchor=False)
st.html(f'<p class="lead">{lead}</p>')
link_problems(state.LINK)
offer_to_normalise()


@fragment(AREA)
def live() -> None:
    """Draw all that follows the hand: one fragment, so that a hand that rests costs one run."""
    with st.container(key="weather_tools"):
        tools()
    with st.container(key="weather_page"):
        state_table.table()
    now = state.LINK.read()
    tabs(now)
    panel(now)
    forecast(now)


live()
