"""Bars that a hand moves in the tabs: what it does goes into the state, what it cannot do is said there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from core.errors import InvalidInput
from ui.bars import Column, Live, bars
from ui.drawing import source
from ui.drawing.moves import moved
from ui.drawing.state import LINK, Digit
from ui.moves import Hand, follow_hand
from ui.text import sentence

PROBLEMS = "digit.problems"  # element -> (row, column) -> the error of what was typed there
Errors = dict[str, dict[tuple[int, str], InvalidInput]]


@dataclass(frozen=True)
class Hands:
    """What the bars of a tab need to follow a hand.

    Attributes
    ----------
    live
        The short way; None for an uploaded picture, which no link can carry.
    errors
        What was typed in vain.
    """

    live: Live | None = None
    errors: Errors = field(default_factory=dict)

    def bars(
        self,
        key: str,
        label: str,
        names: Sequence[str],
        columns: Sequence[Column],
        strong: int | None = None,
    ) -> None:
        """Draw bars; see `ui.bars.bars`."""
        bars(
            key,
            label,
            names,
            columns,
            on_hand=lambda hand: _follow(key, hand),
            problems={at: sentence(error) for at, error in self.errors.get(key, {}).items()},
            strong=strong,
            live=self.live,
        )


def live(state: Digit) -> Live | None:
    """Return the short way for a hand that moves, if the link holds all that is shown."""
    return Live("digit", LINK.query(state)) if state.ink else None


def hands(state: Digit) -> Hands:
    """Return the hands of the visitor on the page."""
    return Hands(live(state), st.session_state.get(PROBLEMS, {}))


def forget_problems() -> None:
    """Take back what was said of typed numbers: they are gone."""
    st.session_state.pop(PROBLEMS, None)


def _follow(element: str, hand: Hand) -> None:
    """Apply what the hand did; what cannot be done leaves the state, and a message at its place."""
    state = LINK.read()
    seen = source.seen(state)
    if seen is None:
        return
    errors: Errors = st.session_state.get(PROBLEMS, {})
    known = errors.get(element, {})
    state, here = follow_hand(state, hand, lambda now, move: moved(now, move, seen), known)
    st.session_state[PROBLEMS] = errors | {element: here}
    (LINK.write if hand.resting else LINK.hold)(state)
