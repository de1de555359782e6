"""How a link writes what happened on the way: changes of controls, and points set by hand.

A change is ``step:control:value``. Points are grouped by the step at which they came, ``step:points``; a point is
five characters, two for each coordinate on a grid of 1/256 and one for its class.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import groupby
from typing import Any

from core.errors import InvalidInput
from core.training.run import (
    ACTIVATIONS,
    BATCHES,
    FEWEST_POINTS,
    LAST_SEED,
    MOST_CLASSES,
    MOST_DECAY,
    MOST_HELD,
    MOST_OWN,
    MOST_POINTS,
    MOST_STEPS,
    NOISIEST,
    OPTIMISERS,
    RATES,
    Change,
    Point,
)
from ui.language.numbers import write_float
from ui.link.parameters import read_code, read_float, read_whole

MOST_SET = 1000  # points by hand; a file holds more
MOST_CARRIED = 500  # changes that a page carries beside its link
GRID = 256
REACH = 8.0  # a coordinate lies within -8 and 8
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUE = {character: value for value, character in enumerate(_ALPHABET)}

# What can be turned on the way: control -> its code, and how its value is read.
TURNED: dict[str, tuple[str, Callable[[str], Any]]] = {
    "points": ("n", lambda text: read_whole(text, FEWEST_POINTS, MOST_POINTS)),
    "noise": ("noise", lambda text: read_float(text, 0.0, NOISIEST)),
    "held": ("held", lambda text: read_float(text, 0.0, MOST_HELD)),
    "data_seed": ("dseed", lambda text: read_whole(text, 0, LAST_SEED)),
    "activation": ("act", lambda text: read_code(text, ACTIVATIONS)),
    "optimiser": ("opt", lambda text: read_code(text, OPTIMISERS)),
    "rate": ("rate", lambda text: read_float(text, *RATES)),
    "batch": ("batch", lambda text: read_whole(text, *BATCHES)),
    "decay": ("decay", lambda text: read_float(text, 0.0, MOST_DECAY)),
}
_FIELD = {code: field for field, (code, _read) in TURNED.items()}


def write_value(value: float | int | str) -> str:
    """Write a control's value as a link does."""
    return write_float(value) if isinstance(value, float) else str(value)


def write_changes(changes: tuple[Change, ...]) -> str | None:
    """Write changes in order; None where there are none.

    >>> write_changes((Change(120, "rate", 0.01), Change(200, "batch", 8)))
    '120:rate:0.01,200:batch:8'
    """
    said = (f"{c.step}:{TURNED[c.field][0]}:{write_value(c.value)}" for c in changes)
    return ",".join(said) or None


@lru_cache(maxsize=256)
def read_changes(text: str, steps: int, most: int) -> tuple[Change, ...]:
    """Read changes that lie at ``steps`` or before.

    >>> read_changes("120:rate:0.01", 200, 20)
    (Change(step=120, field='rate', value=0.01),)
    """
    parts = text.split(",")
    if len(parts) > most:
        raise InvalidInput(
            "a run has at most {most} changes in its link, and this one has {got}",
            most=most,
            got=len(parts),
        )
    found = tuple(_read_change(part, steps) for part in parts)
    if list(found) != sorted(found, key=lambda change: change.step):
        raise InvalidInput("the changes are not in order")
    return found


def _read_change(text: str, steps: int) -> Change:
    step, _colon, rest = text.partition(":")
    code, _colon, value = rest.partition(":")
    field = _FIELD[read_code(code, tuple(_FIELD))]
    return Change(read_whole(step, 0, steps), field, TURNED[field][1](value))


def on_grid(value: float) -> float:
    """Return a coordinate as a link can write it."""
    return (min(max(round((value + REACH) * GRID), 0), 4095)) / GRID - REACH


def write_own(points: tuple[Point, ...]) -> str | None:
    """Write points set by hand; None where there are none.

    >>> write_own((Point(0.5, -1.0, 2), Point(0.0, 0.0, 0, 60)))
    '0:iAcAC,60:gAgAA'
    """
    groups = groupby(points, key=lambda point: point.step)
    return ",".join(f"{step}:{''.join(map(_write_point, group))}" for step, group in groups) or None


def _write_point(point: Point) -> str:
    x, y = (round((value + REACH) * GRID) for value in (point.x, point.y))
    return "".join(_ALPHABET[part] for part in (x >> 6, x & 63, y >> 6, y & 63, point.label))


@lru_cache(maxsize=256)
def read_own(text: str, steps: int, most: int = MOST_OWN) -> tuple[Point, ...]:
    """Read points that came at ``steps`` or before.

    >>> read_own("0:iAcAC", 0)
    (Point(x=0.5, y=-1.0, label=2, step=0),)
    """
    points: list[Point] = []
    for part in text.split(","):
        step, _colon, written = part.partition(":")
        at = read_whole(step, points[-1].step if points else 0, min(steps, MOST_STEPS))
        if not written or len(written) % 5 or set(written) - set(_VALUE):
            raise InvalidInput("“{text}” is not a list of points", text=part[:40])
        if len(points) + len(written) // 5 > most:
            raise InvalidInput("a link holds at most {most} own points", most=most)
        points += (_read_point(written[i : i + 5], at) for i in range(0, len(written), 5))
    return tuple(points)


def _read_point(text: str, step: int) -> Point:
    a, b, c, d, label = (_VALUE[character] for character in text)
    if label >= MOST_CLASSES:
        raise InvalidInput("“{text}” is not a list of points", text=text)
    return Point(((a << 6) + b) / GRID - REACH, ((c << 6) + d) / GRID - REACH, label, step)
