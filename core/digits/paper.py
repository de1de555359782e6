"""The paper of a picture: its tone at each place, its grain, and how thick the strokes on it are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from core.digits.connected_parts import edge_of

Floats = NDArray[np.float64]


def grain(greys: Floats) -> float:
    """Return the noise from pixel to pixel: of differences, where a drawing's edges are few."""
    differences = [np.abs(np.diff(greys, axis=axis)).ravel() for axis in (0, 1)]
    each = np.concatenate(differences)
    return 1.4826 * float(np.median(each)) / 2**0.5 if each.size else 0.0


def smooth_surface(small: Floats, start: float, by_edge: bool) -> Floats:
    """Return the paper's tone as a smooth surface through the pixels without ink."""
    basis, tones = _quadratic(small.shape), small.ravel()
    surface = np.full_like(tones, start)
    near = np.zeros(tones.shape, dtype=bool)
    for _ in range(12):
        distance = np.abs(tones - surface)
        spread = np.median(edge_of(distance.reshape(small.shape)) if by_edge else distance)
        before, near = near, distance <= max(0.02, 2.5 * float(spread))
        if (near == before).all() or near.sum() < len(basis):
            break
        chosen = basis[:, near]
        # The ridge keeps a picture of one row solvable, where functions of the basis agree.
        normal = chosen @ chosen.T + 1e-9 * np.eye(len(basis))
        weights = np.linalg.solve(normal, chosen @ tones[near])
        surface = weights @ basis
    return surface.reshape(small.shape)


def _quadratic(shape: tuple[int, ...]) -> Floats:
    """Return the six quadratic functions of place, (6, pixels)."""
    y, x = (np.linspace(-1, 1, side) if side > 1 else np.zeros(1) for side in shape)
    x, y = (axis.ravel() for axis in np.meshgrid(x, y))
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y])


def surroundings(small: Floats) -> Floats:
    """Return the lightest around each pixel that is not a stroke: strokes closed, edges of shadows kept."""
    window = max(3, 2 * (max(small.shape) // 7) + 1)
    low, high = float(small.min()), float(small.max())
    scale = 255 / max(high - low, 1e-9)  # the filters of ranks know bytes
    bytes_ = Image.fromarray(((small - low) * scale).astype(np.uint8))
    window = min(window, 2 * ((min(small.shape) - 1) // 2) + 1)
    if window < 3:
        return small
    closed = bytes_.filter(ImageFilter.MaxFilter(window)).filter(ImageFilter.MinFilter(window))
    return np.maximum(np.asarray(closed, dtype=np.float64) / scale + low, small)


def grown(small: Floats, like: Floats) -> Floats:
    """Return a small picture interpolated to the size of another."""
    picture = Image.fromarray(small.astype(np.float32))
    size = (like.shape[1], like.shape[0])
    return np.asarray(picture.resize(size, Image.Resampling.BILINEAR), dtype=np.float64)


def resize(greys: Floats, factor: float) -> Floats:
    """Return a picture smaller by averages, or larger by interpolation."""
    height, width = (max(1, round(side * factor)) for side in greys.shape)
    picture = Image.fromarray(greys.astype(np.float32))
    how = Image.Resampling.BOX if factor < 1 else Image.Resampling.BILINEAR
    return np.asarray(picture.resize((width, height), how), dtype=np.float64)


def otsu_threshold(greys: Floats) -> float:
    """Return the tone that parts a picture's tones in two groups of least variance. N. Otsu (1979)."""
    low, high = float(greys.min()), float(greys.max())
    counts, edges = np.histogram(greys, bins=64, range=(low, max(high, low + 1e-9)))
    below = np.cumsum(counts)
    tones = np.cumsum(counts * (edges[:-1] + edges[1:]) / 2)
    share = below / below[-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        between = (tones[-1] * share - tones) ** 2 / (share * (1 - share))
    return float(edges[1 + int(np.nan_to_num(between[:-1], posinf=0.0).argmax())])


def mean_thickness(ink: Floats) -> float:
    """Return the mean thickness of strokes, in pixels: twice their area over their outline.

    Examples
    --------
    >>> line = np.zeros((100, 100))
    >>> line[10:90, 40:46] = 1
    >>> 5 < mean_thickness(line) < 6.5
    True
    """
    wide = np.pad(ink, [(0, max(0, 2 - side)) for side in ink.shape], mode="edge")
    down, right = np.gradient(wide)
    outline = float(np.hypot(down, right).sum())
    return 2 * float(ink.sum()) / max(outline, 1e-9)
