"""What the hand does on this page, and what of it could not be done: said at its place."""

from __future__ import annotations

import streamlit as st

from core.errors import InvalidInput
from ui.bars import Problems
from ui.coding.follow import settle
from ui.coding.moves import moved
from ui.coding.state import LINK, Weather
from ui.moves import Hand, follow_hand
from ui.text import sentence

PROBLEMS = "weather.problems"
# Element -> (row, column) -> what was wrong.
Errors = dict[str, dict[tuple[int, str], InvalidInput]]


def errors(state: Weather) -> Errors:
    """Return what was typed in vain, by its place; a preset, a file or another link takes it back."""
    beside, found = st.session_state.get(PROBLEMS, (None, {}))
    return found if beside == _shown(state) else {}


def _shown(state: Weather) -> tuple[object, ...]:
    return state.p, state.q, state.code, state.names, state.icons, state.z, state.y


def said(found: Errors, element: str) -> Problems:
    """Say what was typed in vain into an element."""
    return {at: sentence(error) for at, error in found.get(element, {}).items()}


def follow(element: str, hand: Hand) -> None:
    """Apply what the hand did; what cannot be done leaves the state, and a message at its place."""
    state = LINK.read()
    known = errors(state)
    state, here = follow_hand(state, hand, moved, known.get(element, {}))
    st.session_state[PROBLEMS] = _shown(state), known | {element: here}
    settle(state, hand.resting)
