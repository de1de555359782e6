"""From any picture of a digit to the picture that the networks read.

The paper's own tone is found and taken away, ink may be darker or lighter than it. The ink is
then cut out, brought to MNIST's thickness of pen, and placed as `strokes` places it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from core.digits.errors import BadPicture, EmptyDrawing
from core.digits.picture_file import MAX_PIXELS, WORKING_SIDE
from core.digits.strokes import BOX, CENTRE, PEN_WIDTH, SIZE, Picture

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_FINE = 6  # the ink is cleaned at this many pixels for each pixel of the 28 grid
_LEAST_CONTRAST = 0.06  # of the way from black to white: less is paper
_COARSE = 64  # pixels on the longer side where the paper is fitted and parts are told apart


def preprocess_image(gray: ArrayLike) -> Picture:
    """Find the digit in a picture, and place it as MNIST does.

    Parameters
    ----------
    gray
        (height, width) greys; integers of any width, booleans, or floats in [0, 1]. Ink may be
        dark on light or light on dark, the paper unevenly lit, the digit anywhere. A colour or
        encoded picture goes through `core.digits.picture_file.read_picture` first.

    Returns
    -------
    (28, 28) float32, 0 for paper and 1 for ink.

    Raises
    ------
    BadPicture
        Not a (height, width) array of finite numbers, or too large.
    EmptyDrawing
        There is no ink: one tone, or nothing but noise.

    Examples
    --------
    >>> paper = np.full((280, 280), 255, dtype=np.uint8)
    >>> paper[40:240, 130:150] = 0
    >>> one = preprocess_image(paper)
    >>> one.shape, float(one[14, 14]), float(one[14, 4])
    ((28, 28), 1.0, 0.0)
    """
    greys = _working_size(_check(gray))
    ink = find_ink(greys)
    return place(_even_pen(_fine(_cut_out(ink))))


def _check(gray: ArrayLike) -> Floats:
    array = np.asarray(gray)
    if array.ndim != 2 or array.size == 0:
        shape = "x".join(map(str, array.shape))
        raise BadPicture("a picture must be an array of height x width, got {shape}", shape=shape)
    if array.size > MAX_PIXELS:
        raise BadPicture(
            "the picture may have at most {limit} million pixels", limit=MAX_PIXELS // 1_000_000
        )
    if array.dtype.kind not in "biuf":
        raise BadPicture("a picture must hold numbers, got {kind}", kind=array.dtype.name)
    greys = array.astype(np.float64)
    if not np.isfinite(greys).all():
        raise BadPicture("a picture has a pixel that is not finite")
    if array.dtype.kind in "iu":
        greys = greys / np.iinfo(array.dtype).max
    span = np.abs(greys).max()
    return greys / span if span > 1 else greys


def _working_size(greys: Floats) -> Floats:
    longer = max(greys.shape)
    side = min(longer, WORKING_SIDE // 2)
    return greys if side == longer else _resize(greys, side / longer)


def _resize(greys: Floats, factor: float) -> Floats:
    height, width = (max(1, round(side * factor)) for side in greys.shape)
    picture = Image.fromarray(greys.astype(np.float32))
    how = Image.Resampling.BOX if factor < 1 else Image.Resampling.BILINEAR
    return np.asarray(picture.resize((width, height), how), dtype=np.float64)


def find_ink(greys: Floats) -> Floats:
    """Return how much ink each pixel holds, in [0, 1], whatever the tones of paper and ink.

    Raises
    ------
    EmptyDrawing
        Nothing stands out from the paper.
    """
    off_paper = greys - _paper(greys)
    noise = 1.4826 * float(np.median(np.abs(off_paper)))
    least = max(_LEAST_CONTRAST, 5 * noise)
    darker, lighter = (np.clip(sign * off_paper, 0, None) for sign in (-1, 1))
    ink = max(darker, lighter, key=lambda side: float(side[side > least].sum()))
    strong = ink[ink > least]
    if strong.size == 0:
        raise EmptyDrawing("there is no ink in the picture")
    full = float(np.quantile(strong, 0.75))
    faint = min(0.5, max(0.08, 3 * noise / full))
    result: Floats = np.clip((ink / full - faint) / (1 - faint), 0, 1)
    return result


def _paper(greys: Floats) -> Floats:
    """Return the paper's tone at each pixel: a smooth surface through the pixels without ink."""
    small = _resize(greys, min(1.0, _COARSE / max(greys.shape)))
    basis, tones = _quadratic(small.shape), small.ravel()
    surface = np.full_like(tones, np.median(tones))
    near = np.zeros(tones.shape, dtype=bool)
    for _ in range(12):
        distance = np.abs(tones - surface)
        before, near = near, distance <= max(0.02, 2.5 * float(np.median(distance)))
        if (near == before).all():
            break
        chosen = basis[:, near]
        # The ridge keeps a picture of one row solvable, where functions of the basis agree.
        normal = chosen @ chosen.T + 1e-9 * np.eye(len(basis))
        weights = np.linalg.solve(normal, chosen @ tones[near])
        surface = weights @ basis
    paper = Image.fromarray(surface.reshape(small.shape).astype(np.float32))
    size = (greys.shape[1], greys.shape[0])
    return np.asarray(paper.resize(size, Image.Resampling.BILINEAR), dtype=np.float64)


