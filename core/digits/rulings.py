"""Takes the lines of ruled and squared paper out of a picture, also where it lies a little turned."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_TURNS = np.linspace(-0.06, 0.06, 13)  # rise of a line for each pixel along it
_LEAST_LINES = 2
_CROSSED = 0.7  # of the picture's width: a stroke may cross half of it, a line crosses more
_WIDEST = 0.03  # of the picture's height: what is wider is no ruled line


def without_rulings(raw: Floats) -> Floats | None:
    """Return ink without the straight lines that cross the whole picture, or None where there are none.

    Parameters
    ----------
    raw
        (height, width), 0 for paper; lines are known by being there in most of a row or column.

    Examples
    --------
    >>> paper = np.zeros((60, 60))
    >>> paper[10::16] = 0.4
    >>> paper[20:50, 30] = 1
    >>> bare = without_rulings(paper)
    >>> float(bare[10, 5]), float(bare[30, 30]), without_rulings(np.eye(60)) is None
    (0.0, 1.0, True)
    """
    bare = _without_rows(raw)
    across = _without_rows((raw if bare is None else bare).T)
    return bare if across is None else across.T


def _without_rows(raw: Floats) -> Floats | None:
    height, width = raw.shape
    if min(height, width) < 32:
        return None
    columns = np.arange(0, width, max(1, min(height, width) // 160))
    few = raw[:, columns]
    rise = _rise(few > max(0.03, 0.1 * float(np.quantile(few, 0.98))), columns)
    profile = _crossing(_along(few, columns, rise))
    if not _LEAST_LINES <= _lines(profile) <= height // 8:
        return None
    bare: Floats = np.clip(raw - profile[_rows(height, np.arange(width), -rise)], 0, None)
    return bare


def _crossing(lines: Floats) -> Floats:
    """Return the middle tone of each row that something crosses nearly whole, 0 of others, (height,)."""
    middle = np.median(lines, axis=1)
    near = np.maximum(lines, np.maximum(np.roll(lines, 1, axis=0), np.roll(lines, -1, axis=0)))
    least = np.quantile(near, 1 - _CROSSED, axis=1)
    return np.where(least > middle / 3, middle, 0.0)


def _rise(marked: NDArray[np.bool_], columns: NDArray[np.int64]) -> float:
    """Return the rise along which what is marked gathers in fewest lines."""
    step = float(_TURNS[1] - _TURNS[0])

    def gathered(rise: float) -> float:
        return float(_along(marked, columns, rise).mean(axis=1).var())

    rough = max(_TURNS, key=gathered)
    return float(max(rough + step * np.linspace(-0.5, 0.5, 7), key=gathered))


def _along(values: NDArray[Any], columns: NDArray[np.int64], rise: float) -> NDArray[Any]:
    """Return values with each line of that rise as a row."""
    rows = _rows(len(values), columns, rise)
    return np.take_along_axis(values, rows, axis=0)


def _rows(height: int, columns: NDArray[np.int64], rise: float) -> NDArray[np.int64]:
    """Return for each row and column the row that lies so far up or down a line, (height, n)."""
    shift = np.rint(rise * (columns - columns.mean())).astype(np.int64)
    rows: NDArray[np.int64] = np.clip(np.arange(height)[:, None] + shift, 0, height - 1)
    return rows


def _lines(profile: Floats) -> int:
    """Return how many thin lines a profile has; 0 where one is wide."""
    high = profile > max(0.02, 0.4 * float(profile.max()))
    starts = np.flatnonzero(np.diff(np.concatenate([[0], high.astype(int), [0]])) == 1)
    ends = np.flatnonzero(np.diff(np.concatenate([[0], high.astype(int), [0]])) == -1)
    if starts.size and (ends - starts).max() > max(4, _WIDEST * len(profile)):
        return 0
    return len(starts)
