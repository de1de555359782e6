"""Strokes as text for a link: thinned out, on a grid of half pixels, coded as differences.

A drawing is what its text says: the picture that the network sees is made from the text's strokes, so
whoever opens the link sees the same picture, to the last bit.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from core.errors import InvalidInput
from ui.drawing.reading import SIDE

Stroke = NDArray[np.float64]
GRID = 2  # steps per pixel
LONGEST = 3000  # characters
TOLERANCES = (0.35, 0.7, 1.4, 3.0, 6.0)  # pixels by which thinning may move the line


def write_strokes(strokes: Sequence[Stroke]) -> str:
    """Write strokes in at most 3,000 characters; a long drawing is thinned out until it fits.

    Raises
    ------
    InvalidInput
        There are so many strokes that no thinning helps.
    """
    for tolerance in TOLERANCES:
        thin = [_thinned(_on_grid(stroke), tolerance * GRID) for stroke in strokes if len(stroke)]
        text = base64.urlsafe_b64encode(bytes(_numbers_to_bytes(thin))).decode().rstrip("=")
        if len(text) <= LONGEST:
            return text
    raise InvalidInput(
        "the drawing has too many strokes for a link: {got} characters, at most {most}",
        got=len(text),
        most=LONGEST,
    )


def read_strokes(text: str) -> list[Stroke]:
    """Read strokes: arrays of shape (n, 2), pixels of the canvas."""
    if len(text) > LONGEST:
        raise InvalidInput(
            "the strokes have {got} characters, and at most {most} are read",
            got=len(text),
            most=LONGEST,
        )
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        return list(_bytes_to_strokes(content))
    except (binascii.Error, ValueError, IndexError) as error:
        raise InvalidInput("the strokes are damaged") from error


def _on_grid(stroke: Stroke) -> Stroke:
    # A little beyond the canvas the pen still draws; far beyond is no drawing.
    return np.round(np.clip(stroke, -SIDE, 2 * SIDE) * GRID)


def _thinned(points: Stroke, tolerance: float) -> Stroke:
    """Leave out points that lie within the tolerance of the line through the others (Douglas-Peucker)."""
    keep = np.zeros(len(points), dtype=bool)
    keep[[0, -1]] = True
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        between, line = points[first + 1 : last] - points[first], points[last] - points[first]
        length = float(line @ line)
        along = np.clip(between @ line / length, 0, 1) if length else np.zeros(len(between))
        distance = np.hypot(*(between - along[:, None] * line).T)
        farthest = int(distance.argmax())
        if distance[farthest] > tolerance:
            middle = first + 1 + farthest
            keep[middle] = True
            waiting += [(first, middle), (middle, last)]
    return points[keep]


def _numbers_to_bytes(strokes: Sequence[Stroke]) -> Iterator[int]:
    """For each stroke its number of points, then x and y of each as differences to the one before."""
    before = np.zeros(2)
    for stroke in strokes:
        yield from _varint(len(stroke))
        for point in stroke:
            for step in (point - before).astype(int).tolist():
                yield from _varint(2 * step if step >= 0 else -2 * step - 1)
            before = point


def _varint(n: int) -> Iterator[int]:
    while n >= 128:
        yield n % 128 + 128
        n //= 128
    yield n


def _bytes_to_strokes(content: bytes) -> Iterator[Stroke]:
    numbers = _read_varints(content)
    at, here = 0, np.zeros(2)
    while at < len(numbers):
        n = numbers[at]
        steps = numbers[at + 1 : at + 1 + 2 * n]
        if n < 1 or len(steps) < 2 * n:
            raise ValueError(n)
        signed = np.array([s // 2 if s % 2 == 0 else -(s + 1) // 2 for s in steps], dtype=float)
        points = here + signed.reshape(n, 2).cumsum(axis=0)
        if np.abs(points).max() > 4 * SIDE * GRID:
            raise ValueError(points)
        yield points / GRID
        at, here = at + 1 + 2 * n, points[-1]


def _read_varints(content: bytes) -> list[int]:
    numbers, n, shift = [], 0, 0
    for byte in content:
        n |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(n)
            n, shift = 0, 0
        elif shift > 28:
            raise ValueError(n)
    if shift:
        raise ValueError(n)
    return numbers
