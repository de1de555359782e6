"""What follows a change: the fragments of the page, and which of them are drawn again."""

from __future__ import annotations

import streamlit as st

from ui.explorer.state import LINK, Explorer

CHAIN = "softmax.chain"
TOOLS = "softmax.tools"
PANEL = "softmax.panel"


def settle(state: Explorer, resting: bool = True) -> None:
    """Keep a new state: beside the link while the hand moves, in the link when it rests.

    While it moves only its own fragment is drawn again; when it rests, the others follow.
    """
    if not resting:
        LINK.hold(state)
        return
    LINK.write(state)
    st.rerun([TOOLS, CHAIN, PANEL])
