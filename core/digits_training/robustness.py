"""What the networks make of pictures that are turned, moved, blurred and worse, each at three strengths."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from PIL import Image, ImageFilter
from torch import nn

from core.digits.errors import EmptyDrawing
from core.digits.image_preprocessing import preprocess_image
from core.digits.preprocessing_variants import raster
from core.digits.strokes import SIZE, Floats, Picture, fit_box
from core.digits_training.measurement import measure
from core.learning.pen_digits import PenDigit

SIDE, DIGIT, PEN = 280, 160.0, 14.0
"""Pixels: of the picture, of the digit in it, of its pen."""

Random = np.random.Generator
Disturb = Callable[[Floats, float, Random], Floats]


def _ink(
    strokes: Sequence[Floats], size: float = DIGIT, right: float = 0.0, pen: float = PEN
) -> Floats:
    corner = np.array([right, 0]) + SIDE / 2 - 14
    placed = [stroke + corner for stroke in fit_box(strokes, size)]
    return 0.9 - 0.8 * raster(placed, SIDE, SIDE, pen).astype(np.float64)


def _as_image(greys: Floats) -> Image.Image:
    return Image.fromarray(np.rint(greys * 255).astype(np.uint8))


def _turned(greys: Floats, degrees: float, _random: Random) -> Floats:
    return (
        np.asarray(_as_image(greys).rotate(degrees, Image.Resampling.BILINEAR, fillcolor=230)) / 255
    )


def _blurred(greys: Floats, radius: float, _random: Random) -> Floats:
    return np.asarray(_as_image(greys).filter(ImageFilter.GaussianBlur(radius))) / 255


def _noisy(greys: Floats, deviation: float, random: Random) -> Floats:
    return np.clip(greys + random.normal(0, deviation, greys.shape), 0, 1)


def _jpeg(greys: Floats, quality: float, _random: Random) -> Floats:
    file = io.BytesIO()
    _as_image(greys).save(file, "JPEG", quality=int(quality))
    return np.asarray(Image.open(file)) / 255


def _paler(greys: Floats, contrast: float, random: Random) -> Floats:
    """Return less contrast, with the grain of a camera."""
    return np.clip(0.6 + (greys - 0.6) * contrast + random.normal(0, 0.005, greys.shape), 0, 1)


DISTURBANCES: dict[str, tuple[Disturb, tuple[float, float, float]]] = {
    "rotation, degrees": (_turned, (10, 20, 30)),
    "noise, deviation": (_noisy, (0.05, 0.1, 0.2)),
    "blur, radius in pixels": (_blurred, (4, 8, 12)),
    "JPEG, quality": (_jpeg, (30, 10, 3)),
    "contrast, part left": (_paler, (0.5, 0.2, 0.1)),
}
"""What happens to the picture, and how strongly; to the digit in it happen shift, scale and another pen."""

DRAWN: dict[str, tuple[str, tuple[float, float, float]]] = {
    "shift, pixels of 280": ("right", (20, 40, 60)),
    "scale, height in pixels of 280": ("size", (240, 60, 30)),
    "pen width, pixels of 280": ("pen", (4, 24, 34)),
}


def robustness(
    models: Mapping[str, nn.Module], digits: Sequence[PenDigit], seed: int = 3
) -> dict[str, list[tuple[float, dict[str, float]]]]:
    """Return the accuracy of each network under each disturbance.

    Returns
    -------
    disturbance -> three pairs of a strength and network -> accuracy, from 0 to 1.
    """
    labels = np.array([digit.label for digit in digits])
    found: dict[str, list[tuple[float, dict[str, float]]]] = {}

    def note(name: str, strength: float, pictures: Picture) -> None:
        accuracy = {key: measure(model, pictures, labels).accuracy for key, model in models.items()}
        found.setdefault(name, []).append((strength, accuracy))

    note("none", 0.0, _read([_ink(digit.strokes) for digit in digits]))
    for name, (disturb, strengths) in DISTURBANCES.items():
        for strength in strengths:
            random = np.random.default_rng(seed)
            greys = [disturb(_ink(digit.strokes), strength, random) for digit in digits]
            note(name, strength, _read(greys))
    for name, (argument, strengths) in DRAWN.items():
        for strength in strengths:
            greys = [_ink(digit.strokes, **{argument: strength}) for digit in digits]
            note(name, strength, _read(greys))
    return found


def _read(pictures: Sequence[Floats]) -> Picture:
    return np.stack([_seen(greys) for greys in pictures])


def _seen(greys: Floats) -> Picture:
    try:
        return preprocess_image(greys)
    except EmptyDrawing:
        return np.zeros((SIZE, SIZE), np.float32)
