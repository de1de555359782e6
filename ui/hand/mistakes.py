"""What was typed in vain into bars: said at its place until it is mended, or no longer what the page shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st

from core.errors import InvalidInput
from ui.hand.moves import Hand, Move, follow_hand
from ui.language.messages import sentence

State = TypeVar("State")
Problems = Mapping[int | tuple[int, str], str]
"""Row, or row and column -> what is wrong there, in the visitor's language."""
# Element -> (row, column) -> what was wrong.
Errors = dict[str, dict[tuple[int, str], InvalidInput]]


@dataclass(frozen=True)
class Mistakes(Generic[State]):
    """The mistakes on a page.

    Attributes
    ----------
    key
        Where the session keeps them.
    shown
        What of a state they stand beside: a preset, a file or another link that changes it takes them back.
    """

    key: str
    shown: Callable[[State], object]

    def of(self, state: State) -> Errors:
        """Return what was typed in vain beside this state, by its place."""
        beside, found = st.session_state.get(self.key, (None, {}))
        return found if beside == self.shown(state) else {}

    def follow(
        self, state: State, element: str, hand: Hand, moved: Callable[[State, Move], State]
    ) -> State:
        """Return the state after what a hand did to an element; what cannot be done is kept, to be said."""
        known = self.of(state)
        state, here = follow_hand(state, hand, moved, known.get(element, {}))
        st.session_state[self.key] = self.shown(state), known | {element: here}
        return state

    def forget(self) -> None:
        """Take all of them back: what they speak of is gone."""
        st.session_state.pop(self.key, None)


def error_texts(errors: Errors, element: str) -> Problems:
    """Say what was typed in vain into an element, in the visitor's language."""
    return {at: sentence(error) for at, error in errors.get(element, {}).items()}
