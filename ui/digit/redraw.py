"""What follows a hand while it moves: of the open tab, what is numbers and bars."""

from __future__ import annotations

from collections.abc import Callable

from ui.digit import moves
from ui.digit.movable_bars import MovableBars
from ui.digit.recognition import Recognition, recognise_strokes
from ui.digit.state import LINK, Digit
from ui.digit.tabs import watch_it_learn, what_if, what_matters
from ui.elements.cover import PANEL
from ui.hand.live_page import Columns, LivePage
from ui.hand.moves import Move
from ui.lecture.covering import covered

FOLLOW: dict[str, Callable[[Digit, Recognition, MovableBars], None]] = {
    "matters": what_matters.draw,
    "learn": watch_it_learn.draw,
    "whatif": what_if.draw,
}


def moved(state: Digit, move: Move) -> Digit:
    """Return the state after one move in a tab."""
    return moves.moved(state, move, recognise_strokes(state.shown)) if state.shown else state


def draw(state: Digit, _columns: Columns) -> None:
    """Draw what follows a hand."""
    if state.shown and state.tab in FOLLOW and not covered(PANEL):
        FOLLOW[state.tab](state, recognise_strokes(state.shown), MovableBars())


# All of them ask a network, or work on a picture.
LIVE = LivePage(LINK, moved, draw, slow=lambda _state: True)
