"""A row that is the sum of the others: it may be no state."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import InvalidInput

NAMES = re.compile(
    r"(grand |sub)?(total|totals|totales|sum|suma|all|todos|todas|gesamt|summe|insgesamt|somme|totale|Σ)\b.*",
    re.I,
)
EXACT, ROUNDED = 1e-9, 0.02


@dataclass(frozen=True)
class Total:
    """The place of such a row among the states, its name, whether that says so, and its number in the file."""

    place: int
    name: str
    named: bool
    n: int = 0


def find_total(
    names: Sequence[str], columns: Sequence[Sequence[float | InvalidInput]]
) -> Total | None:
    """Return the last row, or a first one called total, if it is the sum of the others; by its name, nearly so.

    >>> find_total(["sun", "rain", "Total"], [[3.0, 1.0, 4.0]])
    Total(place=2, name='Total', named=True, n=0)
    >>> find_total(["sun", "rain", "storm"], [[3.0, 1.0, 1.0]]) is None
    True
    """
    if len(names) < 3:
        return None
    for place in (len(names) - 1, 0):
        named = bool(NAMES.fullmatch(names[place].strip()))
        if not named and place == 0:
            continue  # so is the ½ of a half and two quarters
        if columns and all(
            _is_sum(column, place, ROUNDED if named else EXACT) for column in columns
        ):
            return Total(place, names[place], named)
    return None


def _is_sum(column: Sequence[float | InvalidInput], place: int, tolerance: float) -> bool:
    value = column[place]
    others = [x for i, x in enumerate(column) if i != place and not isinstance(x, InvalidInput)]
    if isinstance(value, InvalidInput) or len(others) < len(column) - 1 or not value:
        return False
    return math.isclose(sum(others), value, rel_tol=tolerance)