def _quadratic(shape: tuple[int, ...]) -> Floats:
    """Return the six quadratic functions of place, (6, pixels)."""
    y, x = (np.linspace(-1, 1, side) if side > 1 else np.zeros(1) for side in shape)
    x, y = (axis.ravel() for axis in np.meshgrid(x, y))
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y])


def _cut_out(ink: Floats) -> Floats:
    """Return the box around the digit, without specks and without what the edge cuts off."""
    factor = -(-max(ink.shape) // _COARSE)
    padded = np.pad(ink, [(0, -side % factor) for side in ink.shape])
    rows, columns = (side // factor for side in padded.shape)
    coarse = padded.reshape(rows, factor, columns, factor).max(axis=(1, 3)) > 0.5
    kept = _digit_parts(coarse)
    kept |= _grow(kept) & ~coarse  # the soft edge of what is kept
    ink = ink * np.kron(kept, np.ones((factor, factor)))[: ink.shape[0], : ink.shape[1]]
    down, right = (np.flatnonzero((ink > 0.1).any(axis=axis)) for axis in (1, 0))
    if down.size == 0:
        raise EmptyDrawing("there is no ink in the picture")
    return ink[down[0] : down[-1] + 1, right[0] : right[-1] + 1]


def _digit_parts(mask: Mask) -> Mask:
    """Return the connected parts that belong to the drawing."""
    labels = _components(mask)
    names, areas = np.unique(labels[labels > 0], return_counts=True)
    if names.size == 0:
        raise EmptyDrawing("there is no ink in the picture")
    edge = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    cut_off = np.isin(names, edge)
    if cut_off.any() and not cut_off.all() and areas[~cut_off].max() >= 0.1 * areas.max():
        names, areas = names[~cut_off], areas[~cut_off]
    kept: Mask = np.isin(labels, names[areas >= 0.04 * areas.max()])
    return kept


def _components(mask: Mask) -> NDArray[np.int64]:
    """Return a number for each pixel that is the same within an 8-connected part, 0 off them."""
    # Each pixel takes the largest number around it, until all agree.
    labels = np.arange(1, mask.size + 1).reshape(mask.shape) * mask
    while True:
        spread = _largest_around(labels) * mask
        # Following each number to its own pixel's number makes long strokes agree in few rounds.
        flat = np.concatenate([[0], spread.ravel()])
        spread = flat[flat[spread]]
        if (spread == labels).all():
            return labels
        labels = spread


def _largest_around(values: NDArray[np.int64]) -> NDArray[np.int64]:
    for axis in (0, 1):
        padded = np.pad(values, [(1, 1) if a == axis else (0, 0) for a in (0, 1)])
        n = values.shape[axis]
        values = np.maximum.reduce([padded.take(range(i, i + n), axis=axis) for i in range(3)])
    return values


def _grow(mask: Mask) -> Mask:
    return _largest_around(mask.astype(np.int64)) > 0


def _fine(ink: Floats) -> Floats:
    """Bring the cut-out ink to the size at which its pen is evened."""
    return np.clip(_resize(ink, BOX * _FINE / max(ink.shape)), 0, 1)


def _even_pen(ink: Floats) -> Floats:
    """Make a fine pen bolder, and a very bold one finer, until it is near MNIST's."""
    ink = np.pad(ink, 3 * _FINE)
    thickness = pen_thickness(ink)
    rounds = round((PEN_WIDTH * _FINE - thickness) / 2)
    if rounds > 0:
        for number in range(min(rounds, 2 * _FINE)):
            ink = _neighbours(ink, np.maximum, square=number % 2 == 1)
    return ink


def pen_thickness(ink: Floats) -> float:
    """Return the mean thickness of strokes, in pixels: twice their area over their outline.

    Examples
    --------
    >>> line = np.zeros((100, 100))
    >>> line[10:90, 40:46] = 1
    >>> 5 < pen_thickness(line) < 6.5
    True
    """
    down, right = np.gradient(ink)
    outline = float(np.hypot(down, right).sum())
    return 2 * float(ink.sum()) / max(outline, 1e-9)


def _neighbours(ink: Floats, pick: np.ufunc, square: bool) -> Floats:
    """Give each pixel the extreme of its 4 neighbours, or of 8: in turn they grow an octagon."""
    padded = np.pad(ink, 1)
    rows = pick(pick(padded[:-2], padded[2:]), padded[1:-1])
    if square:
        result: Floats = pick(pick(rows[:, :-2], rows[:, 2:]), rows[:, 1:-1])
        return result
    middle = padded[1:-1]
    across = pick(middle[:, :-2], middle[:, 2:])
    joined: Floats = pick(rows[:, 1:-1], across)
    return joined


def place(ink: Floats, by_mass: bool = True) -> Picture:
    """Scale ink into the 20 pixel box, its centre of mass where MNIST has it, or else the box's."""
    down, right = (np.flatnonzero((ink > 0.3).any(axis=axis)) for axis in (1, 0))
    if down.size == 0:
        raise EmptyDrawing("there is no ink in the picture")
    scale = BOX / (max(down[-1] - down[0], right[-1] - right[0]) + 1)
    mass = ink.sum()
    rows, columns = np.arange(ink.shape[0]) + 0.5, np.arange(ink.shape[1]) + 0.5
    ends = (down[0], down[-1] + 1), (right[0], right[-1] + 1)
    middle = float(ink.sum(axis=1) @ rows / mass), float(ink.sum(axis=0) @ columns / mass)
    if not by_mass:
        middle = sum(ends[0]) / 2, sum(ends[1]) / 2
    vertical, horizontal = (
        _area_weights(side, scale, centre, end)
        for side, centre, end in zip(ink.shape, middle, ends, strict=True)
    )
    return np.clip(vertical @ ink @ horizontal.T, 0, 1).astype(np.float32)


def _area_weights(side: int, scale: float, centre: float, ends: tuple[int, int]) -> Floats:
    """Return which part of each of 28 pixels each source pixel covers, (28, side)."""
    start = CENTRE + 0.5 - centre * scale
    start = min(max(start, -ends[0] * scale), SIZE - ends[1] * scale)  # stay on the paper
    edges = start + np.arange(side + 1) * scale
    pixel = np.arange(SIZE)[:, None]
    covered: Floats = np.clip(
        np.minimum(edges[1:], pixel + 1) - np.maximum(edges[:-1], pixel), 0, None
    )
    return covered
