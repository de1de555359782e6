"""From any picture of a digit to the picture that the networks read.

The ink is found as `ink` finds it, cut out, brought to MNIST's thickness of pen, and placed as `strokes` places it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.digits.connected_parts import blocks, box_of, enlarged, separate_digits, soft_edge
from core.digits.errors import BadPicture, EmptyDrawing
from core.digits.ink import find_ink
from core.digits.paper import mean_thickness, resize
from core.digits.picture_file import WORKING_SIDE
from core.digits.strokes import BOX, CENTRE, PEN_WIDTH, SIZE, Picture

Floats = NDArray[np.float64]

MAX_PIXELS = 50_000_000
"""Of an array; a file may have fewer, see `picture_file`."""
MAX_DIGITS = 10
"""So many of a picture's digits are read, in reading order."""
_APART = 128  # pixels on the longer side where digits are told apart
_FINE = 6  # the ink is cleaned at this many pixels for each pixel of the 28 grid


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
    return _as_mnist(find_ink(_working_size(_check(gray))).ink)


def preprocess_digits(gray: ArrayLike) -> list[Picture]:
    """Find each digit in a picture, and place it as MNIST does: side by side in reading order.

    Parameters
    ----------
    gray
        As `preprocess_image`.

    Returns
    -------
    (28, 28) pictures, one for each digit; of a single digit, what `preprocess_image` returns.

    Raises
    ------
    BadPicture, EmptyDrawing
        As `preprocess_image`.

    Examples
    --------
    >>> paper = np.full((100, 200), 255, dtype=np.uint8)
    >>> paper[20:80, 50:56] = paper[20:80, 140:146] = 0
    >>> len(preprocess_digits(paper)), len(preprocess_digits(paper[:, :100]))
    (2, 1)
    """
    ink = find_ink(_working_size(_check(gray))).ink
    factor = -(-max(ink.shape) // _APART)
    coarse = blocks(ink, factor) > 0.5
    digits = separate_digits(coarse)[:MAX_DIGITS]
    if len(digits) == 1:
        return [_as_mnist(ink)]
    return [
        _as_mnist(ink * enlarged(digit | soft_edge(digit, coarse), factor, ink.shape))
        for digit in digits
    ]


def _as_mnist(ink: Floats) -> Picture:
    return place(_even_pen(_fine(_cut_out(ink))))


def _check(gray: ArrayLike) -> Floats:
    try:
        array = np.asarray(gray)
    except ValueError:  # rows of several lengths
        raise BadPicture("a picture must hold numbers, got {kind}", kind="lists") from None
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
    if array.dtype == np.uint8:
        return greys / 255
    low, high = float(greys.min()), float(greys.max())
    if array.dtype.kind in "iu" or low < 0 or high > 1:
        # Scanners and cameras of 10 or 12 bits write few of 16; only what is there says what is black.
        return (greys / 2 - low / 2) / max(high / 2 - low / 2, 1e-300)
    return greys


def _working_size(greys: Floats) -> Floats:
    longer = max(greys.shape)
    side = min(longer, WORKING_SIDE // 2)
    return greys if side == longer else resize(greys, side / longer)


def _cut_out(ink: Floats) -> Floats:
    """Return the box around the ink."""
    top, bottom, left, right = box_of(ink > 0.1)
    return ink[top:bottom, left:right]


def _fine(ink: Floats) -> Floats:
    """Bring the cut-out ink to the size at which its pen is evened."""
    return np.clip(resize(ink, BOX * _FINE / max(ink.shape)), 0, 1)


def _even_pen(ink: Floats) -> Floats:
    """Make a fine pen bolder, and a very bold one finer, until it is near MNIST's."""
    ink = np.pad(ink, 3 * _FINE)
    thickness = mean_thickness(ink)
    rounds = round((PEN_WIDTH * _FINE - thickness) / 2)
    if rounds > 0:
        for number in range(min(rounds, 2 * _FINE)):
            ink = _neighbours(ink, np.maximum, square=number % 2 == 1)
    return ink


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
