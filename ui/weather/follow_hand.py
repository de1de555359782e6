"""What the hand does on this page, and what of it could not be done: said at its place."""

from __future__ import annotations

import streamlit as st

from ui.elements.path_areas import path_areas
from ui.hand.mistakes import Mistakes
from ui.hand.moves import Hand
from ui.weather.moves import moved
from ui.weather.state import LINK, Weather

AREA = "weather.coding"  # the fragment of all that follows the hand


def _shown(state: Weather) -> tuple[object, ...]:
    return state.p, state.q, state.code, state.names, state.icons, state.z, state.y


MISTAKES = Mistakes("weather.problems", _shown)


def follow(element: str, hand: Hand) -> None:
    """Apply what the hand did; what cannot be done leaves the state, and a message at its place."""
    LINK.settle(MISTAKES.follow(LINK.read(), element, hand, moved), hand.resting)
    if also := path_areas():
        st.rerun([AREA, *also])
