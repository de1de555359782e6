"""The least loss that the true densities allow: the mean of -ln p(y | x), the entropy of the class given the point.

No network can have a lower mean loss on new points. It is known for the data sets that are made, since they are
made by their densities.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.training.run import Settings

Floats = NDArray[np.float64]
WIDTH = 8.0  # standard deviations to each side that an integral reaches
CELLS = 1000  # at most, on each side of the chequer's integral


def bayes_loss(settings: Settings) -> float | None:
    """Return the Bayes loss in nats, or None where the densities are not known.

    >>> round(bayes_loss(Settings(data="blobs", classes=2, noise=0.7)), 4)
    0.0304
    >>> bayes_loss(Settings(data="iris")) is None
    True
    """
    known = {"blobs": _blobs, "spiral": _spiral, "rings": _rings, "chequer": _chequer}
    if settings.data not in known:
        return None
    if settings.noise == 0:  # the classes do not overlap
        return 0.0
    return _cached(settings.data, settings.classes, settings.noise)


@lru_cache(maxsize=256)
def _cached(data: str, classes: int, noise: float) -> float:
    known = {"blobs": _blobs, "spiral": _spiral, "rings": _rings, "chequer": _chequer}
    return max(0.0, known[data](classes, noise))


def mean_entropy(densities: Floats, weight: Floats | float) -> float:
    """Return the mean of -ln p(k | x) over equally likely classes.

    Parameters
    ----------
    densities
        p(x | k) at the points of a quadrature, shape (K, n).
    weight
        Of each point in the integral over x.
    """
    total = densities.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(densities > 0, densities * (np.log(total) - np.log(densities)), 0.0)
    return float((terms.sum(axis=0) * weight).sum() / len(densities))


def _normal(x: Floats, deviation: float) -> Floats:
    return np.asarray(np.exp(-0.5 * (x / deviation) ** 2) / (deviation * math.sqrt(2 * math.pi)))


def _blobs(classes: int, noise: float) -> float:
    """Integrate around the middle of the first cloud: from their own middles all look the same."""
    angle = 2 * np.pi * np.arange(classes) / classes
    centre = 1.6 * np.stack([np.cos(angle), np.sin(angle)])
    side = np.linspace(-WIDTH * noise, WIDTH * noise, 401)
    x, y = (side[:, None] + 1.6).ravel(), side
    squared = (x[None, :, None] - centre[0][:, None, None]) ** 2 + (
        y[None, None, :] - centre[1][:, None, None]
    ) ** 2
    exponent = -0.5 * squared / noise**2
    log_sum = np.logaddexp.reduce(exponent, axis=0)
    density = np.exp(exponent[0]) / (2 * np.pi * noise**2)
    return float((density * (log_sum - exponent[0])).sum() * (side[1] - side[0]) ** 2)


def _spiral(classes: int, noise: float) -> float:
    """Integrate over the circle: at each radius, the angle is normal around that of the arm, wrapped."""
    angle = np.linspace(-np.pi, np.pi, 20_001)[:-1]
    turns = 2 * np.pi * np.arange(-6, 7)
    arms = 2 * np.pi * np.arange(classes) / classes
    densities = np.array([_normal(angle[:, None] - arm + turns, noise).sum(axis=1) for arm in arms])
    return mean_entropy(densities, float(angle[1] - angle[0]))


def _rings(classes: int, noise: float) -> float:
    """Integrate over the radius: the angle says nothing, and a radius below zero is the same point as one above it."""
    middle = 0.4 + 2.0 * np.arange(classes) / (classes - 1)
    end = float(middle[-1]) + WIDTH * noise
    step = end / 20_000
    radius = step * (np.arange(20_000) + 0.5)
    densities = np.array([_normal(radius - m, noise) + _normal(radius + m, noise) for m in middle])
    return mean_entropy(densities, step)


def _chequer(classes: int, noise: float) -> float:
    """Integrate over the plane: a square blurred by a normal is a product of differences of normal distributions."""
    end = 2.5 + WIDTH * noise
    cells = min(CELLS, math.ceil(12 * end / noise))
    step = 2 * end / cells
    x = -end + step * (np.arange(cells) + 0.5)
    edges = 1.25 * np.arange(-2, 3)
    below = _cumulative((x - edges[:, None]) / noise)
    inside = (below[:-1] - below[1:]) / 1.25  # (4, cells)
    row, column = np.divmod(np.arange(16), 4)
    densities = []
    for k in range(classes):
        squares = np.flatnonzero((row + column) % classes == k)
        each = inside[row[squares]].T @ inside[column[squares]]
        densities.append((each / len(squares)).ravel())
    return mean_entropy(np.array(densities), step**2)


def _cumulative(x: Floats) -> Floats:
    error_function = np.vectorize(math.erf, otypes=[np.float64])
    return np.asarray(0.5 * (1 + error_function(x / math.sqrt(2))))
