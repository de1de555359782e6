"""What follows a hand while it moves: the chain, and of the open tab what is numbers and bars."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from core.errors import InvalidInput
from ui.explorer import chain, gradients, heat, precision, sigmoids, targets, terrain, worked
from ui.explorer.moves import moved
from ui.explorer.state import LINK, Explorer
from ui.moves import Move

# Charts, fields and what torch says wait for the hand to rest.
FOLLOW: dict[str, Callable[[Explorer], None]] = {
    "table": worked.show,
    "target": targets.numbers,
    "temperature": heat.numbers,
    "gradient": gradients.numbers,
    "landscape": terrain.numbers,
    "sigmoids": sigmoids.show,
    "stability": precision.numbers,
}


def redraw(query: dict[str, str], moves: tuple[Move, ...]) -> dict[str, str]:
    """Draw what follows after some moves, for `ui.live`; what cannot be done is left for the run to say."""
    state, _bad = LINK.parse(query)
    for move in moves:
        with suppress(InvalidInput):
            state = moved(state, move)
    chain.draw(state, {})
    if state.tab in FOLLOW:
        FOLLOW[state.tab](state)
    return LINK.query(state)
