"""Takes the lines of ruled and squared paper out of a picture, also where it lies a little turned."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_TURNS = np.linspace(-0.06, 0.06, 13)  # rise of a line for each pixel along it
_LEAST_LINES = 2
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
    step = max(1, min(height, width) // 160)
    few = raw[:, ::step]
    columns = np.arange(0, width, step)
    rise = max(_TURNS, key=lambda turn: float(_profile(few, columns, turn).var()))
    rise = max(rise + _TURNS / 12, key=lambda turn: float(_profile(few, columns, turn).var()))
    profile = _profile(few, columns, rise)
    if not _LEAST_LINES <= _lines(profile) <= height // 8:
        return None
    rows = _rows(raw.shape, np.arange(width), rise)
    bare: Floats = np.clip(raw - profile[rows], 0, None)
    return bare


def _profile(raw: Floats, columns: NDArray[np.int64], rise: float) -> Floats:
    """Return the median along each line of that rise, (height,)."""
    shift = np.rint(rise * (columns - columns.mean())).astype(np.int64)
    rows = np.clip(np.arange(raw.shape[0])[:, None] + shift, 0, raw.shape[0] - 1)
    medians: Floats = np.median(np.take_along_axis(raw, rows, axis=0), axis=1)
    return medians


def _rows(shape: tuple[int, ...], columns: NDArray[np.int64], rise: float) -> NDArray[np.int64]:
    shift = np.rint(rise * (columns - columns.mean())).astype(np.int64)
    rows: NDArray[np.int64] = np.clip(np.arange(shape[0])[:, None] - shift, 0, shape[0] - 1)
    return rows


def _lines(profile: Floats) -> int:
    """Return how many thin lines a profile has; 0 where one is wide."""
    high = profile > max(0.02, 0.4 * float(profile.max()))
    starts = np.flatnonzero(np.diff(np.concatenate([[0], high.astype(int), [0]])) == 1)
    ends = np.flatnonzero(np.diff(np.concatenate([[0], high.astype(int), [0]])) == -1)
    if starts.size and (ends - starts).max() > max(4, _WIDEST * len(profile)):
        return 0
    return len(starts)
