"""28x28 numbers as a picture in a page: small PNG files inside HTML."""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ui.elements.colors import BELOW_ZERO_AND_ABOVE, rgb
from ui.language.escaping import safe


def png(greys: ArrayLike) -> bytes:
    r"""Return an (h, w) or (h, w, 3) array in [0, 1] as the bytes of a PNG file.

    Examples
    --------
    >>> png([[0.0, 1.0]])[:4]
    b'\x89PNG'
    """
    pixels = np.rint(255 * np.clip(np.asarray(greys, dtype=np.float64), 0, 1)).astype(np.uint8)
    height, width = pixels.shape[:2]
    lines = pixels.reshape(height, -1)
    kind = 2 if pixels.ndim == 3 else 0
    header = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + line.tobytes() for line in lines), 1)
    chunks = [(b"IHDR", header), (b"IDAT", body), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def image(greys: ArrayLike, label: str, css: str = "pixels") -> str:
    """Return an ``<img>`` of an array; a screen reader says ``label``."""
    return f'<img class="{css}" alt="{safe(label)}" src="{data_uri(greys)}">'


def data_uri(greys: ArrayLike) -> str:
    """Return the address of a picture that holds the picture itself; see `png`."""
    return f"data:image/png;base64,{base64.b64encode(png(greys)).decode()}"


def diverging(values: ArrayLike, most: float | None = None) -> NDArray[np.float64]:
    """Return (h, w, 3) colours: white at 0, blue above, orange below, full at ``most``.

    Examples
    --------
    >>> diverging([[0.0, -1.0]])[0].round(2).tolist()
    [[1.0, 1.0, 1.0], [0.78, 0.39, 0.1]]
    """
    x = np.asarray(values, dtype=np.float64)
    end = float(np.abs(x).max()) if most is None else most
    share = np.clip(np.abs(x) / (end or 1.0), 0, 1)[..., None]
    below, above = (rgb(tone) for tone in BELOW_ZERO_AND_ABOVE)
    color = np.where(x[..., None] > 0, above, below)
    return np.asarray(1 - share * (1 - color))


def figure(content: str, caption: str) -> str:
    """Return a picture with words below it."""
    return f"<figure>{content}<figcaption>{safe(caption)}</figcaption></figure>"
