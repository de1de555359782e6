"""One row of the table of attempts, and the text that stands for it in the browser.

The text is JSON: the strokes as in a link, the picture packed, ten logits. It comes back from a place that anybody
can write to, so it is read like a file from a stranger.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import secrets
import time
import zlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.digits.attempts import Attempt
from core.digits.errors import BadAttempts
from core.errors import InvalidInput
from ui.digit.pixel_image import data_uri
from ui.link.stroke_text import read_strokes, write_strokes

LONGEST = 16_000  # characters of a row: more than strokes, picture and logits ever have
_PICTURE_BYTES = 4 * 28 * 28
_KEY = re.compile(r"[0-9a-z-]{1,40}")  # what stands in a page as it stands in localStorage


@dataclass(frozen=True, eq=False)
class Row:
    """One attempt in the table: its name there, its strokes as in a link, the attempt itself.

    Attributes
    ----------
    key
        Sorts by the time at which the attempt was made, and is nobody else's.
    ink
        Empty for an uploaded picture.
    """

    key: str
    ink: str
    attempt: Attempt

    def is_of(self, ink: str, picture: NDArray[np.float32], label: int) -> bool:
        """Return whether this is the same drawing with the same label."""
        if (ink, label) != (self.ink, self.attempt.label):
            return False
        return bool(ink) or np.array_equal(picture, self.attempt.picture)

    @cached_property
    def thumbnail(self) -> str:
        """The address of the picture."""
        return data_uri(self.attempt.picture)


def new_key(after: int = 0) -> str:
    """Return a key for a row: milliseconds since 1970, and something random."""
    return f"{time.time_ns() // 1_000_000 + after:012x}-{secrets.token_hex(4)}"


def row(key: str, ink: str, picture: NDArray[np.float32], label: int, logits: object) -> Row:
    """Return a row of what is shown on the page.

    Raises
    ------
    InvalidInput
        The parts are no attempt.
    """
    return Row(key, ink, Attempt(read_strokes(ink), picture, label, logits))  # type: ignore[arg-type]


def row_of(key: str, attempt: Attempt) -> Row:
    """Return a row of an attempt from a file; its strokes are brought onto the grid of a link.

    Raises
    ------
    InvalidInput
        It has more strokes than a link can hold.
    """
    return Row(key, write_strokes(attempt.strokes), attempt)


def write_row(row: Row) -> str:
    """Return a row as text; its key stands beside it.

    Examples
    --------
    >>> text = write_row(row("1", "oBwCAe", np.zeros((28, 28), np.float32), 3, np.arange(10.0)))
    >>> read_row("1", text).ink
    'oBwCAe'
    """
    pixels = row.attempt.picture.astype("<f4").tobytes()
    return json.dumps(
        {
            "y": row.attempt.label,
            "strokes": row.ink,
            "picture": base64.b64encode(zlib.compress(pixels)).decode(),
            "z": row.attempt.logits.tolist(),
        }
    )


def read_row(key: str, text: object) -> Row:
    """Return the row that a text holds.

    Raises
    ------
    InvalidInput
        A key unlike those of `new_key`; too long, damaged, or with a value that an attempt cannot have.
    """
    if not _KEY.fullmatch(key) or not isinstance(text, str) or len(text) > LONGEST:
        raise _damaged()
    try:
        kept = json.loads(text)
    except (ValueError, RecursionError):
        raise _damaged() from None
    if not isinstance(kept, dict) or not isinstance(kept.get("strokes"), str):
        raise _damaged()
    logits = kept.get("z")
    if not isinstance(logits, list) or not all(type(z) in (int, float) for z in logits):
        raise _damaged()
    try:
        return row(key, kept["strokes"], _picture(kept.get("picture")), kept.get("y"), logits)  # type: ignore[arg-type]
    except InvalidInput:
        raise _damaged() from None


def _picture(packed: object) -> NDArray[np.float32]:
    """Return the picture; it unpacks to its own size or to nothing."""
    if not isinstance(packed, str):
        raise _damaged()
    try:
        unpacker = zlib.decompressobj()
        pixels = unpacker.decompress(base64.b64decode(packed, validate=True), _PICTURE_BYTES + 1)
    except (ValueError, binascii.Error, zlib.error):
        raise _damaged() from None
    if not unpacker.eof or len(pixels) != _PICTURE_BYTES:
        raise _damaged()
    return np.frombuffer(pixels, "<f4").reshape(28, 28).astype(np.float32)


def _damaged() -> BadAttempts:
    return BadAttempts("an attempt that this browser kept is damaged")
