"""From pen strokes to the picture that the networks read.

The strokes are drawn again, at the size, thickness and place that MNIST's digits have. So neither
the size of the drawing nor the width of the pen on the screen matters. Pure numpy; a digit takes
about a millisecond.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.checks import as_list, as_number
from core.digits.errors import BadDrawing, EmptyDrawing

Floats = NDArray[np.float64]
Picture = NDArray[np.float32]

SIZE = 28
"""Pixels on a side of the picture that a network sees."""
BOX = 20
"""Pixels on the longer side of the ink, as in MNIST."""
CENTRE = 14.0
"""Pixel index of the centre of mass: the mean over MNIST's training set is 14.00 in x and in y."""
PEN_WIDTH = 2.4
"""Thickness of the redrawn pen, in pixels of the 28 grid: about MNIST's."""
MAX_POINTS = 50_000
"""A hand draws some hundred points a digit; more than this is no drawing."""

_SPACING = 0.25  # pixels between points along a stroke: far below what an antialiased pen shows
_FEW = 20_000  # points along a stroke that are drawn without thinning out
_GRID = np.arange(SIZE, dtype=np.float64)


def check_strokes(strokes: Sequence[ArrayLike]) -> list[Floats]:
    """Return the strokes as float64 (n, 2) arrays, those without a point left out.

    Parameters
    ----------
    strokes
        One (n, 2) array a stroke: x to the right, y down, in any unit.

    Returns
    -------
    list of (n, 2) float64 arrays, n >= 1; at least one.

    Raises
    ------
    EmptyDrawing
        No stroke has a point.
    BadDrawing
        A stroke is not (n, 2), a coordinate is not finite, or there are more than ``MAX_POINTS``.

    Examples
    --------
    >>> [stroke.shape for stroke in check_strokes([[[0, 0], [3, 4]], []])]
    [(2, 2)]
    """
    strokes = as_list(strokes, "strokes")
    checked: list[Floats] = []
    total = 0
    for number, stroke in enumerate(strokes, start=1):
        try:
            points = np.asarray(stroke, dtype=np.float64)
        except (TypeError, ValueError, OverflowError):
            raise BadDrawing("stroke {number} must hold pairs of numbers", number=number) from None
        if points.size == 0:
            continue
        if points.ndim != 2 or points.shape[1] != 2:
            shape = "x".join(map(str, points.shape))
            raise BadDrawing(
                "stroke {number} must hold pairs (x, y), got an array of {shape}",
                number=number,
                shape=shape,
            )
        if not np.isfinite(points).all():
            raise BadDrawing("stroke {number} has a coordinate that is not finite", number=number)
        total += len(points)
        if total > MAX_POINTS:
            raise BadDrawing("a drawing may have at most {limit} points", limit=MAX_POINTS)
        checked.append(points)
    if not checked:
        raise EmptyDrawing("the drawing is empty")
    return checked


def bounds(strokes: Sequence[Floats]) -> tuple[float, float, float, float]:
    """Return the box around the points, ``(left, top, right, bottom)``.

    Examples
    --------
    >>> bounds(check_strokes([[[0, 5], [3, 4]]]))
    (0.0, 4.0, 3.0, 5.0)
    """
    points = np.concatenate(list(strokes))
    left, top = points.min(axis=0)
    right, bottom = points.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def preprocess_strokes(strokes: Sequence[ArrayLike], pen_width: float = PEN_WIDTH) -> Picture:
    """Draw strokes as MNIST draws digits: in a 20 pixel box, by their centre of mass.

    Parameters
    ----------
    strokes
        One (n, 2) array a stroke: x to the right, y down. The unit is free: the result depends
        on the shape alone, not on place or size. A stroke of one point is a dot.
    pen_width
        Thickness of the redrawn pen, in pixels of the 28 grid, from 0.5 to 8.

    Returns
    -------
    (28, 28) float32, 0 for paper and 1 for ink.

    Raises
    ------
    EmptyDrawing, BadDrawing
        See `check_strokes`; ``BadDrawing`` also for a pen out of range.

    Examples
    --------
    >>> one = preprocess_strokes([[[140, 30], [140, 250]]])
    >>> one.shape, one.dtype.name, float(one[14, 14])
    ((28, 28), 'float32', 1.0)
    >>> bool((one == preprocess_strokes([[[0, 0], [0, 1]]])).all())
    True
    """
    pen_width = as_number(pen_width, "pen_width")
    if not 0.5 <= pen_width <= 8:
        raise BadDrawing("pen_width must be from 0.5 to 8, got {got}", got=pen_width)
    points = _samples(fit_box(check_strokes(strokes), BOX - pen_width))
    picture = _draw(points, pen_width)
    mass = picture.sum()
    shift = CENTRE - np.array([picture.sum(axis=0) @ _GRID, picture.sum(axis=1) @ _GRID]) / mass
    shift = _within_paper(shift, points, pen_width / 2)
    return _draw(points + shift, pen_width).astype(np.float32)


