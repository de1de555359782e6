"""Logits to probabilities: softmax, its logarithm, and the sigmoid that it generalises."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import ArrayLike

from core.checks import Array, as_distribution, as_logits, as_temperature, one_axis, same_length


def softmax(logits: ArrayLike, temperature: float = 1.0) -> Array:
    r"""Return the distribution with probabilities proportional to exp(z / T).

    .. math:: p_k = \frac{e^{z_k / T}}{\sum_j e^{z_j / T}}

    Parameters
    ----------
    logits
        Shape (..., n), finite or minus infinity (probability 0), at least one finite.
    temperature
        T > 0: small sharpens, large flattens.

    Returns
    -------
    Shape (..., n): not negative, summing to 1.

    Raises
    ------
    InvalidInput
        NaN, +inf, all minus infinity, empty logits; a temperature that is not finite and positive.

    Notes
    -----
    Computed from the differences to the largest logit, so that nothing overflows.
    Bridle (1990), "Probabilistic interpretation of feedforward classification network outputs".

    Examples
    --------
    >>> softmax([-1.45, -7.82, -3.78]).round(4).tolist()
    [0.9099, 0.0016, 0.0885]
    >>> softmax([1e308, -1e308]).tolist()
    [1.0, 0.0]
    """
    weights = np.exp(_shifted(logits, temperature))
    p: Array = weights / weights.sum(axis=-1, keepdims=True)
    return p


def log_softmax(logits: ArrayLike, temperature: float = 1.0) -> Array:
    """Return ln softmax(z / T), in nats, accurate also where p is tiny or nearly 1.

    Shapes and errors are those of `softmax`.

    Examples
    --------
    >>> log_softmax([-1.45, -7.82, -3.78]).round(4).tolist()
    [-0.0944, -6.4644, -2.4244]
    >>> float(log_softmax([0.0, -40.0])[0])  # ln p = -ln(1 + e^-40), and not 0
    -4.248354255291589e-18
    """
    shifted = _shifted(logits, temperature)
    weights = np.exp(shifted)
    if shifted.ndim == 1:
        weights[shifted.argmax()] = 0.0  # its weight is 1, which log1p adds
    else:
        largest = np.expand_dims(shifted.argmax(axis=-1), -1)
        np.put_along_axis(weights, largest, 0.0, axis=-1)
    result: Array = shifted - np.log1p(weights.sum(axis=-1, keepdims=True))
    return result


def sigmoid(logits: ArrayLike) -> Array:
    """Return 1 / (1 + e^-z) for each logit alone, of any shape; without overflow at either end.

    Examples
    --------
    >>> sigmoid([0.0, -1e308, 1e308]).tolist()
    [0.5, 0.0, 1.0]
    """
    z = as_logits(cast(ArrayLike, [logits]) if np.isscalar(logits) else logits)
    small = np.exp(-np.abs(z))
    p: Array = np.where(z >= 0, 1.0, small) / (1.0 + small)
    return p.reshape(np.shape(logits))


def cross_entropy_from_logits(
    logits: ArrayLike, target: ArrayLike, temperature: float = 1.0
) -> float:
    """Return the loss of one example, -Σ y_k ln softmax(z / T)_k, in nats.

    From the logarithms and not from p, so that a probability too small for a float still
    costs what it costs. A target above 0 where a logit is minus infinity costs ``inf``.

    Parameters
    ----------
    logits, target
        Shape (n,); the target is a distribution.

    Examples
    --------
    >>> round(cross_entropy_from_logits([-1.45, -7.82, -3.78], [1, 0, 0]), 4)
    0.0944
    >>> cross_entropy_from_logits([0.0, -1000.0], [0, 1])
    1000.0
    """
    z, y = (
        one_axis(as_logits(logits), "logits"),
        one_axis(as_distribution(target, "target"), "target"),
    )
    same_length(z, y, ("logits", "target"))
    log_total = -float(log_softmax(z, temperature).max())
    used = (y > 0) & (z < z.max())
    # y before the rest: a y of 1e-250 brings back what z / T alone would send beyond the largest float.
    with np.errstate(over="ignore"):
        below = (2 * y[used] / as_temperature(temperature)) @ (z.max() / 2 - z[used] / 2)
        return float(below + y.sum() * log_total)


def _shifted(logits: ArrayLike, temperature: float) -> Array:
    """Return z / T minus its largest value, without overflow to NaN."""
    z, t = as_logits(logits), as_temperature(temperature)
    with np.errstate(over="ignore"):  # beyond the largest float the weight is 0, exactly
        if t >= 1:  # divide first: the difference may overflow where its quotient does not
            z, t = z / t, 1.0
        differences: Array = (z - z.max(axis=-1, keepdims=True)) / t
        return differences
