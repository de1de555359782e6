"""A shadow's edge across the paper: a straight border of two tones, sharp or soft."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_TURNS = 24  # directions of the edge that are tried first
_PLACES = np.linspace(0.08, 0.92, 22)  # parts of the picture on its one side that are tried first
_SOFTNESS = 0.02  # of half the picture, of the edge that is tried first
_LEAST_STEP = 0.06  # between the tones, of the way from black to white: less is paper
_PART_ON_PAPER = 0.86  # of the picture, at least, is paper: the rest may be ink
_OFF_PAPER = 0.2  # of the step: what is nearer to its side's tone is paper


@dataclass(frozen=True)
class Edge:
    """Where a shadow ends: a line at ``place`` along a direction, where tones go over within ``softness``.

    Lengths are in halves of the picture's sides, from its middle.
    """

    angle: float
    place: float
    softness: float

    def side(self, shape: tuple[int, ...]) -> Floats:
        """Return for each pixel how far it is on the far side: from 0 over 1/2 on the line to 1."""
        y, x = (np.linspace(-1, 1, side)[:, None] for side in shape)
        off = x.T * np.cos(self.angle) + y * np.sin(self.angle) - self.place
        far: Floats = 1 / (1 + np.exp(-np.clip(off / self.softness, -40, 40)))
        return far


def shadow_on(small: Floats, like: Floats) -> tuple[Floats, float] | None:
    """Return how the paper's tone changes across a shadow's edge, and by how much, or None where there is none.

    Parameters
    ----------
    small
        The picture, (height, width), coarse.
    like
        The picture in full.

    Returns
    -------
    The change of tone, of the shape of ``like`` and 0 on the near side; and its size, 0 or more.

    Examples
    --------
    >>> paper = np.full((64, 64), 0.9)
    >>> paper[:, 40:] = 0.5
    >>> change, step = shadow_on(paper, paper)
    >>> round(step, 2), bool(np.allclose(paper - change, 0.9, atol=0.01))
    (0.4, True)
    >>> shadow_on(np.full((64, 64), 0.9), paper) is None
    True
    """
    if min(small.shape) < 16:
        return None
    edge = _rough(small)
    if not _is_edge(small, edge, 2 * _OFF_PAPER):
        return None
    edge = _refined(small, edge)
    if not _is_edge(small, edge, _OFF_PAPER):
        return None
    near, far = _tones(small, edge.side(small.shape))
    return (far - near) * edge.side(like.shape), abs(far - near)


def _is_edge(small: Floats, edge: Edge, off_paper: float) -> bool:
    """Return whether both sides of an edge have a tone of their own, that most of the picture keeps to."""
    far = edge.side(small.shape)
    tones = _tones(small, far)
    step = tones[1] - tones[0]
    off = np.quantile(np.abs(small - tones[0] - step * far), _PART_ON_PAPER)
    return bool(abs(step) >= _LEAST_STEP and off <= off_paper * abs(step))


def _rough(small: Floats) -> Edge:
    """Return the edge that parts the picture in two of most different mean tones, each weighed by its size."""
    few = small[::2, ::2]
    y, x = (np.linspace(-1, 1, side)[:, None] for side in few.shape)
    cuts = (_PLACES * few.size).astype(int)
    best, found = -1.0, Edge(0.0, 0.0, _SOFTNESS)
    for angle in np.linspace(0, np.pi, _TURNS, endpoint=False):
        along = (x.T * np.cos(angle) + y * np.sin(angle)).ravel()
        order = np.argsort(along)
        sums = np.cumsum(few.ravel()[order] - few.mean())
        parted = sums[cuts - 1] ** 2 / (_PLACES * (1 - _PLACES))
        if parted.max() > best:
            best, cut = float(parted.max()), int(cuts[parted.argmax()])
            found = Edge(float(angle), float(along[order[cut]]), _SOFTNESS)
    return found


def _refined(small: Floats, edge: Edge) -> Edge:
    """Return the edge turned, moved and made softer or sharper until no small change is better."""
    cap = 0.2 * float(np.ptp(small))

    def cost(edge: Edge) -> float:
        far = edge.side(small.shape)
        near_tone, far_tone = _tones(small, far)
        off = np.abs(small - near_tone - (far_tone - near_tone) * far)
        return float(np.minimum(off, cap).mean())

    least, turn, move, factor = cost(edge), np.pi / _TURNS / 2, 0.06, 1.8
    while move > 0.004:
        tried = [replace(edge, angle=edge.angle + sign * turn) for sign in (-1, 1)]
        tried += [replace(edge, place=edge.place + sign * move) for sign in (-1, 1)]
        tried += [
            replace(edge, softness=min(0.12, max(0.004, edge.softness * by)))
            for by in (factor, 1 / factor)
        ]
        best = min(tried, key=cost)
        if (lower := cost(best)) < least:
            edge, least = best, lower
        else:
            turn, move, factor = turn / 2, move / 2, factor**0.7
    return edge


def _tones(small: Floats, far: Floats) -> tuple[float, float]:
    """Return the tones of both sides, clear of the edge."""
    near_side, far_side = small[far < 0.05], small[far > 0.95]
    if near_side.size == 0 or far_side.size == 0:
        return float(np.median(small)), float(np.median(small))
    return float(np.median(near_side)), float(np.median(far_side))