def fit_box(strokes: Sequence[Floats], side: float) -> list[Floats]:
    """Scale and move strokes: the longer side of their box is ``side``, its middle at ``CENTRE``.

    Examples
    --------
    >>> fit_box([np.array([[0.0, 0.0], [0.0, 100.0]])], 20.0)[0].tolist()
    [[14.0, 4.0], [14.0, 24.0]]
    """
    left, top, right, bottom = bounds(strokes)
    # Halves, so that a box as wide as the largest float does not overflow.
    extent = max(right / 2 - left / 2, bottom / 2 - top / 2)
    middle = np.array([left / 2 + right / 2, top / 2 + bottom / 2])
    if extent == 0:
        return [np.full_like(stroke, CENTRE) for stroke in strokes]
    return [(stroke / 2 - middle / 2) / extent * side + CENTRE for stroke in strokes]


def _samples(strokes: Sequence[Floats]) -> Floats:
    """Return points along the strokes, (m, 2), at most ``_SPACING`` pixels apart."""
    points = np.concatenate([_along(stroke) for stroke in strokes])
    if len(points) <= _FEW:
        return points
    # A scribble: one point in each small cell draws the same ink, in bounded time.
    cells = np.floor(points / _SPACING).astype(np.int64)
    cells -= cells.min(axis=0)
    columns = int(cells[:, 0].max()) + 1
    chosen = np.full(columns * (int(cells[:, 1].max()) + 1), -1)
    chosen[cells[:, 1] * columns + cells[:, 0]] = np.arange(len(points))
    kept: Floats = points[chosen[chosen >= 0]]
    return kept


def _along(stroke: Floats) -> Floats:
    """Return points at equal distances along one stroke, its two ends among them."""
    length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))])
    # The 1e-6 keeps the count from hanging on the last bit, so that scaling changes nothing.
    pieces = max(1, math.ceil(length[-1] / _SPACING - 1e-6))
    at = np.linspace(0.0, length[-1], pieces + 1)
    return np.stack([np.interp(at, length, stroke[:, axis]) for axis in (0, 1)], axis=1)


def _draw(points: Floats, pen_width: float) -> Floats:
    """Return the ink of a round pen at each of the points: it fades over the pixel at its edge."""
    reach = math.ceil(pen_width / 2 + 0.5)
    window = np.arange(-reach, reach + 1)
    padded = SIZE + 2 * reach
    column = np.clip(np.rint(points[:, 0]).astype(np.int64), 0, SIZE - 1)[:, None] + window
    row = np.clip(np.rint(points[:, 1]).astype(np.int64), 0, SIZE - 1)[:, None] + window
    squared = ((row - points[:, 1, None]) ** 2)[:, :, None]
    squared = squared + ((column - points[:, 0, None]) ** 2)[:, None, :]
    pixel = (row + reach)[:, :, None] * padded + (column + reach)[:, None, :]
    nearest = np.full(padded * padded, np.inf)
    np.minimum.at(nearest, pixel.ravel(), squared.ravel())
    nearest = nearest.reshape(padded, padded)[reach:-reach, reach:-reach]
    ink: Floats = np.clip(pen_width / 2 + 0.5 - np.sqrt(nearest), 0.0, 1.0)
    return ink


def _within_paper(shift: Floats, points: Floats, margin: float) -> Floats:
    """Limit a shift so that ink stays on the paper, as far as it can."""
    lowest = margin - points.min(axis=0)
    highest = SIZE - 1 - margin - points.max(axis=0)
    limited: Floats = np.clip(shift, lowest, highest)
    return limited
