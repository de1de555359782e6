"""How the loss moves with the logits: dL/dz = p - y, the Jacobian of softmax, and descent."""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.checks import (
    Array,
    as_distribution,
    as_logits,
    as_number,
    as_temperature,
    as_whole,
    brief,
    one_axis,
    same_length,
)
from core.distribution import one_hot
from core.errors import InvalidInput
from core.softmax import cross_entropy_from_logits, softmax

MOST_STEPS = 10_000


def as_target(target: ArrayLike, n: int) -> Array:
    """Return a target distribution of n classes: given, or one-hot from the index of a class."""
    n = as_whole(n, "n")
    if isinstance(target, list | tuple) or np.ndim(target) > 0:
        return as_distribution(target, "target")
    try:
        index = operator.index(target)  # type: ignore[arg-type]  # 0.7 is no class, and is not rounded to one
    except TypeError:
        raise InvalidInput(
            "target must be a class from 0 to {last}, and is {got}", last=n - 1, got=brief(target)
        ) from None
    return one_hot(index, n)


def loss_gradient(logits: ArrayLike, target: ArrayLike, temperature: float = 1.0) -> Array:
    """Return dL/dz = (p - y) / T for the cross-entropy L in nats of softmax(z / T) against y.

    Parameters
    ----------
    logits
        Shape (..., n).
    target
        The index of a class, or a distribution of shape (..., n).
    temperature
        T; 1 gives the p - y of the lecture.

    Examples
    --------
    >>> loss_gradient([-1.45, -7.82, -3.78], 0).round(4).tolist()
    [-0.0901, 0.0016, 0.0885]
    """
    p = softmax(logits, temperature)
    y = as_target(target, p.shape[-1])
    same_length(p, y, ("logits", "target"))
    with np.errstate(over="ignore"):  # a temperature near 0: the slope is beyond a float
        gradient: Array = (p - y) / as_temperature(temperature)
    return gradient


def softmax_jacobian(logits: ArrayLike, temperature: float = 1.0) -> Array:
    """Return dp_i/dz_j = p_i (δ_ij - p_j) / T, that is (diag(p) - p pᵀ) / T.

    Shape (..., n) to (..., n, n).

    Examples
    --------
    >>> softmax_jacobian([0.0, 0.0]).tolist()
    [[0.25, -0.25], [-0.25, 0.25]]
    """
    p = softmax(logits, temperature)
    with np.errstate(over="ignore"):
        jacobian: Array = p[..., :, None] * (np.eye(p.shape[-1]) - p[..., None, :])
        return np.asarray(jacobian / as_temperature(temperature))


@dataclass(frozen=True)
class Descent:
    """A path of gradient descent: logits of shape (steps + 1, n) and the loss at each, in nats."""

    logits: Array
    losses: Array


def descend(
    logits: ArrayLike, target: ArrayLike, rate: float, steps: int, temperature: float = 1.0
) -> Descent:
    """Move the logits against the gradient, z <- z - rate dL/dz, and record the path.

    A step is never larger than a float can hold: logits stay within ±1e300.

    Examples
    --------
    >>> path = descend([0.0, 0.0], 0, rate=1.0, steps=2)
    >>> path.logits.round(3).tolist()
    [[0.0, 0.0], [0.5, -0.5], [0.769, -0.769]]
    >>> path.losses.round(3).tolist()
    [0.693, 0.313, 0.195]
    """
    rate, steps = as_number(rate, "rate"), as_whole(steps, "steps")
    if not (math.isfinite(rate) and rate > 0):
        raise InvalidInput("the learning rate must be finite and above 0, and is {got}", got=rate)
    if not 0 <= steps <= MOST_STEPS:
        raise InvalidInput(
            "steps must be from 0 to {most}, and is {got}", most=MOST_STEPS, got=steps
        )
    z = [one_axis(as_logits(logits), "logits")]
    y = as_target(target, z[0].shape[-1])
    for _ in range(steps):
        moved = z[-1] - rate * loss_gradient(z[-1], y, temperature)
        z.append(np.where(np.isneginf(z[-1]), -np.inf, np.clip(moved, -1e300, 1e300)))
    losses = [cross_entropy_from_logits(point, y, temperature) for point in z]
    return Descent(np.array(z), np.array(losses))
