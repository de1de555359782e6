"""The antenna: days of weather drawn at random, and what they cost in a code, day by day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.checks import Array, as_distribution, as_numbers, as_whole, same_length
from core.errors import InvalidInput

MOST_DAYS = 100_000


def simulate(p: ArrayLike, days: int, seed: int) -> NDArray[np.intp]:
    """Draw independent days from p: indices of shape (days,), the same for the same seed.

    Examples
    --------
    >>> simulate([0.0, 1.0], 3, seed=0).tolist()
    [1, 1, 1]
    """
    probabilities = as_distribution(p).ravel()
    days, seed = as_whole(days, "days"), as_whole(seed, "seed")
    if seed < 0:
        raise InvalidInput("{name} must not be negative, and has {got}", name="seed", got=seed)
    if not 1 <= days <= MOST_DAYS:
        raise InvalidInput("days must be from 1 to {most}, and are {got}", most=MOST_DAYS, got=days)
    ends = np.cumsum(probabilities)
    ends[np.flatnonzero(probabilities)[-1] :] = np.inf  # rounding never yields an impossible day
    return np.searchsorted(ends, np.random.default_rng(seed).random(days), side="right")


@dataclass(frozen=True)
class Running:
    """The running average of bits per day, at some of the days.

    Attributes
    ----------
    days, average
        Shape (m,): after so many days, so many bits per day.
    expected
        What it settles on: the expected length.
    spread
        Shape (m,): one standard deviation of the average after so many days.
    """

    days: NDArray[np.intp]
    average: Array
    expected: float
    spread: Array


def running_average(
    drawn: NDArray[np.intp], p: ArrayLike, lengths: ArrayLike, points: int = 400
) -> Running:
    """Return the average bits per day after each of at most ``points`` days.

    Parameters
    ----------
    drawn
        Shape (days,), indices from `simulate`.
    p
        The distribution that the days were drawn from, shape (n,).
    lengths
        Bits of each state's codeword, shape (n,); infinite for a state without one.

    Examples
    --------
    >>> running = running_average(np.array([0, 1, 0]), [0.5, 0.5], [1, 3])
    >>> running.average.tolist(), running.expected
    ([1.0, 2.0, 1.6666666666666667], 2.0)
    """
    probabilities = as_distribution(p).ravel()
    bits, states = as_numbers(lengths, "lengths").ravel(), as_numbers(drawn, "drawn").ravel()
    same_length(probabilities, bits, ("p", "lengths"))
    if not (np.isin(states, np.arange(len(bits))).all() and (bits >= 0).all()):
        raise InvalidInput("each day must be one of the states, and each length 0 or more")
    points = as_whole(points, "points")
    if not 1 <= points <= MOST_DAYS:
        raise InvalidInput(
            "{name} must be from {least} to {most}, got {got}",
            name="points",
            least=1,
            most=MOST_DAYS,
            got=points,
        )
    drawn = states.astype(np.intp)
    total = np.cumsum(bits[drawn])
    days = np.unique(np.geomspace(1, len(drawn), points).round().astype(np.intp))
    comes = probabilities > 0  # a state that never comes costs nothing, not even an infinite word
    expected = float(probabilities[comes] @ bits[comes])
    deviation = np.inf
    if np.isfinite(expected):
        deviation = float(np.sqrt(probabilities[comes] @ (bits[comes] - expected) ** 2))
    return Running(days, total[days - 1] / days, expected, deviation / np.sqrt(days))
