"""From the bytes of an uploaded picture to an array of greys, whatever the file holds."""

from __future__ import annotations

import io
import struct

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from core.digits.errors import BadPicture

MAX_BYTES = 20_000_000
MAX_PIXELS = 50_000_000
"""A telephone's photograph passes; a picture that would fill the memory is refused undecoded."""
WORKING_SIDE = 1024
"""Pixels on the longer side that are kept: a digit needs far fewer."""

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "PPM")
_UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    MemoryError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def read_picture(content: bytes) -> NDArray[np.float32]:
    """Return the greys of a PNG, JPEG, GIF, WebP, BMP, TIFF or PPM file.

    The picture is turned as its EXIF orientation says. Of an animation the first frame counts.
    What is transparent becomes paper: white behind dark ink, black behind light ink.

    Parameters
    ----------
    content
        The bytes of the file.

    Returns
    -------
    (height, width) float32 in [0, 1], 1 for white; the longer side at most ``WORKING_SIDE``.

    Raises
    ------
    BadPicture
        The file is no picture, is damaged, or has more than ``MAX_BYTES`` or ``MAX_PIXELS``.

    Examples
    --------
    >>> read_picture(b"not a picture")
    Traceback (most recent call last):
    core.digits.errors.BadPicture: the file is not a picture that can be read
    """
    if len(content) > MAX_BYTES:
        raise BadPicture("the file may have at most {limit} MB", limit=MAX_BYTES // 1_000_000)
    try:
        picture = Image.open(io.BytesIO(content), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except _UNREADABLE:
        raise BadPicture("the file is not a picture that can be read") from None
    with picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise _too_large()
        try:
            return _greys(picture)
        except _UNREADABLE:
            raise BadPicture("the picture is damaged or cut short") from None


def _too_large() -> BadPicture:
    return BadPicture(
        "the picture may have at most {limit} million pixels", limit=MAX_PIXELS // 1_000_000
    )


def _greys(picture: Image.Image) -> NDArray[np.float32]:
    picture.draft("RGB", (2 * WORKING_SIDE, 2 * WORKING_SIDE))  # JPEG decodes at a smaller scale
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith(("I", "F")):
        return _deep_greys(upright)
    if upright.has_transparency_data:
        upright = _on_paper(_shrink(upright.convert("RGBA")))
    if upright.mode != "L":
        upright = upright.convert("RGB") if upright.mode not in ("1", "RGB") else upright
        upright = upright.convert("L")
    return np.asarray(_shrink(upright), dtype=np.float32) / np.float32(255)


def _deep_greys(picture: Image.Image) -> NDArray[np.float32]:
    """Return greys of 16 or 32 bits, or of floats, as the part of their own range."""
    greys = np.array(picture, dtype=np.float32)
    greys[~np.isfinite(greys)] = 0
    low, high = float(greys.min()), float(greys.max())
    if picture.mode.startswith("I") and low >= 0 and high <= 65535:
        low, high = 0.0, 65535.0
    scaled = Image.fromarray((greys - low) / max(high - low, 1e-30))
    return np.array(_shrink(scaled), dtype=np.float32)


def _on_paper(picture: Image.Image) -> Image.Image:
    grey, alpha = picture.convert("LA").split()
    weight = np.asarray(alpha, dtype=np.float64)
    if weight.min() == 255:
        return grey
    tone = float((np.asarray(grey) * weight).sum() / max(weight.sum(), 1))
    paper = Image.new("L", picture.size, 255 if tone < 128 else 0)
    paper.paste(grey, mask=alpha)
    return paper


def _shrink(picture: Image.Image) -> Image.Image:
    factor = max(picture.size) / WORKING_SIDE
    if factor <= 1:
        return picture
    size = max(1, round(picture.width / factor)), max(1, round(picture.height / factor))
    if picture.mode in ("1", "P", "CMYK", "LAB", "HSV", "YCbCr"):
        picture = picture.convert("RGB")
    return picture.resize(size, Image.Resampling.BOX)
