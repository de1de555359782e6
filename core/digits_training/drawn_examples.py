"""Pictures drawn from strokes: digits as other hands write them, and what is no digit."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from core.digits.image_preprocessing import preprocess_image
from core.digits.preprocessing_variants import raster
from core.digits.strokes import Floats, Picture, fit_box, preprocess_strokes
from core.digits_training.non_digits import Drawing, draw_kind, side_by_side
from core.digits_training.rare_forms import rare_form
from core.digits_training.stroke_augmentation import looser, other_strokes
from core.learning.datasets import Bytes
from core.learning.fitting import Examples
from core.learning.pen_digits import PenDigit

CANVAS = 280
THROUGH_PIXELS = 1 / 3
"""The part of the pen digits that are drawn once more on a canvas and read from its pixels."""
Random = np.random.Generator


def draw(digits: list[PenDigit]) -> Examples:
    """Draw pen digits as the page does."""
    pictures = [_as_bytes(preprocess_strokes(digit.strokes)) for digit in digits]
    return _examples(pictures, [digit.label for digit in digits])


def draw_as_others(
    digits: Sequence[PenDigit], times: int, seed: int
) -> tuple[Examples, NDArray[np.int64]]:
    """Draw each pen digit ``times`` as other hands with other pens, and some once more through pixels.

    Returns
    -------
    The pictures, and for each the number of the digit that it was drawn from, (n,).
    """
    random = np.random.default_rng(seed)
    pictures, sources = [], []
    for number, digit in enumerate(digits):
        for turn in range(times + int(random.random() < THROUGH_PIXELS)):
            strokes = list(digit.strokes)
            if turn:  # the first time in the form that was written
                strokes = looser(rare_form(strokes, digit.label, random), random)
            strokes = other_strokes(strokes, random)
            if turn < times:
                pictures.append(_as_bytes(preprocess_strokes(strokes, random.uniform(1.6, 3.6))))
            else:
                pictures.append(_as_bytes(preprocess_image(_on_canvas(strokes, random))))
            sources.append(number)
    return _examples(pictures, [digits[number].label for number in sources]), np.array(sources)


def _on_canvas(strokes: Sequence[Floats], random: Random) -> Picture:
    """Return a canvas with a digit of any size, drawn by a pen of any width."""
    pen = random.uniform(6, 26)
    canvas = fit_box(strokes, random.uniform(60, 250))
    return raster([stroke + 126 for stroke in canvas], CANVAS, CANVAS, pen)


def scan(images: Examples, count: int, seed: int) -> Examples:
    """Return some images as a coarse scanner shows them: cut out, of few pixels, stretched, and read again."""
    random = np.random.default_rng(seed)
    chosen = random.permutation(len(images.labels))[:count]
    pictures = [_scanned(images.pixels[int(i)].numpy(), random) for i in chosen]
    return _examples(pictures, images.labels[torch.from_numpy(chosen)].tolist())


def _scanned(pixels: Bytes, random: Random) -> Bytes:
    down, right = (np.flatnonzero(pixels.max(axis=axis) > 60) for axis in (1, 0))
    ink = Image.fromarray(pixels[down[0] : down[-1] + 1, right[0] : right[-1] + 1])
    high = int(random.integers(13, 21))
    wide = max(3, round(ink.width * high / ink.height * math.exp(random.normal(0.05, 0.15))))
    grown = ink.resize((4 * wide, 4 * high), Image.Resampling.BICUBIC)
    small = grown.resize((wide, high), Image.Resampling.BOX)
    canvas = np.pad(np.asarray(small, dtype=np.float64) / 255, 4)
    return _as_bytes(preprocess_image(canvas))


def _examples(pictures: list[Bytes], labels: list[int]) -> Examples:
    return Examples(torch.from_numpy(np.stack(pictures)), torch.tensor(labels))


def _as_bytes(picture: Picture) -> Bytes:
    return np.rint(picture * 255).astype(np.uint8)


def several(digits: Sequence[PenDigit], random: Random) -> Drawing:
    """Return two to four digits side by side, or two over each other."""
    chosen = [
        digits[i] for i in random.integers(0, len(digits), int(random.choice([2, 2, 2, 3, 4])))
    ]
    parts = [other_strokes(digit.strokes, random) for digit in chosen]
    if random.random() < 0.1:
        over = [fit_box(part, 20) for part in parts[:2]]
        return [
            stroke + 8 * number * random.random(2) for number in (0, 1) for stroke in over[number]
        ]
    return side_by_side(parts, random)


_TURNS: dict[str, tuple[Floats, str]] = {
    "mirrored": (np.array([[-1.0, 0.0], [0.0, 1.0]]), "34679"),
    "upside down": (np.array([[-1.0, 0.0], [0.0, -1.0]]), "347"),
    "lying left": (np.array([[0.0, -1.0], [1.0, 0.0]]), "134678"),
    "lying right": (np.array([[0.0, 1.0], [-1.0, 0.0]]), "134679"),
}
"""How digits are turned into none: the matrix, and the digits that it does not make a digit of."""


def rotated_or_mirrored(digits: Sequence[PenDigit], random: Random) -> Drawing:
    """Return a digit in the mirror, upside down or lying: drawn by a hand, and none."""
    matrix, which = list(_TURNS.values())[int(random.integers(len(_TURNS)))]
    while True:
        digit = digits[int(random.integers(len(digits)))]
        if str(digit.label) in which:
            return [stroke @ matrix for stroke in other_strokes(digit.strokes, random)]


def mirrored_images(images: Examples) -> Bytes:
    """Return images of 3, 4, 6, 7 and 9 in the mirror: no digits, with a real pen's ink."""
    chosen = np.isin(images.labels.numpy(), [3, 4, 6, 7, 9])
    return np.ascontiguousarray(images.pixels.numpy()[chosen, :, ::-1])


def draw_nondigits(
    kinds: Sequence[str], digits: Sequence[PenDigit], each: int, seed: int
) -> dict[str, Bytes]:
    """Draw what is no digit: ``each`` pictures of each kind, and many of several digits at once.

    Returns
    -------
    kind -> (n, 28, 28) uint8. Scribbles and marks, which vary most, come four times as often.
    """
    random = np.random.default_rng(seed)
    counts = {kind: each if " " in kind else 4 * each for kind in kinds}
    counts["invented"] = 30 * each
    drawn = {
        kind: _pictures(lambda kind=kind: draw_kind(kind, random), count, random)  # type: ignore[misc]
        for kind, count in counts.items()
    }
    drawn["several digits"] = _pictures(lambda: several(digits, random), 20 * each, random)
    drawn["turned digits"] = _pictures(
        lambda: rotated_or_mirrored(digits, random), 20 * each, random
    )
    return drawn


def _pictures(draw: Callable[[], Drawing], count: int, random: Random) -> Bytes:
    return np.stack(
        [_as_bytes(preprocess_strokes(draw(), random.uniform(1.6, 3.4))) for _ in range(count)]
    )
