"""What the hand can do to the explorer's state, as functions from state to state."""

from __future__ import annotations

import math
from dataclasses import replace

from core.distribution import renormalise
from ui.elements.softmax_panel import TARGET
from ui.hand.moves import NAME, Move, value_of
from ui.language.numbers import parse_number
from ui.link.parameters import read_name
from ui.softmax.state import (
    COLDEST,
    FEWEST,
    HOTTEST,
    LARGEST,
    MOST,
    Explorer,
    at_rest,
    some_finite,
)

# The columns of moves: one probability of the target, the temperature, the label smoothing.
SHARE, HEAT, EVEN = "share", "T", "eps"


def moved(state: Explorer, move: Move) -> Explorer:
    """Return the state after one move of the chain: a logit, a name, the target, the temperature."""
    if move.row >= state.n or move.column not in MOVES:
        return state
    return MOVES[move.column](state, move)


def _logit(state: Explorer, move: Move) -> Explorer:
    z = list(state.z)
    typed = isinstance(move.value, str) and parse_number(str(move.value))
    z[move.row] = -math.inf if typed == -math.inf else value_of(move, -LARGEST, LARGEST)
    return at_rest(state, z=some_finite(tuple(z)))


def _name(state: Explorer, move: Move) -> Explorer:
    names = list(state.names or ("",) * state.n)
    names[move.row] = read_name(str(move.value))
    return replace(state, names=tuple(names) if any(names) else ())


def _target(state: Explorer, move: Move) -> Explorer:
    return at_rest(state, y=move.row)


def _share(state: Explorer, move: Move) -> Explorer:
    y = renormalise(state.target, move.row, value_of(move, 0.0, 1.0))
    return at_rest(state, y=tuple(float(v) for v in y))


def _heat(state: Explorer, move: Move) -> Explorer:
    return at_rest(state, temperature=value_of(move, COLDEST, HOTTEST))


def _even(state: Explorer, move: Move) -> Explorer:
    return at_rest(state, smoothing=value_of(move, 0.0, 1.0))


MOVES = {
    "z": _logit,
    NAME: _name,
    TARGET: _target,
    SHARE: _share,
    HEAT: _heat,
    EVEN: _even,
}


def resized(state: Explorer, n: int) -> Explorer:
    """Return the state with n classes: a new one has logit 0, and the last ones go first."""
    n = min(max(n, FEWEST), MOST)
    z = (state.z + (0.0,) * n)[:n]
    if all(math.isinf(x) for x in z):
        z = (*z[:-1], 0.0)
    names = (state.names + ("",) * n)[:n] if state.names else ()
    y = state.y
    if isinstance(y, tuple):
        kept = (y + (0.0,) * n)[:n]
        total = sum(kept)
        y = tuple(v / total for v in kept) if total > 0 else (1 / n,) * n
    else:
        y = min(y, n - 1)
    return at_rest(state, z=z, names=names if any(names) else (), y=y, axes=(0, 1), focus=0)


def target_kind(state: Explorer) -> str:
    """Return the code of the target's kind."""
    if isinstance(state.y, tuple):
        return "any"
    return "smooth" if state.smoothing else "one"


def with_target_kind(state: Explorer, kind: str) -> Explorer:
    """Return the state with another kind of target, as near to the old one as that kind allows."""
    target = state.target
    top = int(target.argmax()) if isinstance(state.y, tuple) else state.y
    if kind == "any":
        return at_rest(state, y=tuple(float(v) for v in target), smoothing=0.0)
    return at_rest(state, y=top, smoothing=(state.smoothing or 0.1) if kind == "smooth" else 0.0)
