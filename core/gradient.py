"""How the loss moves with the logits: dL/dz = p - y, the Jacobian of softmax, and descent."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from core.checks import Array, as_distribution, same_length
from core.errors import InvalidInput
from core.softmax import softmax


def as_target(target: ArrayLike, n: int) -> Array:
    """Return a target distribution of n classes: given, or one-hot from the index of a class."""
    if np.ndim(target) == 0:
        index = int(np.asarray(target))
        if not 0 <= index < n:
            raise InvalidInput(
                "target must be a class from 0 to {last}, and is {got}", last=n - 1, got=index
            )
        one_hot = np.zeros(n)
        one_hot[index] = 1.0
        return one_hot
    return as_distribution(target, "target")


def loss_gradient(logits: ArrayLike, target: ArrayLike) -> Array:
    """Return dL/dz = p - y for the cross-entropy L in nats of softmax(z) against y.

    Parameters
    ----------
    logits
        Shape (..., n).
    target
        The index of a class, or a distribution of shape (..., n).

    Examples
    --------
    >>> loss_gradient([-1.45, -7.82, -3.78], 0).round(4).tolist()
    [-0.0901, 0.0016, 0.0885]
    """
    p = softmax(logits)
    y = as_target(target, p.shape[-1])
    same_length(p, y, ("logits", "target"))
    return p - y


def softmax_jacobian(logits: ArrayLike) -> Array:
    """Return dp_i/dz_j = p_i (δ_ij - p_j), that is diag(p) - p pᵀ; shape (..., n) to (..., n, n).

    Examples
    --------
    >>> softmax_jacobian([0.0, 0.0]).tolist()
    [[0.25, -0.25], [-0.25, 0.25]]
    """
    p = softmax(logits)
    jacobian: Array = p[..., :, None] * (np.eye(p.shape[-1]) - p[..., None, :])
    return jacobian
