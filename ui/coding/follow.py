"""What follows a change: the fragments of the page, and which of them are drawn again."""

from __future__ import annotations

import streamlit as st

from ui.coding.state import LINK, Weather

TABLE = "weather.table"
TOOLS = "weather.tools"
PANEL = "weather.panel"


def settle(state: Weather, resting: bool = True) -> None:
    """Keep a new state: beside the link while the hand moves, in the link when it rests.

    While it moves only its own fragment is drawn again; when it rests, the others follow.
    """
    if not resting:
        LINK.hold(state)
        return
    LINK.write(state)
    st.rerun([TOOLS, TABLE, PANEL])
