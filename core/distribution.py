"""Making distributions: one-hot and smoothed targets, editing one probability, logits of a distribution."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from core.checks import Array, as_distribution, as_logits, as_number, as_numbers, as_whole, one_axis
from core.errors import InvalidInput

MOST_CLASSES = 1_000_000


def one_hot(index: int, n: int) -> Array:
    """Return the distribution that is certain of class ``index`` of n.

    >>> one_hot(1, 3).tolist()
    [0.0, 1.0, 0.0]
    """
    index, n = as_whole(index, "index"), as_whole(n, "n")
    if n > MOST_CLASSES:
        raise InvalidInput(
            "{name} must be from {least} to {most}, got {got}",
            name="n",
            least=1,
            most=MOST_CLASSES,
            got=n,
        )
    if not 0 <= index < n:
        raise InvalidInput(
            "target must be a class from 0 to {last}, and is {got}", last=n - 1, got=index
        )
    y = np.zeros(n)
    y[index] = 1.0
    return y


def certain_class(target: Sequence[float] | Array) -> int | None:
    """Return the class that a one-hot target, shape (n,), is certain of; None for any other target.

    >>> certain_class([0.0, 1.0, 0.0]), certain_class([0.5, 0.5])
    (1, None)
    """
    y = one_axis(as_numbers(target, "target"), "target")
    top = int(np.argmax(y))
    return top if y[top] == 1 else None


def smoothed(index: int, n: int, smoothing: float) -> Array:
    """Return label smoothing: (1 - ε) one-hot + ε uniform. Szegedy et al. (2016).

    Parameters
    ----------
    smoothing
        ε from 0 (one-hot) to 1 (uniform).

    >>> smoothed(0, 4, 0.1).round(3).tolist()
    [0.925, 0.025, 0.025, 0.025]
    """
    smoothing, n = as_number(smoothing, "smoothing"), as_whole(n, "n")
    if not 0 <= smoothing <= 1:
        raise InvalidInput("smoothing must be from 0 to 1, and is {got}", got=float(smoothing))
    y: Array = (1 - smoothing) * one_hot(index, n) + smoothing / n
    return y


def renormalise(p: ArrayLike, index: int, value: float) -> Array:
    """Set one probability, and scale the others so that all sum to 1.

    Others that are all zero share the rest equally; a value outside 0 to 1 is clipped.

    >>> renormalise([0.5, 0.3, 0.2], 0, 0.0).tolist()
    [0.0, 0.6, 0.4]
    >>> renormalise([1.0, 0.0, 0.0], 0, 0.5).tolist()
    [0.5, 0.25, 0.25]
    """
    old = one_axis(as_distribution(p), "p")
    value, index = as_number(value, "value"), as_whole(index, "index")
    if not 0 <= index < len(old):
        raise InvalidInput(
            "{name} must be from {least} to {most}, got {got}",
            name="index",
            least=0,
            most=len(old) - 1,
            got=index,
        )
    if not math.isfinite(value):
        raise InvalidInput("a probability must be finite, and is {got}", got=value)
    if len(old) == 1:
        return np.ones(1)
    value = min(max(float(value), 0.0), 1.0)
    rest = np.delete(old, index)
    total = float(rest.sum())
    # Divided first: what is left over a total of 1e-320 would be infinite.
    shares = rest / total if total > 0 else np.full(len(rest), 1 / len(rest))
    rest = shares * (1 - value)
    return np.insert(rest, index, value)


def logits_of(p: ArrayLike) -> Array:
    """Return logits whose softmax is p: ln p, and minus infinity for 0.

    >>> logits_of([1.0, 0.0]).tolist()
    [0.0, -inf]
    """
    with np.errstate(divide="ignore"):
        logits: Array = np.log(as_distribution(p))
    return logits


def smallest_flip(logits: ArrayLike) -> Array:
    """Return the least change of the logits, in Euclidean length, after which two classes tie on top.

    The top falls and the second rises by half their difference; any more flips the answer.

    >>> smallest_flip([3.0, 1.0, 0.0]).tolist()
    [-1.0, 1.0, 0.0]
    """
    z = one_axis(as_logits(logits), "logits")
    if len(z) < 2:
        raise InvalidInput("logits must have at least two classes")
    second, first = np.argsort(z, kind="stable")[-2:]
    half = z[first] / 2 - z[second] / 2  # halved first: their difference may be beyond a float
    change = np.zeros(len(z))
    change[first], change[second] = -half, half
    return change
