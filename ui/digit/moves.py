"""What a hand can do in the tabs, as functions from state to state."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from core.digits.perturbations import EFFECTS
from ui.digit.recognition import Recognition
from ui.digit.state import CHECKPOINTS, CLASSES, COLDEST, FURTHEST, HOTTEST, Digit
from ui.hand.moves import Move, value_of

# The columns of the bars that can be moved.
AMOUNT, MOMENT, HEAT, LOGIT = "amount", "moment", "T", "z"


def moved(state: Digit, move: Move, seen: Recognition) -> Digit:
    """Return the state after one move.

    Raises
    ------
    InvalidInput
        What was typed is no number, or out of range.
    """
    change = MOVES.get(move.column)
    return change(state, move, seen) if change else state


def _amount(state: Digit, move: Move, _seen: Recognition) -> Digit:
    effect = EFFECTS[state.effect]
    return replace(state, amount=value_of(move, effect.low, effect.high))


def _moment(state: Digit, move: Move, _seen: Recognition) -> Digit:
    return replace(state, moment=round(value_of(move, 0, CHECKPOINTS - 1)))


def _heat(state: Digit, move: Move, _seen: Recognition) -> Digit:
    return replace(state, temperature=value_of(move, COLDEST, HOTTEST))


def _logit(state: Digit, move: Move, seen: Recognition) -> Digit:
    """Nudge a logit: what is kept is how far it lies from the network's."""
    if move.row >= CLASSES:
        return state
    own = float(seen.logits[move.row])
    nudges = list(state.nudges)
    # Bounds in hundredths, as the bar writes its logit: a message that names them can be read.
    least, most = math.ceil(100 * (own - FURTHEST)) / 100, math.floor(100 * (own + FURTHEST)) / 100
    nudges[move.row] = value_of(move, least, most) - own
    return replace(state, nudges=tuple(nudges))


MOVES: dict[str, Callable[[Digit, Move, Recognition], Digit]] = {
    AMOUNT: _amount,
    MOMENT: _moment,
    HEAT: _heat,
    LOGIT: _logit,
}
