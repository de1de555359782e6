"""What a distribution costs: surprisal, entropy, cross-entropy, Kullback-Leibler divergence.

In bits by default; ``base=math.e`` gives nats. ``0 log 0 = 0``, and a zero of q where p is not
zero costs ``inf``: no epsilon hides it. Shannon (1948), "A mathematical theory of communication".
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from core.checks import Array, as_base, as_distribution, same_length


def surprisal(p: ArrayLike, base: float = 2) -> Array:
    """Return -log p of each probability: the length of its ideal codeword.

    Parameters
    ----------
    p
        Shape (..., n), a distribution.
    base
        2 for bits, ``math.e`` for nats.

    Examples
    --------
    >>> surprisal([0.25, 0.45, 0.2, 0.09, 0.01]).round(2).tolist()
    [2.0, 1.15, 2.32, 3.47, 6.64]
    """
    return _surprisal(as_distribution(p), base)


def entropy(p: ArrayLike, base: float = 2) -> Array:
    """Return H(p) = -Σ p log p: the fewest bits per symbol that any code can reach.

    Shape (..., n) to (...).

    Examples
    --------
    >>> round(float(entropy([0.25, 0.45, 0.2, 0.09, 0.01])), 2)
    1.86
    """
    return cross_entropy(p, p, base)


def cross_entropy(p: ArrayLike, q: ArrayLike, base: float = 2) -> Array:
    """Return H(p, q) = -Σ p log q: what symbols from p cost in the ideal code of q.

    Examples
    --------
    >>> float(cross_entropy([0.5, 0.5], [0.25, 0.75]).round(4))
    1.2075
    >>> float(cross_entropy([0.5, 0.5], [1.0, 0.0]))
    inf
    """
    truth, code = _pair(p, q)
    cost = np.where(truth > 0, _surprisal(code, base), 0.0)
    total: Array = np.sum(truth * cost, axis=-1)
    return total


def kl_divergence(p: ArrayLike, q: ArrayLike, base: float = 2) -> Array:
    """Return KL(p || q) = Σ p log(p / q) = H(p, q) - H(p), never below zero.

    Summed as Σ (p log(p / q) - p + q), whose every term is at least zero, so that nearly equal
    distributions keep their digits.

    Examples
    --------
    >>> float(kl_divergence([0.5, 0.5], [0.25, 0.75]).round(4))
    0.2075
    """
    a, b = (x / x.sum(axis=-1, keepdims=True) for x in _pair(p, q))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        x = (b - a) / a
        near = a * (x - np.log1p(x))  # keeps the digits where p and q are close
        far = a * (np.log(a) - np.log(b)) - a + b  # and this where their ratio is large
        terms = np.where(a > 0, np.where(np.abs(x) < 0.5, near, far), b)
    total: Array = np.maximum(np.sum(terms, axis=-1), 0.0) / _log(base)
    return total


def _pair(p: ArrayLike, q: ArrayLike) -> tuple[Array, Array]:
    a, b = as_distribution(p), as_distribution(q, "q")
    same_length(a, b, ("p", "q"))
    return a, b


def _log(base: float) -> float:
    return math.log(as_base(base))


def _surprisal(p: Array, base: float) -> Array:
    with np.errstate(divide="ignore"):
        return -(np.log2(p) if as_base(base) == 2 else np.log(p) / _log(base)) + 0.0
