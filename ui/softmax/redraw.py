"""What follows a hand while it moves: the chain, and of the open tab what is numbers and bars."""

from __future__ import annotations

from collections.abc import Callable

from ui.elements.cover import PANEL
from ui.hand.live_page import Columns, LivePage
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

FEW_STEPS = 10  # a descent is walked again from its start
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


def draw(state: Explorer, _columns: Columns) -> None:
    """Draw what follows a hand."""
    chain.draw(state, {})
    if state.tab in FOLLOW and not covered(PANEL):
        FOLLOW[state.tab](state)


LIVE = LivePage(LINK, moved, draw, slow=lambda state: state.steps > FEW_STEPS)
