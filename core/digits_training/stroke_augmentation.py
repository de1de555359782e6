"""Other hands, before anything is drawn: strokes turned, bent, joined loosely, begun late and ended early."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from core.digits.strokes import Floats, bounds

Random = np.random.Generator
_POINTS = 48  # along a stroke that is bent: as many as a pen leaves on a slow screen


def other_strokes(strokes: Sequence[Floats], random: Random) -> list[Floats]:
    """Return strokes turned, sheared and stretched a little.

    Unlike pixels, strokes are scaled into the 20 pixel box afterwards, as a real hand's would be.
    """
    angle = math.radians(8) * random.standard_normal()
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    shear = np.array([[1.0, 0.0], [0.15 * random.standard_normal(), 1.0]])
    stretch = np.diag(np.exp(0.12 * random.standard_normal(2)))
    return [stroke @ turn @ shear @ stretch for stroke in strokes]


def looser(strokes: Sequence[Floats], random: Random) -> list[Floats]:
    """Return a digit written with less care: bent, its strokes out of place, their ends missing or too long."""
    left, top, right, bottom = bounds(strokes)
    size = max(right - left, bottom - top, 1e-9)
    apart = 0.035 * size * random.random() * (len(strokes) > 1)
    loose = [_ends_moved(stroke, random) + apart * random.standard_normal(2) for stroke in strokes]
    return _bent(loose, np.array([left, top]), size, 0.03 * random.random(), random)


def _ends_moved(stroke: Floats, random: Random) -> Floats:
    """Return a stroke along equal distances, now and then without a part of its beginning or end."""
    length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))])
    if len(stroke) < 3 or length[-1] == 0:
        return stroke
    missing = random.uniform(0, 0.07, 2) * (random.random(2) < 0.3) * length[-1]
    at = np.linspace(missing[0], length[-1] - missing[1], max(_POINTS, len(stroke)))
    return np.stack([np.interp(at, length, stroke[:, axis]) for axis in (0, 1)], axis=1)


def _bent(
    strokes: Sequence[Floats], corner: Floats, size: float, strength: float, random: Random
) -> list[Floats]:
    """Return strokes moved by a wave over the paper, of ``strength`` times their size."""
    frequency, phase = random.uniform(1, 6, (2, 2)), random.uniform(0, 2 * math.pi, 2)
    return [
        stroke + strength * size * np.sin((stroke - corner) / size @ frequency + phase)
        for stroke in strokes
    ]
