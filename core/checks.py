"""The rules that arguments must keep, checked in one place and said in one way."""

from __future__ import annotations

import math
import operator
import warnings
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import InvalidInput

Array = NDArray[np.float64]
TOLERANCE = 1e-6  # how far from 1 a distribution may sum
FEW = 64  # numbers that Python looks through sooner than NumPy begins


def as_logits(logits: ArrayLike, name: str = "logits") -> Array:
    """Return logits as float64: finite or minus infinity, at least one finite on each last axis."""
    z = as_numbers(logits, name)
    if np.isfinite(z).all():
        return z
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
    values = as_numbers(p, name)
    precision = _precision(p, values.shape[-1])
    if not precision and values.ndim == 1 and _is_one(values):
        return values
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


def _is_one(values: Array) -> bool:
    """Tell at once of a distribution, shape (n,), that it is one; what is not is looked at closely."""
    if len(values) > FEW:
        plausible = values.min() >= 0 and values.max() <= 1 + TOLERANCE  # not so with NaN
        return bool(plausible and abs(values.sum() - 1) <= TOLERANCE)
    few = values.tolist()  # NumPy's three ways through it take five times as long
    return min(few) >= 0 and max(few) <= 1 + TOLERANCE and abs(math.fsum(few) - 1) <= TOLERANCE


def _precision(p: ArrayLike, n: int) -> float:
    """Return how far n probabilities of a float shorter than float64 may sum from 1; else 0.

    Each is rounded by half its last digit, or by half the least number; a sum by which they were divided was
    rounded as well.
    """
    kind = p.dtype if isinstance(p, np.ndarray) else np.asarray(p).dtype
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


def as_number(value: object, name: str) -> float:
    """Return one number as a float, which may be infinite or NaN."""
    number = _number(value)
    if math.isnan(number) and not isinstance(value, float | np.floating):
        raise InvalidInput("{name} must be a number, and is {got}", name=name, got=brief(value))
    return number


def as_whole(value: object, name: str) -> int:
    """Return one whole number; 0.7 is none, and is not rounded to one."""
    try:
        return operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise InvalidInput(
            "{name} must be a whole number, and is {got}", name=name, got=brief(value)
        ) from None


def as_list(values: object, name: str) -> list[Any]:
    """Return what can be gone through as a list."""
    try:
        return list(values)  # type: ignore[call-overload,no-any-return]
    except TypeError:
        raise InvalidInput("{name} must be a list", name=name) from None


def unchanging(values: Array) -> Array:
    """Return an array that many may share: nobody can write into it."""
    values.setflags(write=False)
    return values


def one_axis(values: Array, name: str) -> Array:
    """Check that an array has one axis."""
    if values.ndim != 1:
        raise InvalidInput("{name} must be one list of numbers", name=name)
    return values


def brief(value: object) -> str:
    """Write a value that is none of ours, for a message."""
    return repr(value)[:40]


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


def as_numbers(values: ArrayLike, name: str) -> Array:
    """Return numbers as float64, at least one, with at least one axis; never the array that was given."""
    if type(values) is np.ndarray and values.dtype == np.float64 and values.ndim and values.size:
        return values.copy()
    try:
        with np.errstate(over="ignore"), warnings.catch_warnings():
            warnings.simplefilter("error", np.exceptions.ComplexWarning)
            array = np.array(values, dtype=np.float64)  # without what masks it
    except (TypeError, ValueError, OverflowError, ArithmeticError, Warning) as error:
        raise InvalidInput("{name} must be numbers", name=name) from error
    if array.ndim == 0 or array.size == 0:
        raise InvalidInput("{name} must not be empty", name=name)
    return array


def _number(value: object) -> float:
    """Return one number as a float; NaN, which no rule lets pass, for what is none."""
    if type(value) is float:
        return value
    if isinstance(value, str | bytes | list | tuple) or np.ndim(value) != 0:  # type: ignore[arg-type]
        return math.nan
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError, ArithmeticError):
        return math.nan
