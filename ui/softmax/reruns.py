"""What follows a change: the areas of the page, and which of them are drawn again."""

from __future__ import annotations

import streamlit as st

from ui.elements.path_areas import path_areas
from ui.hand.moves import Hand
from ui.softmax.presets import current
from ui.softmax.state import LINK, Explorer

AREA, TOOLS, PANEL = "softmax.explorer", "softmax.tools", "softmax.panel"
SHOWN = "softmax.preset.shown"  # the preset that is marked on the page
# All that they show follows a hand, or nothing of it needs to.
ALL_LIVE_TABS = ("table", "sigmoids", "stability", "quiz")


def area_of(element: str) -> str:
    """Return the area of one element of the chain."""
    return f"softmax.{element}.area"


def all_live(state: Explorer) -> bool:
    """Return whether all that is shown follows a hand on the short way, and nothing waits for it to rest."""
    return state.tab in ALL_LIVE_TABS


def settle_all(state: Explorer) -> None:
    """Keep a new state that the whole page shows, and draw all of it; for a callback."""
    LINK.settle(state)
    st.rerun([AREA, *path_areas()])


def follow(element: str, after: Explorer, hand: Hand) -> None:
    """Keep what the hand made of the state, and draw what does not show it yet."""
    LINK.settle(after, hand.resting)
    if not (hand.drawn and hand.resting):
        st.rerun([AREA, *path_areas()])
    marked = current(after) in (None, st.session_state.get(SHOWN))
    others = [*path_areas(), *([] if marked else [TOOLS]), *([] if all_live(after) else [PANEL])]
    if others:
        st.rerun([area_of(element), *others])
