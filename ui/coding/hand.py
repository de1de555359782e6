"""What the hand does on this page, and what of it could not be done: said at its place."""

from __future__ import annotations

import streamlit as st

from core.errors import InvalidInput
from ui.bars import Problems
from ui.coding.follow import settle
from ui.coding.moves import moved
from ui.coding.state import LINK
from ui.moves import Hand
from ui.text import sentence

PROBLEMS = "weather.problems"
Errors = dict[
    str, dict[tuple[int, str], InvalidInput]
]  # element -> (row, column) -> what was wrong


def errors() -> Errors:
    """Return what was typed in vain, by its place."""
    found: Errors = st.session_state.get(PROBLEMS, {})
    return found


def said(found: Errors, element: str) -> Problems:
    """Say what was typed in vain into an element."""
    return {at: sentence(error) for at, error in found.get(element, {}).items()}


def follow(element: str, hand: Hand) -> None:
    """Apply what the hand did; what cannot be done leaves the state, and a message at its place."""
    state = LINK.read()
    here = dict(errors().get(element, {}))
    for move in hand.moves:
        here.pop((move.row, move.column), None)
        try:
            state = moved(state, move)
        except InvalidInput as error:
            here[move.row, move.column] = error
    st.session_state[PROBLEMS] = errors() | {element: here}
    settle(state, hand.resting)
