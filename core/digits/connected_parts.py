"""Parts of a mask that hang together: which of them are the digit, and how many digits they are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Labels = NDArray[np.int64]

_LEAST_PART = 0.04  # of the largest part's area: smaller ones are specks
_WHOLE = 0.5  # of the tallest part's height: what is so high can be a digit by itself
_APART = (
    0.05  # of the tallest part's height: digits side by side leave at least so much between them
)


def components(mask: Mask) -> Labels:
    """Return a number for each pixel that is the same within an 8-connected part, 0 off them.

    Examples
    --------
    >>> labels = components(np.array([[1, 0, 0], [0, 1, 0], [0, 0, 0], [0, 0, 1]], dtype=bool))
    >>> bool(labels[0, 0] == labels[1, 1]), bool(labels[0, 0] == labels[3, 2])
    (True, False)
    """
    # Each pixel takes the largest number around it, until all agree.
    labels = np.arange(1, mask.size + 1).reshape(mask.shape) * mask
    while True:
        spread = largest_around(labels) * mask
        # Following each number to its own pixel's number makes long strokes agree in few rounds.
        flat = np.concatenate([[0], spread.ravel()])
        spread = flat[flat[spread]]
        if (spread == labels).all():
            return labels
        labels = spread


def largest_around(values: Labels) -> Labels:
    """Return the largest value among each pixel and its eight neighbours."""
    for axis in (0, 1):
        padded = np.pad(values, [(1, 1) if a == axis else (0, 0) for a in (0, 1)])
        n = values.shape[axis]
        values = np.maximum.reduce([padded.take(range(i, i + n), axis=axis) for i in range(3)])
    return values


def blocks(ink: NDArray[np.float64], factor: int) -> NDArray[np.float64]:
    """Return the most ink in each block of ``factor`` x ``factor`` pixels.

    Examples
    --------
    >>> blocks(np.eye(3), 2).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    padded = np.pad(ink, [(0, -side % factor) for side in ink.shape])
    rows, columns = (side // factor for side in padded.shape)
    most: NDArray[np.float64] = padded.reshape(rows, factor, columns, factor).max(axis=(1, 3))
    return most


def enlarged(mask: Mask, factor: int, shape: tuple[int, ...]) -> Mask:
    """Return a mask of blocks as one of pixels, of that shape."""
    whole: Mask = np.kron(mask, np.ones((factor, factor), dtype=bool))
    return whole[: shape[0], : shape[1]]


def soft_edge(part: Mask, mask: Mask) -> Mask:
    """Return what lies around a part and belongs to no other part of the mask."""
    around: Mask = (largest_around(part.astype(np.int64)) > 0) & ~mask
    return around


def filled(mask: Mask) -> Mask:
    """Return a mask with its holes filled: what cannot be reached from the edge.

    Examples
    --------
    >>> ring = np.ones((3, 3), dtype=bool)
    >>> ring[1, 1] = False
    >>> bool(filled(ring).all())
    True
    """
    outside = components(np.pad(~mask, 1, constant_values=True))
    reached: Mask = outside == outside[0, 0]
    return ~reached[1:-1, 1:-1]


def box_of(mask: Mask) -> tuple[int, int, int, int]:
    """Return the box around a mask that is not empty: top, bottom, left, right, the ends excluded."""
    down, right = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    return int(down[0]), int(down[-1]) + 1, int(right[0]), int(right[-1]) + 1


def digit_parts(mask: Mask, cut: Mask) -> Mask:
    """Return the connected parts that belong to the drawing: no specks, nothing that the edge cuts off if more is left.

    Parameters
    ----------
    mask, cut
        What is marked; and where a mark reaches the picture's very edge, see `at_very_edge`.
    """
    labels = components(mask)
    names, areas = np.unique(labels[labels > 0], return_counts=True)
    if names.size == 0:
        return mask
    cut_off, free = np.isin(names, labels[cut]), ~np.isin(names, edge_of(labels))
    if free.any() and areas[free].max() >= 0.1 * areas.max():
        names, areas = names[~cut_off], areas[~cut_off]
    kept: Mask = np.isin(labels, names[areas >= _LEAST_PART * areas.max()])
    return kept


def at_very_edge(ink: NDArray[np.float64], factor: int) -> Mask:
    """Return the blocks in which ink reaches the picture's last row or column of pixels.

    A drawing that fills its paper comes near the edge; only what goes on beyond it is cut off.

    Examples
    --------
    >>> ink = np.zeros((4, 4))
    >>> ink[0, 0] = ink[2, 1] = 1
    >>> at_very_edge(ink, 2).tolist()
    [[True, False], [False, False]]
    """
    rim = ink.copy()
    rim[1:-1, 1:-1] = 0
    return blocks(rim, factor) > 0.5


def edge_of(values: NDArray[Any]) -> NDArray[Any]:
    """Return the values along a picture's edge."""
    return np.concatenate([values[0], values[-1], values[:, 0], values[:, -1]])


def separate_digits(mask: Mask) -> list[Mask]:
    """Return the masks of the digits that stand side by side or above each other, in reading order.

    What is as high as half of the tallest part and apart from the others is a digit by itself; what is smaller belongs
    to the nearest: the bar of a five, a piece of a broken stroke.

    Examples
    --------
    >>> mask = np.zeros((20, 30), dtype=bool)
    >>> mask[2:18, 3:8] = mask[2:18, 15:20] = mask[4:6, 9:11] = True
    >>> [int(np.flatnonzero(digit.any(axis=0))[-1]) for digit in separate_digits(mask)]
    [10, 19]
    """
    labels = components(mask)
    parts = [labels == name for name in np.unique(labels[labels > 0])]
    boxes = np.array([box_of(part) for part in parts])
    heights = boxes[:, 1] - boxes[:, 0]
    bodies = [i for i in range(len(parts)) if heights[i] >= _WHOLE * heights.max()]
    groups: list[list[int]] = []
    for i in sorted(bodies, key=lambda i: boxes[i, 2]):
        near = [g for g in groups if any(_together(boxes[i], boxes[j], heights.max()) for j in g)]
        groups = [g for g in groups if g not in near] + [[i, *(j for g in near for j in g)]]
    for i in set(range(len(parts))) - set(bodies):
        min(groups, key=lambda g: min(_distance(boxes[i], boxes[j]) for j in g)).append(i)
    digits = [np.logical_or.reduce([parts[i] for i in group]) for group in groups]
    return _in_reading_order(digits)


def _together(one: Labels, other: Labels, tallest: int) -> bool:
    """Return whether two parts overlap, or nearly: seen from above or from the side they are one."""
    across = min(one[3], other[3]) - max(one[2], other[2])
    down = min(one[1], other[1]) - max(one[0], other[0])
    least = -_APART * tallest
    narrow = min(one[3] - one[2], other[3] - other[2])
    return bool(across > max(least, 0.2 * narrow if down > 0 else least) and down > least)


def _distance(one: Labels, other: Labels) -> float:
    across = max(one[2], other[2]) - min(one[3], other[3])
    down = max(one[0], other[0]) - min(one[1], other[1])
    return float(np.hypot(max(across, 0), max(down, 0)))


def _in_reading_order(digits: list[Mask]) -> list[Mask]:
    """Return digits row by row: in one row are those whose middle another's height takes in."""
    rows: list[list[Mask]] = []
    for digit in sorted(digits, key=lambda mask: box_of(mask)[0]):
        top, bottom, _left, _right = box_of(digit)
        row = next((r for r in rows if box_of(r[0])[1] > (top + bottom) / 2), None)
        if row is None:
            rows.append([digit])
        else:
            row.append(digit)
    return [digit for row in rows for digit in sorted(row, key=lambda mask: box_of(mask)[2])]
