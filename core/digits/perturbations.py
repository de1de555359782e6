"""What can happen to a picture: it fades, turns, moves or gets noisy."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from PIL import Image

from core.checks import as_number, as_numbers
from core.digits.errors import BadPicture
from core.digits.strokes import Picture
from core.errors import InvalidInput

SEED = 7  # the same grain each time, so that a link shows what its sender saw


def fade(picture: ArrayLike, share: float) -> Picture:
    """Return the picture with a share of its ink taken away.

    Parameters
    ----------
    picture
        (n, n), 0 for paper and 1 for ink.
    share
        From 0 (nothing happens) to 1 (empty paper).

    Returns
    -------
    (n, n) float32.

    Raises
    ------
    BadPicture
        The picture is not a square of finite numbers.
    InvalidInput
        The share is out of its range.

    Examples
    --------
    >>> fade([[1.0, 0.5], [0.0, 0.0]], 0.5).tolist()
    [[0.5, 0.25], [0.0, 0.0]]
    """
    _check("fade", share)
    return _square(picture) * np.float32(1 - share)


def rotate(picture: ArrayLike, degrees: float) -> Picture:
    """Return the picture turned clockwise about its middle, between its pixels by their distance.

    Parameters
    ----------
    picture
        (n, n). What leaves it is lost, what comes in is paper.
    degrees
        From -180 to 180.

    Returns
    -------
    (n, n) float32.

    Raises
    ------
    BadPicture, InvalidInput
        As `fade`.

    Examples
    --------
    >>> rotate([[1.0, 0.0], [0.0, 0.0]], 90).round(6).tolist()
    [[0.0, 1.0], [0.0, 0.0]]
    """
    _check("rotate", degrees)
    return _moved(_square(picture), degrees, 0.0)


def shift(picture: ArrayLike, pixels: float) -> Picture:
    """Return the picture moved to the right, or to the left below 0.

    Parameters
    ----------
    picture
        (n, n). What leaves it is lost, what comes in is paper.
    pixels
        From -28 to 28; a share of a pixel spreads over two.

    Returns
    -------
    (n, n) float32.

    Raises
    ------
    BadPicture, InvalidInput
        As `fade`.

    Examples
    --------
    >>> shift([[1.0, 0.0], [0.5, 0.0]], 1).tolist()
    [[0.0, 1.0], [0.0, 0.5]]
    """
    _check("shift", pixels)
    return _moved(_square(picture), 0.0, pixels)


def add_noise(picture: ArrayLike, deviation: float) -> Picture:
    """Return the picture with normal noise in each pixel, cut off at paper and ink.

    Parameters
    ----------
    picture
        (n, n).
    deviation
        The standard deviation, from 0 to 1, in units of ink. The grain is always the same.

    Returns
    -------
    (n, n) float32 in [0, 1].

    Raises
    ------
    BadPicture, InvalidInput
        As `fade`.

    Examples
    --------
    >>> noisy = add_noise(np.zeros((28, 28)), 0.2)
    >>> bool(0 < noisy.mean() < 0.2), bool(noisy.min() == 0)
    (True, True)
    """
    _check("noise", deviation)
    ink = _square(picture)
    grain = np.random.default_rng(SEED).standard_normal(ink.shape).astype(np.float32)
    return np.clip(ink + np.float32(deviation) * grain, np.float32(0), np.float32(1))


@dataclass(frozen=True)
class Effect:
    """What can happen to a picture, and the range of how much of it; 0 changes nothing."""

    apply: Callable[[ArrayLike, float], Picture]
    low: float
    high: float


EFFECTS = {
    "fade": Effect(fade, 0.0, 1.0),
    "rotate": Effect(rotate, -180.0, 180.0),
    "shift": Effect(shift, -28.0, 28.0),
    "noise": Effect(add_noise, 0.0, 1.0),
}


def _check(name: str, amount: float) -> None:
    low, high = EFFECTS[name].low, EFFECTS[name].high
    amount = as_number(amount, name)
    if not low <= amount <= high:
        raise InvalidInput(
            "{name} must be from {least} to {most}, got {got}",
            name=name,
            least=low,
            most=high,
            got=amount,
        )


def _square(picture: ArrayLike) -> Picture:
    with np.errstate(over="ignore"):
        ink = as_numbers(picture, "picture").astype(np.float32)
    if ink.ndim != 2 or ink.shape[0] != ink.shape[1] or not np.isfinite(ink).all():
        shape = "x".join(map(str, ink.shape))
        raise BadPicture("a picture must be a square of finite numbers, got {shape}", shape=shape)
    return ink


def _moved(ink: Picture, degrees: float, right: float) -> Picture:
    """Turn, then shift. Pillow asks of each new pixel where it comes from, hence the inverse."""
    if not degrees and not right:
        return ink.copy()
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    middle = len(ink) / 2
    x, y = middle + right, middle
    inverse = (cos, sin, middle - cos * x - sin * y, -sin, cos, middle + sin * x - cos * y)
    moved = Image.fromarray(ink).transform(
        ink.shape, Image.Transform.AFFINE, inverse, resample=Image.Resampling.BILINEAR
    )
    return np.array(moved, dtype=np.float32)
