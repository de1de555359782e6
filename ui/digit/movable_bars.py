"""Bars that a hand moves in the tabs: what it does goes into the state, what it cannot do is said there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ui.digit import digit_source
from ui.digit.moves import moved
from ui.digit.state import LINK, Digit
from ui.elements.bars import Column, Live, bars
from ui.hand.mistakes import Errors, Mistakes, error_texts
from ui.hand.moves import Hand

MISTAKES: Mistakes[Digit] = Mistakes("digit.problems", lambda state: ())


@dataclass(frozen=True)
class MovableBars:
    """Bars of a tab, and what they need to follow a hand.

    Attributes
    ----------
    live
        The short way; None for an uploaded picture, which no link can carry.
    errors
        What was typed in vain.
    """

    live: Live[Digit] | None = None
    errors: Errors = field(default_factory=dict)

    def bars(
        self,
        key: str,
        label: str,
        names: Sequence[str],
        columns: Sequence[Column],
        strong: int | None = None,
    ) -> None:
        """Draw bars; see `ui.elements.bars.bars`."""
        bars(
            key,
            label,
            names,
            columns,
            on_hand=lambda hand: _follow(key, hand),
            problems=error_texts(self.errors, key),
            strong=strong,
            live=self.live,
        )


def live(state: Digit) -> Live[Digit] | None:
    """Return the short way for a hand that moves, if the link holds all that is shown."""
    return Live(LINK, state) if state.shown else None


def movable_bars(state: Digit) -> MovableBars:
    """Return the bars as they follow the visitor on the page."""
    return MovableBars(live(state), MISTAKES.of(state))


def _follow(element: str, hand: Hand) -> None:
    """Apply what the hand did; what cannot be done leaves the state, and a message at its place."""
    state = LINK.read()
    seen = digit_source.current_recognition(state)
    if seen is None:
        return
    state = MISTAKES.follow(state, element, hand, lambda now, move: moved(now, move, seen))
    LINK.settle(state, hand.resting)
