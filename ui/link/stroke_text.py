"""Strokes as text for a link: whole half-pixels, each as its distance from the one before.

A coordinate's difference d becomes 2d, or -2d - 1 below zero, and that is written five bits a
character, the lowest first; a character from 32 on says that more follow. So a short step costs one
character. The first point of a stroke counts from (0, 0). Strokes are separated by a dot.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.errors import InvalidInput

Stroke = NDArray[np.float64]
Strokes = tuple[Stroke, ...]

CANVAS_SIDE = 280  # pixels on a side of the canvas
GRID = 2  # steps a pixel
LONGEST = 3072  # bytes of strokes in a link
_FURTHEST = 4 * CANVAS_SIDE * GRID  # a pen that leaves the paper is followed this far
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUE = {character: value for value, character in enumerate(_ALPHABET)}
MOST_POINTS = 3000  # more than a link can hold; what has more is thinned before time is spent on it
BETWEEN = "."


def write_strokes(strokes: Iterable[Stroke]) -> str:
    """Return strokes as text, on the grid, at most ``LONGEST`` characters.

    Parameters
    ----------
    strokes
        Of (n, 2) points in canvas pixels. What is too long for a link is drawn with fewer points.

    Raises
    ------
    InvalidInput
        There are more strokes than a link can hold.

    Examples
    --------
    >>> write_strokes([np.array([[10.0, 20.0], [10.0, 27.5]])])
    'oBwCAe'
    >>> [stroke.tolist() for stroke in read_strokes("oBwCAe")]
    [[[10.0, 20.0], [10.0, 27.5]]]
    """
    given = [np.asarray(stroke, dtype=np.float64) for stroke in strokes]
    steps = [on_grid(stroke) for stroke in given if len(stroke)]
    if sum(map(len, steps)) <= LONGEST and len(text := _write_all(steps)) <= LONGEST:
        return text
    if len(steps) <= LONGEST:
        every = -(-sum(map(len, given)) // MOST_POINTS)
        ranked = [(thin := thinned(s, every), significance(thin)) for s in given if len(s)]
        for tolerance in (0.5, 1.0, 2.0, 4.0, 8.0):
            text = _write_all([on_grid(stroke[rank > tolerance]) for stroke, rank in ranked])
            if len(text) <= LONGEST:
                return text
    raise InvalidInput("a drawing may have at most {most} bytes of strokes", most=LONGEST)


def _write_all(strokes: Iterable[NDArray[np.int64]]) -> str:
    return BETWEEN.join(map(_write, strokes))


def on_grid(stroke: Stroke) -> NDArray[np.int64]:
    """Return the points as whole steps of the grid, without repetitions."""
    steps = np.rint(np.clip(stroke * GRID, -_FURTHEST, _FURTHEST)).astype(np.int64)
    moved = np.any(np.diff(steps, axis=0), axis=1)
    kept: NDArray[np.int64] = steps[np.concatenate([[True], moved])]
    return kept


def _write(steps: NDArray[np.int64]) -> str:
    differences = np.diff(steps, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    return "".join(_write_difference(int(d)) for d in differences.ravel())


def _write_difference(d: int) -> str:
    rest = 2 * d if d >= 0 else -2 * d - 1
    text = ""
    while True:
        rest, five = rest >> 5, rest & 31
        text += _ALPHABET[five | (32 if rest else 0)]
        if not rest:
            return text


@lru_cache(maxsize=512)
def read_strokes(text: str) -> Strokes:
    """Return the strokes that a text holds, in canvas pixels; nobody changes them.

    Raises
    ------
    InvalidInput
        Too long, a character that does not belong, a point cut short, or one far off the canvas.

    Examples
    --------
    >>> read_strokes("")
    ()
    """
    if len(text) > LONGEST:
        raise InvalidInput("a drawing may have at most {most} bytes of strokes", most=LONGEST)
    return tuple(_read(part) for part in text.split(BETWEEN)) if text else ()


def _read(text: str) -> Stroke:
    differences = _read_differences(text)
    if not differences or len(differences) % 2:
        raise InvalidInput("a stroke of the drawing is cut short")
    points = np.cumsum(np.array(differences, dtype=np.int64).reshape(-1, 2), axis=0)
    if np.abs(points).max() > _FURTHEST:
        raise InvalidInput("a stroke of the drawing leaves the canvas too far")
    stroke = points / GRID
    stroke.setflags(write=False)
    return stroke


def _read_differences(text: str) -> list[int]:
    differences, value, shift = [], 0, 0
    for character in text:
        if character not in _VALUE:
            raise InvalidInput("“{text}” does not belong in a drawing", text=character)
        value |= (_VALUE[character] & 31) << shift
        shift += 5
        if shift > 20:
            raise InvalidInput("a stroke of the drawing leaves the canvas too far")
        if _VALUE[character] < 32:
            differences.append(-(value + 1) // 2 if value & 1 else value // 2)
            value = shift = 0
    if shift:
        raise InvalidInput("a stroke of the drawing is cut short")
    return differences


def thinned(stroke: Stroke, every: int) -> Stroke:
    """Return each so many-th point of a stroke, and its last."""
    return stroke if every < 2 else np.concatenate([stroke[:-1:every], stroke[-1:]])


def simplified(stroke: Stroke, tolerance: float) -> Stroke:
    """Leave out points that lie within ``tolerance`` of the line without them."""
    return stroke[significance(stroke, tolerance) > tolerance]


def significance(stroke: Stroke, least: float = 0.5) -> NDArray[np.float64]:
    """Return for each point the tolerance below which it must stay (Ramer, Douglas, Peucker).

    Parameters
    ----------
    stroke
        Shape (n, 2). The time grows with n squared at worst, in a zigzag: `thinned` first.
    least
        What matters less than this is 0.

    Returns
    -------
    Shape (n,): infinite at both ends.
    """
    # Complex numbers: a division turns and scales the points so that the line's ends are 0 and 1.
    points = stroke[:, 0] + 1j * stroke[:, 1]
    rank = np.zeros(len(points))
    rank[[0, -1]] = np.inf
    open_ends = [(0, len(points) - 1, np.inf)]
    while open_ends:
        first, last, above = open_ends.pop()
        if last - first < 2:
            continue
        away = _distances(points[first + 1 : last], points[first], points[last])
        furthest = int(away.argmax())
        if away[furthest] > least:
            middle = first + 1 + furthest
            rank[middle] = within = min(above, float(away[furthest]))
            open_ends += [(first, middle, within), (middle, last, within)]
    return rank


def _distances(points: NDArray[np.complex128], start: complex, end: complex) -> NDArray[np.float64]:
    """Return the distance of points from the line between two others."""
    along = end - start
    if not along:
        return np.abs(points - start)
    turned = (points - start) / along
    nearest = np.minimum(np.maximum(turned.real, 0.0), 1.0)  # np.clip takes as long as all the rest
    return np.asarray(np.abs(turned - nearest) * abs(along))
