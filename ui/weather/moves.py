"""What the hand can do to the weather's state, as functions from state to state."""

from __future__ import annotations

from dataclasses import replace

from core.distribution import renormalise
from core.errors import InvalidInput
from ui.elements.softmax_panel import TARGET
from ui.hand.moves import NAME, Move, value_of
from ui.link.parameters import read_name
from ui.weather.state import FEWEST, MOST, Weather, as_typed, read_icon, with_fitting_lengths

CODE = "code"
ICON = "icon"


def moved(state: Weather, move: Move) -> Weather:
    """Return the state after one move: a probability, a codeword, a name, a logit, the day that came."""
    if move.row >= state.n or move.column not in MOVES:
        return state
    return MOVES[move.column](state, move)


def _in_city_a(state: Weather, move: Move) -> Weather:
    new = renormalise(state.p, move.row, value_of(move, 0.0, 1.0))
    return replace(state, p=tuple(float(x) for x in new))


def _in_city_b(state: Weather, move: Move) -> Weather:
    new = renormalise(state.q, move.row, value_of(move, 0.0, 1.0))
    return replace(state, q=tuple(float(x) for x in new))


def _codeword(state: Weather, move: Move) -> Weather:
    code = list(state.code)
    code[move.row] = as_typed(str(move.value))
    return replace(state, code=tuple(code))


def _name(state: Weather, move: Move) -> Weather:
    names = list(state.names or ("",) * state.n)
    name = read_name(str(move.value))
    if name in state.labels[: move.row] + state.labels[move.row + 1 :]:
        raise InvalidInput("two states have the name “{name}”", name=name)
    names[move.row] = name
    return replace(state, names=tuple(names) if any(names) else ())


def _icon(state: Weather, move: Move) -> Weather:
    icons = list(state.icons or ("",) * state.n)
    icons[move.row] = read_icon(str(move.value))
    return replace(state, icons=tuple(icons) if any(icons) else ())


def _logit(state: Weather, move: Move) -> Weather:
    z = list(state.z)
    z[move.row] = value_of(move, -1000.0, 1000.0)
    return replace(state, z=tuple(z))


def _day(state: Weather, move: Move) -> Weather:
    return replace(state, y=move.row)


MOVES = {
    "p": _in_city_a,
    "q": _in_city_b,
    CODE: _codeword,
    NAME: _name,
    ICON: _icon,
    "z": _logit,
    TARGET: _day,
}


def resized(state: Weather, n: int) -> Weather:
    """Return the state with n states of weather: a new one never comes, and the last ones go first."""
    n = min(max(n, FEWEST), MOST)

    def cut(values: tuple[float, ...]) -> tuple[float, ...]:
        kept = (values + (0.0,) * n)[:n]
        total = sum(kept)
        return tuple(x / total for x in kept) if total > 0 else (1 / n,) * n

    names = (state.names + ("",) * n)[:n] if state.names else ()
    icons = (state.icons + ("",) * n)[:n] if state.icons else ()
    code = (state.code + ("",) * n)[:n]
    z = (state.z + (0.0,) * n)[:n]
    new = replace(state, p=cut(state.p), q=cut(state.q), code=code, names=names, icons=icons, z=z)
    return with_fitting_lengths(new)
