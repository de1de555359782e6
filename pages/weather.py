"""Weather coding: what a distribution costs in bits."""

from pathlib import Path

import streamlit as st

from ui.coding import state, table
from ui.coding.panel import panel
from ui.coding.tools import tools
from ui.notices import link_problems
from ui.text import _, safe

lead = safe(
    _("Type your own codewords for city A's weather, drag a probability, and pay for it in bits.")
)
st.html(Path(table.__file__).with_name("style.css"))
st.title(_("Weather coding: what a distribution costs"), anchor=False)
st.html(f'<p class="lead">{lead}</p>')
link_problems(state.LINK)
tools()
with st.container(key="weather_page"):
    table.table()
panel()
