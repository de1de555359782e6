"""What a network says everywhere in the plane: a probability for each class, and the entropy, as bytes."""

from __future__ import annotations

import itertools
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.training.network import Layers, softmax_rows
from core.training.sets import SIDE
from core.training.training import Training

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]
PIXELS = 72  # on a side of a picture; the browser draws between them


@lru_cache(maxsize=64)
def grid(edge: float, side: int = PIXELS) -> Floats:
    """Return the middles of a picture's pixels, (side * side, 2), row by row from the top left.

    >>> grid(1.0, 2).tolist()
    [[-0.5, 0.5], [0.5, 0.5], [-0.5, -0.5], [0.5, -0.5]]
    """
    middle = edge * ((2 * np.arange(side) + 1) / side - 1)
    x, y = np.meshgrid(middle, -middle)
    points = np.stack([x.ravel(), y.ravel()], axis=1)
    points.setflags(write=False)
    return points


def surfaces(training: Training, side: int = PIXELS) -> Bytes:
    """Return p of each class and the entropy, as bytes of shape (K + 1, side, side).

    255 is probability 1, and an entropy of ln K.
    """
    with np.errstate(all="ignore"):
        p = softmax_rows(training.logits(grid(training.data.edge, side)))
        entropy = -(p * np.log(np.maximum(p, 1e-300))).sum(axis=1) / np.log(p.shape[1])
        planes = np.concatenate([p, entropy[:, None]], axis=1).T
        whole = np.rint(255 * np.clip(planes, 0, 1))
    found: Bytes = whole.astype(np.uint8).reshape(-1, side, side)
    return found


def borders(layers: Layers, edge: float) -> list[tuple[float, float, float, float]]:
    """Return where softmax regression changes its answer: pieces of straight lines, as x0, y0, x1, y1.

    Between classes i and j it is the line (w_i - w_j) x + b_i - b_j = 0, as far as no third class is larger.
    """
    W, b = layers[-1]
    found = []
    for i, j in itertools.combinations(range(len(b)), 2):
        normal, offset = W[:, i] - W[:, j], b[i] - b[j]
        length = float(normal @ normal)
        if length < 1e-20:
            continue
        foot, along = -offset * normal / length, np.array([-normal[1], normal[0]])
        low, high = -np.inf, np.inf
        # Along the line, every limit is one of the parameter t: inside the plane, and z_i at least every z_k.
        limits = [(s * along[d], edge - s * foot[d]) for d in (0, 1) for s in (1, -1)]
        limits += [
            ((W[:, k] - W[:, i]) @ along, (W[:, i] - W[:, k]) @ foot + b[i] - b[k])
            for k in range(len(b))
            if k not in (i, j)
        ]
        for slope, most in limits:  # slope * t <= most
            if slope > 0:
                high = min(high, most / slope)
            elif slope < 0:
                low = max(low, most / slope)
            elif most < 0:
                low = np.inf
        if low < high:
            (x0, y0), (x1, y1) = foot + low * along, foot + high * along
            found.append((float(x0), float(y0), float(x1), float(y1)))
    return found


def weight_pictures(layers: Layers) -> tuple[Bytes, float]:
    """Return the first layer's weights as pictures of 8 by 8, (units, 8, 8), and the largest weight.

    128 is a weight of 0; 255 and 1 are the largest, above and below zero.
    """
    W = layers[0][0]
    largest = float(np.abs(W).max())
    scaled = 128 + 127 * W.T / (largest or 1.0)
    return np.rint(scaled).astype(np.uint8).reshape(-1, SIDE, SIDE), largest


def confusion(training: Training) -> NDArray[np.int64]:
    """Return how often each class (row) was taken for each (column), among the points held out, (K, K)."""
    k = training.data.classes
    found = np.zeros((k, k), dtype=np.int64)
    if len(training.data.held_labels):
        answers = training.logits(training.data.held_inputs).argmax(axis=1)
        np.add.at(found, (training.data.held_labels, answers), 1)
    return found
