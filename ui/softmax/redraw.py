"""What follows a hand while it moves: the chain, and of the open tab what is numbers and bars."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from core.errors import InvalidInput
from ui.elements.cover import PANEL
from ui.hand.moves import Move
from ui.lecture.covering import covered
from ui.softmax import chain
from ui.softmax.moves import moved
from ui.softmax.state import LINK, Explorer
from ui.softmax.tabs import (
    gradient,
    landscape,
    sigmoids,
    stability,
    target,
    temperature,
    worked_table,
)

# Charts, fields and what torch says wait for the hand to rest.
FOLLOW: dict[str, Callable[[Explorer], None]] = {
    "table": worked_table.show,
    "target": target.numbers,
    "temperature": temperature.numbers,
    "gradient": gradient.numbers,
    "landscape": landscape.numbers,
    "sigmoids": sigmoids.show,
    "stability": stability.numbers,
}


def redraw(query: dict[str, str], moves: tuple[Move, ...]) -> dict[str, str]:
    """Draw what follows after some moves, for `ui.hand.live`; what cannot be done is left for the run to say."""
    state, _bad = LINK.parse(query)
    for move in moves:
        with suppress(InvalidInput):
            state = moved(state, move)
    chain.draw(state, {})
    if state.tab in FOLLOW and not covered(PANEL):
        FOLLOW[state.tab](state)
    return LINK.query(state)
