"""Weather coding: what a distribution costs in bits."""

from pathlib import Path

import streamlit as st

from ui.area import area
from ui.coding import pictures, state, table
from ui.coding.forecast import forecast
from ui.coding.normalise import offer_to_normalise
from ui.coding.panel import LOSS, panel, tabs
from ui.coding.tools import tools
from ui.notices import link_problems
from ui.text import _, safe

lead = safe(
    _("Type your own codewords for city A's weather, drag a probability, and pay for it in bits.")
)
st.html(Path(table.__file__).with_name("style.css"))
st.html(f"<style>{pictures.style()}</style>")
st.title(_("Weather coding: what a distribution costs"), anchor=False)
st.html(f'<p class="lead">{lead}</p>')
link_problems(state.LINK)
offer_to_normalise()


@area("weather.coding")
def live() -> None:
    """Draw all that follows the hand: one area, so that a hand that rests costs one run."""
    with st.container(key="weather_tools"):
        tools()
    with st.container(key="weather_page"):
        table.table()
    now = state.LINK.read()
    tabs(now)
    for part in (forecast, panel) if now.tab == LOSS else (panel, forecast):
        part(now)


live()
