"""Small pictures as HTML: arrays of ink, and heatmaps whose sign is a colour."""

from __future__ import annotations

import base64
import io

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from ui.text import _, safe

BLUE, VERMILION = np.array([0, 114, 178]), np.array([213, 94, 0])


def ink(image: ArrayLike, alt: str, css: str = "ink") -> str:
    """Return a picture of ink from 0 to 1, black on white, as an HTML image."""
    grey = (255 * (1 - np.clip(np.asarray(image), 0, 1))).round().astype(np.uint8)
    return _img(grey, alt, css)


def signed(values: ArrayLike, alt: str, css: str = "ink", largest: float | None = None) -> str:
    """Return values as colours: below zero blue, above zero vermilion, zero white."""
    x = np.asarray(values, dtype=np.float64)
    scale = largest or float(np.abs(x).max()) or 1.0
    share = np.clip(np.abs(x) / scale, 0, 1)[..., None]
    color = np.where(x[..., None] < 0, BLUE, VERMILION)
    return _img((255 + share * (color - 255)).round().astype(np.uint8), alt, css)


def seen(image: ArrayLike) -> str:
    """Return the 28x28 picture with its 20 px box and the centre of its mass."""
    frame = (
        '<svg viewBox="0 0 28 28" aria-hidden="true"><rect x="4" y="4" width="20" height="20"/>'
        '<path d="M14 11.5v5M11.5 14h5"/></svg>'
    )
    alt = _(
        "The drawing as the network sees it: 28 by 28 pixels, in a box of 20, centred on its mass"
    )
    return f'<span class="seen-frame">{ink(image, alt)}{frame}</span>'


def _img(pixels: NDArray[np.uint8], alt: str, css: str) -> str:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", compress_level=1)
    data = base64.b64encode(buffer.getvalue()).decode()
    return f'<img class="{css}" alt="{safe(alt)}" src="data:image/png;base64,{data}">'
