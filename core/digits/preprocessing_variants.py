"""The same drawing through four ways of making 28x28 pixels of it: why preprocessing matters."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageDraw

from core.checks import as_number, as_whole
from core.digits.errors import BadDrawing, EmptyDrawing
from core.digits.image_preprocessing import place
from core.digits.strokes import SIZE, Picture, bounds, check_strokes, preprocess_strokes

VARIANTS = ("whole", "cropped", "centred", "strokes")
"""The whole canvas made small; the ink cropped; put by its mass; the strokes redrawn."""

_MAX_SIDE = 2000
_FINER = 3  # drawn so many times larger, then averaged: smooth edges


def raster(
    strokes: Sequence[ArrayLike], width: int, height: int, pen_width: float
) -> NDArray[np.float32]:
    """Return what the canvas shows: round strokes of the user's pen, in canvas pixels.

    Returns
    -------
    (height, width) float32, 0 for paper and 1 for ink.

    Raises
    ------
    EmptyDrawing, BadDrawing
        As `check_strokes`; ``BadDrawing`` also for a canvas over 2000 pixels, a pen of no width.

    Examples
    --------
    >>> ink = raster([[[10, 10], [30, 10]]], 40, 20, pen_width=6)
    >>> ink.shape, float(ink[10, 20]), float(ink[18, 20])
    ((20, 40), 1.0, 0.0)
    """
    width, height = as_whole(width, "width"), as_whole(height, "height")
    pen_width = as_number(pen_width, "pen_width")
    if not (1 <= width <= _MAX_SIDE and 1 <= height <= _MAX_SIDE and 0 < pen_width <= _MAX_SIDE):
        raise BadDrawing(
            "a canvas must have from 1 to {limit} pixels on a side, and a pen of some width",
            limit=_MAX_SIDE,
        )
    picture = Image.new("L", (width * _FINER, height * _FINER))
    pencil = ImageDraw.Draw(picture)
    radius = pen_width * _FINER / 2
    for stroke in check_strokes(strokes):
        # Pillow counts in 32 bits; what is further out than this cannot be seen anyway.
        points = np.clip((stroke + 0.5) * _FINER, -1e6, 1e6)
        if len(points) > 1:
            pencil.line([tuple(point) for point in points], 255, max(1, round(2 * radius)))
        for x, y in points:
            pencil.ellipse((x - radius, y - radius, x + radius, y + radius), 255)
    return np.asarray(picture.reduce(_FINER), dtype=np.float32) / np.float32(255)


def variants(
    strokes: Sequence[ArrayLike], width: int, height: int, pen_width: float
) -> dict[str, Picture]:
    """Return the drawing as 28x28 pixels in each of the ways in ``VARIANTS``.

    Parameters
    ----------
    strokes
        In canvas pixels.
    width, height
        Of the canvas.
    pen_width
        Of the user's pen on the canvas.

    Raises
    ------
    EmptyDrawing, BadDrawing
        As `raster`; ``EmptyDrawing`` also where all ink lies off the canvas.

    Examples
    --------
    >>> list(variants([[[90, 90], [90, 190]]], 280, 280, pen_width=20))
    ['whole', 'cropped', 'centred', 'strokes']
    """
    ink = raster(strokes, width, height, pen_width)
    if not ink.any():
        raise EmptyDrawing("the drawing is empty")
    whole = Image.fromarray(ink).resize((SIZE, SIZE), Image.Resampling.BOX)
    fine = ink.astype(np.float64)
    return {
        "whole": np.array(whole, dtype=np.float32),
        "cropped": place(fine, by_mass=False),
        "centred": place(fine),
        "strokes": preprocess_strokes(strokes),
    }


def crop_box(
    strokes: Sequence[ArrayLike], pen_width: float = 0.0
) -> tuple[float, float, float, float]:
    """Return the box around the ink, ``(left, top, right, bottom)``, in the strokes' unit.

    Examples
    --------
    >>> crop_box([[[90, 80], [90, 190]]], pen_width=20)
    (80.0, 70.0, 100.0, 200.0)
    """
    left, top, right, bottom = bounds(check_strokes(strokes))
    half = pen_width / 2
    return left - half, top - half, right + half, bottom + half


def centre_of_mass(ink: ArrayLike) -> tuple[float, float]:
    """Return a picture's centre of mass ``(x, y)``, in pixels; the first one's middle is 0.5.

    Raises
    ------
    EmptyDrawing
        There is no ink.

    Examples
    --------
    >>> centre_of_mass([[0, 0, 1], [0, 0, 1]])
    (2.5, 1.0)
    """
    mass = np.asarray(ink, dtype=np.float64)
    total = mass.sum()
    if total <= 0:
        raise EmptyDrawing("the drawing is empty")
    x = mass.sum(axis=0) @ (np.arange(mass.shape[1]) + 0.5) / total
    y = mass.sum(axis=1) @ (np.arange(mass.shape[0]) + 0.5) / total
    return float(x), float(y)


@cache
def _drawings(file: str) -> dict[int, list[list[list[float]]]]:
    text = (Path(__file__).parent / file).read_text(encoding="utf-8")
    return {int(digit): strokes for digit, strokes in json.loads(text).items()}


def example_drawings() -> dict[int, list[NDArray[np.float64]]]:
    """Return a drawing of each digit, as strokes on a canvas of 280 x 280.

    Examples
    --------
    >>> sorted(example_drawings())
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    """
    return _as_strokes(_drawings("examples.json"))


def rare_drawings() -> dict[int, list[NDArray[np.float64]]]:
    """Return a zero with a slash, a one with a flag and a seven with a bar, as `example_drawings` does.

    Examples
    --------
    >>> {digit: len(strokes) for digit, strokes in rare_drawings().items()}
    {0: 2, 1: 1, 7: 2}
    """
    return _as_strokes(_drawings("rare_examples.json"))


def _as_strokes(
    drawings: dict[int, list[list[list[float]]]],
) -> dict[int, list[NDArray[np.float64]]]:
    return {
        digit: [np.array(stroke, dtype=np.float64) for stroke in strokes]
        for digit, strokes in drawings.items()
    }
