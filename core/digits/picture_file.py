"""From the bytes of an uploaded picture to an array of greys, whatever the file holds, in little memory.

A few bytes can unpack to gigabytes. So a picture's header is read first; it says what decoding would take. One picture is
decoded at a time, JPEG at a smaller scale, and what was decoded is made smaller strip by strip.
"""

from __future__ import annotations

import io
import struct
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.digits.colour import grey_of
from core.digits.errors import BadPicture
from core.digits.picture_headers import check_header

MAX_BYTES = 20_000_000
MAX_SIDE = 20_000
MAX_PIXELS = {
    "JPEG": 66_000_000,  # a telephone's largest: it is decoded at an eighth of its scale
    "MPO": 66_000_000,  # JPEG with a second picture behind the first, as some telephones write it
    "PNG": 12_600_000,  # decoded whole, at four bytes a pixel
    "GIF": 12_600_000,
    "BMP": 12_600_000,
    "PPM": 12_600_000,
    "TIFF": 6_300_000,  # held twice while decoded
    "WEBP": 3_200_000,  # held five times
}
_FORMATS = tuple(kind for kind in MAX_PIXELS if kind != "MPO")  # which is found by way of JPEG
WORKING_SIDE = 1024
"""Pixels on the longer side that are kept: a digit needs far fewer."""

_STRIP = 64  # rows of the small picture that are made at a time
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation -> what puts the picture upright."""
_decoding = Lock()
_UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
    MemoryError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def read_picture(content: bytes) -> NDArray[np.float32]:
    """Return the greys of a PNG, JPEG, GIF, WebP, BMP, TIFF or PPM file.

    The picture is turned as its EXIF orientation says. Of an animation the first frame counts.
    What is transparent becomes paper: white behind dark ink, black behind light ink. Where ink and paper differ in
    colour and hardly in luminance, greys are the colours along the line that tells them apart.

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
        The file is no picture, is damaged, or has more than ``MAX_BYTES``, ``MAX_SIDE`` or the ``MAX_PIXELS`` of its
        format.

    Examples
    --------
    >>> read_picture(b"not a picture")
    Traceback (most recent call last):
    core.digits.errors.BadPicture: the file is not a picture that can be read: PNG, JPEG, GIF, WebP, BMP or TIFF
    """
    if len(content) > MAX_BYTES:
        raise BadPicture("the file may have at most {limit} MB", limit=MAX_BYTES // 1_000_000)
    check_header(content)
    with _decoding:
        small = _small(content)
    return _greys(small)


def _small(content: bytes) -> Image.Image:
    """Return the picture upright, its longer side at most ``WORKING_SIDE``, in mode L, RGB, RGBa or F."""
    try:
        picture = Image.open(io.BytesIO(content), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadPicture("the picture has too many pixels") from None
    except _UNREADABLE:
        raise _unreadable() from None
    with picture:
        _check_size(picture)
        try:
            scale = min(1.0, WORKING_SIDE / max(picture.size))
            wide, high = (max(1, int(side * scale)) for side in picture.size)
            picture.draft("RGB", (wide, high))  # JPEG decodes at a smaller scale
            picture.load()
            turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
            small = _shrunk(picture)
            return small if turn is None else small.transpose(turn)
        except _UNREADABLE:
            raise BadPicture("the picture is damaged or cut short") from None


def _unreadable() -> BadPicture:
    return BadPicture(
        "the file is not a picture that can be read: PNG, JPEG, GIF, WebP, BMP or TIFF"
    )


def _check_size(picture: Image.Image) -> None:
    kind = picture.format or ""
    if max(picture.size) > MAX_SIDE:
        raise BadPicture("a side of the picture may have at most {limit} pixels", limit=MAX_SIDE)
    most = MAX_PIXELS.get(kind, min(MAX_PIXELS.values()))
    if picture.width * picture.height > most:
        raise BadPicture(
            "a picture in the form {kind} may have at most {limit} million pixels",
            kind=kind,
            limit=round(most / 1e6),
        )


def _shrunk(picture: Image.Image) -> Image.Image:
    """Return a picture made smaller strip by strip, so that no second whole one is ever held."""
    factor = -(-max(picture.size) // WORKING_SIDE)
    transparent = picture.has_transparency_data
    strips = []
    for top in range(0, picture.height, _STRIP * factor):
        bottom = min(top + _STRIP * factor, picture.height)
        strip = _plain(picture.crop((0, top, picture.width, bottom)), transparent)
        strips.append(strip.reduce(factor) if factor > 1 else strip)
    small = Image.new(strips[0].mode, (strips[0].width, sum(strip.height for strip in strips)))
    top = 0
    for strip in strips:
        small.paste(strip, (0, top))
        top += strip.height
    return small


def _plain(strip: Image.Image, transparent: bool) -> Image.Image:
    """Return a strip in one of four modes: L, RGB, RGBa where something is transparent, F for deep greys."""
    if strip.mode.startswith(("I", "F")):
        greys = np.array(strip, dtype=np.float32)
        greys[~np.isfinite(greys)] = 0
        return Image.fromarray(greys)
    if transparent:
        return strip.convert("RGBA").convert("RGBa")
    return strip.convert("L" if strip.mode in ("1", "L") else "RGB")


def _greys(picture: Image.Image) -> NDArray[np.float32]:
    if picture.mode == "L":
        return np.asarray(picture, dtype=np.float32) / np.float32(255)
    if picture.mode == "F":
        return _own_range(np.array(picture))
    if picture.mode == "RGBa":
        picture = _on_paper(picture.convert("RGBA"))
    return grey_of(np.asarray(picture, dtype=np.float32) / np.float32(255))


def _own_range(deep: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return greys of 16 or 32 bits, or of floats, as the part of their own range: many use few of their bits."""
    low, high = float(deep.min()), float(deep.max())
    half = np.float32(max(high / 2 - low / 2, 1e-30))
    return ((deep / 2 - np.float32(low / 2)) / half).astype(np.float32)


def _on_paper(picture: Image.Image) -> Image.Image:
    weight = np.asarray(picture.getchannel("A"), dtype=np.float64)
    greys = np.asarray(picture.convert("L"), dtype=np.float64)
    tone = float((greys * weight).sum() / max(weight.sum(), 1))
    paper = Image.new("RGB", picture.size, "white" if tone < 128 else "black")
    paper.paste(picture.convert("RGB"), mask=picture.getchannel("A"))
    return paper
