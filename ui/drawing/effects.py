"""What can happen to a picture: it fades, turns, moves, or gets noisy. Pure functions of 28x28 numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]
SEED = 7  # the same noise each time, so that a link shows what its sender saw


@dataclass(frozen=True)
class Effect:
    """An effect and the range of its amount, whose 0 changes nothing."""

    apply: Callable[[Picture, float], Picture]
    low: float
    high: float
    step: float


def faded(image: Picture, amount: float) -> Picture:
    """Return the picture with a share of its ink taken away."""
    return (image * (1 - amount)).astype(np.float32)


def rotated(image: Picture, degrees: float) -> Picture:
    """Return the picture turned clockwise about its middle."""
    angle = np.deg2rad(degrees)
    y, x = (at - 13.5 for at in np.indices(image.shape))
    return _sampled(
        image,
        np.cos(angle) * y - np.sin(angle) * x + 13.5,
        np.cos(angle) * x + np.sin(angle) * y + 13.5,
    )


def shifted(image: Picture, pixels: float) -> Picture:
    """Return the picture moved to the right; what leaves the paper is lost."""
    y, x = np.indices(image.shape)
    return _sampled(image, y + 0.0, x - pixels)


def noisy(image: Picture, amount: float) -> Picture:
    """Return the picture with normal noise of that standard deviation, within [0, 1]."""
    noise = np.random.default_rng(SEED).standard_normal(image.shape)
    return np.clip(image + amount * noise, 0, 1).astype(np.float32)


EFFECTS = {
    "fade": Effect(faded, 0.0, 1.0, 0.02),
    "rotate": Effect(rotated, -180.0, 180.0, 1.0),
    "shift": Effect(shifted, -14.0, 14.0, 0.25),
    "noise": Effect(noisy, 0.0, 1.0, 0.02),
}


def _sampled(image: Picture, y: NDArray[np.float64], x: NDArray[np.float64]) -> Picture:
    """Return the picture at other places, between its pixels by their distance; outside is paper."""
    paper = np.pad(image, 1)
    top, left = np.floor(y), np.floor(x)
    down, right = y - top, x - left

    def at(row: NDArray[np.float64], column: NDArray[np.float64]) -> NDArray[np.float32]:
        last = np.array(paper.shape) - 1
        rows = np.clip(row + 1, 0, last[0]).astype(np.int64)
        columns = np.clip(column + 1, 0, last[1]).astype(np.int64)
        return np.asarray(paper[rows, columns])

    upper = at(top, left) * (1 - right) + at(top, left + 1) * right
    lower = at(top + 1, left) * (1 - right) + at(top + 1, left + 1) * right
    return np.asarray(upper * (1 - down) + lower * down, dtype=np.float32)
