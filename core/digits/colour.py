"""Colours to one tone a pixel: luminance, or where ink and paper hardly differ in it, the colour that tells them apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Colours = NDArray[np.float32]

LUMINANCE = np.array([0.299, 0.587, 0.114], dtype=np.float32)  # ITU-R BT.601
_ENOUGH = 0.35  # of the contrast in colour: with so much in luminance, that is taken
_COLOURED = 0.12  # contrast in colour below which nothing is coloured
_SIDE = 64  # pixels on a side of the picture that is judged


def grey_of(colours: Colours) -> NDArray[np.float32]:
    """Return one tone a pixel, (height, width), of colours (height, width, 3), both in [0, 1].

    Examples
    --------
    >>> green, red = [0.24, 0.59, 0.24], [0.84, 0.22, 0.24]
    >>> picture = np.array([[green] * 20, [red] + [green] * 19], dtype=np.float32)
    >>> luminance, tones = picture @ LUMINANCE, grey_of(picture)
    >>> bool(np.ptp(luminance) < 0.05), bool(np.ptp(tones) > 0.4)
    (True, True)
    """
    off_paper = _off_paper(colours)
    in_colour = float(np.quantile(np.abs(off_paper).max(axis=1), 0.995))
    in_luminance = float(np.quantile(np.abs(off_paper @ LUMINANCE), 0.995))
    if in_colour < _COLOURED or in_luminance >= _ENOUGH * in_colour:
        tones: NDArray[np.float32] = colours @ LUMINANCE
        return tones
    axis = np.linalg.svd(off_paper, full_matrices=False)[2][0]
    axis = axis / np.abs(axis).sum() * np.sign(axis[np.abs(axis).argmax()])
    return np.asarray(colours @ axis - axis.clip(max=0).sum(), dtype=np.float32)


def _off_paper(colours: Colours) -> Colours:
    """Return how far each place is from the most frequent colour, (n, 3), of the picture made small."""
    small = Image.fromarray(np.rint(colours * 255).astype(np.uint8))
    small = small.reduce(max(1, max(small.size) // _SIDE))
    each = np.asarray(small, dtype=np.float32).reshape(-1, 3) / np.float32(255)
    return np.asarray(each - np.median(each, axis=0), dtype=np.float32)
