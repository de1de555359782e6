"""The rules that arguments must keep, checked in one place and said in one way."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import InvalidInput

Array = NDArray[np.float64]
TOLERANCE = 1e-6  # how far from 1 a distribution may sum


def as_logits(logits: ArrayLike, name: str = "logits") -> Array:
    """Return logits as float64: finite or minus infinity, at least one finite on each last axis."""
    z = _numbers(logits, name)
    if np.isnan(z).any():
        raise InvalidInput("{name} must not contain NaN", name=name)
    if np.isposinf(z).any():
        raise InvalidInput("{name} must not contain +inf", name=name)
    if np.isneginf(z).all(axis=-1).any():
        raise InvalidInput("{name} must have at least one finite value", name=name)
    return z


def as_distribution(p: ArrayLike, name: str = "p") -> Array:
    """Return probabilities as float64: finite, not negative, summing to 1 within 1e-6.

    Those of a shorter float (float32, float16) sum to 1 within its precision, and are scaled to sum to 1.

    >>> as_distribution(np.array([0.1, 0.2, 0.7], np.float16)).sum()
    np.float64(1.0)
    """
    values = _numbers(p, name)
    precision = _precision(p, values.shape[-1])
    if not np.isfinite(values).all():
        raise InvalidInput("{name} must be finite, and has NaN or infinity", name=name)
    if (values < 0).any():
        raise InvalidInput(
            "{name} must not be negative, and has {got}", name=name, got=float(values.min())
        )
    with np.errstate(over="ignore"):  # values near the largest float sum to inf, which is not 1
        sums = values.sum(axis=-1)
    worst = float(np.ravel(sums)[np.argmax(np.abs(np.ravel(sums) - 1))])
    if abs(worst - 1) > max(TOLERANCE, precision):
        raise InvalidInput(
            "{name} must sum to 1, and sums to {got}", name=name, got=float(f"{worst:.6g}")
        )
    return values / sums[..., None] if precision else values


def _precision(p: ArrayLike, n: int) -> float:
    """Return how far n probabilities of a float shorter than float64 may sum from 1; else 0.

    Each is rounded by half its last digit, or by half the least number; a sum by which they were divided was
    rounded as well.
    """
    kind = np.asarray(p).dtype
    if kind.kind != "f" or kind.itemsize >= 8:
        return 0.0
    digits = np.finfo(kind)
    return 4 * float(digits.eps) + n * float(digits.smallest_subnormal)


def as_temperature(temperature: float) -> float:
    """Return a temperature: finite and above zero."""
    t = _number(temperature)
    if not (math.isfinite(t) and t > 0):
        raise InvalidInput("temperature must be finite and above 0, and is {got}", got=temperature)
    return t


def as_base(base: float) -> float:
    """Return the base of a logarithm: finite and above 1."""
    b = _number(base)
    if not (math.isfinite(b) and b > 1):
        raise InvalidInput("base must be finite and above 1, and is {got}", got=base)
    return b


def same_length(p: Array, q: Array, names: tuple[str, str]) -> None:
    """Check that two arrays have the same last axis."""
    if p.shape[-1] != q.shape[-1]:
        raise InvalidInput(
            "{first} and {second} must have the same length, and have {m} and {n}",
            first=names[0],
            second=names[1],
            m=p.shape[-1],
            n=q.shape[-1],
        )


def _numbers(values: ArrayLike, name: str) -> Array:
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise InvalidInput("{name} must be numbers", name=name) from error
    if array.ndim == 0 or array.size == 0:
        raise InvalidInput("{name} must not be empty", name=name)
    return array


def _number(value: float) -> float:
    """Return one number as a float; NaN, which no rule lets pass, for what is none."""
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan
