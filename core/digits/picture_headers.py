"""What stands in a picture's file before its pixels, read without decoding: some files are made to choke a decoder.

A bomb's header, or a header without end, is refused here; whatever is not known passes on to the decoder, which says what is
wrong with it.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

from core.digits.errors import BadPicture

MAX_BEFORE_PIXELS = 2_000_000
"""Bytes of text, profiles and thumbnails; a telephone writes less."""
_MAX_PARTS = 2_000  # chunks, segments, blocks or entries
_MAX_BUFFERED = 90_000_000  # bytes that libjpeg holds of a JPEG that comes in several scans
_MAX_SCANS = 60
_PPM = re.compile(rb"P[456](?:\s+(?:#[^\n]*\n\s*)*\d+){2,3}\s")


def check_header(content: bytes) -> None:
    """Refuse a file whose header would take a decoder much time or memory.

    Raises
    ------
    BadPicture
        There is too much before the pixels, or they come in a form that takes too much memory.

    Examples
    --------
    >>> check_header(b"anything else passes")
    >>> check_header(b"P6 # " + bytes(5000))
    Traceback (most recent call last):
    core.digits.errors.BadPicture: the picture's file has too much before its pixels
    """
    for signature, check in _CHECKS.items():
        if content.startswith(signature):
            try:
                check(content)
            except (struct.error, IndexError):
                return  # cut short: the decoder says so


def _too_much() -> BadPicture:
    return BadPicture("the picture's file has too much before its pixels")


class _Budget:
    """How many parts, and bytes of them, may still come before the pixels."""

    def __init__(self, size: int = MAX_BEFORE_PIXELS) -> None:
        self.parts, self.size = _MAX_PARTS, size

    def spend(self, size: int) -> None:
        self.parts, self.size = self.parts - 1, self.size - size
        if self.parts < 0 or self.size < 0:
            raise _too_much()


def _png(content: bytes) -> None:
    budget, at = _Budget(), 8
    while at < len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        if kind in (b"IDAT", b"IEND"):
            return
        budget.spend(size)
        at += size + 12


def _jpeg(content: bytes) -> None:
    budget, at, frame = _Budget(8 * MAX_BEFORE_PIXELS), 2, b""
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            return
        marker = content[at + 1]
        if marker == 0xFF or 0xD0 <= marker <= 0xD8 or marker == 0x01:
            budget.spend(1)
            at += 1 if marker == 0xFF else 2
            continue
        (size,) = struct.unpack_from(">H", content, at + 2)
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            frame = content[at + 1 : at + 2 + size]
        if marker == 0xDA:
            _check_scans(content, at, frame)
            return
        budget.spend(size)
        at += size + 2


def _check_scans(content: bytes, at: int, frame: bytes) -> None:
    """Refuse a JPEG that is held whole while decoded, as one of several scans is, and is too large for that."""
    if not frame or (frame[0] in (0xC0, 0xC1) and content[at + 4] == frame[8]):
        return
    high, wide, count = struct.unpack_from(">HHB", frame, 4)
    shares = [(frame[10 + 3 * i] >> 4) * (frame[10 + 3 * i] & 15) for i in range(count)]
    held = 2 * high * wide * sum(shares) / max(max(shares), 1)
    if held > _MAX_BUFFERED:
        raise BadPicture(
            "a progressive JPEG may have at most {limit} million pixels",
            limit=_MAX_BUFFERED // 6_000_000,
        )
    if content.count(b"\xff\xda", at) > _MAX_SCANS:
        raise _too_much()


def _gif(content: bytes) -> None:
    budget, flags = _Budget(64_000), content[10]
    at = 13 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
    while content[at] == 0x21:
        start, at = at, at + 2
        while content[at]:
            at += content[at] + 1
            budget.spend(0)
        at += 1
        budget.spend(at - start)


def _tiff(content: bytes) -> None:
    order = "<" if content[:2] == b"II" else ">"
    version, at = struct.unpack_from(order + "HI", content, 2)
    if version != 42:
        raise _too_much()  # BigTIFF, of more than 4 GB
    (count,) = struct.unpack_from(order + "H", content, at)
    budget = _Budget()
    for i in range(count):
        _tag, kind, number = struct.unpack_from(order + "HHI", content, at + 2 + 12 * i)
        budget.spend(number * _TIFF_SIZES.get(kind, 1))


_TIFF_SIZES = {3: 2, 4: 4, 5: 8, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8}
"""Type of a value -> its bytes, where they are not one."""


def _bmp(content: bytes) -> None:
    (size,) = struct.unpack_from("<I", content, 14)
    if size >= 40:
        wide, high, _planes, _bits, packed = struct.unpack_from("<iiHHI", content, 18)
        if packed in (1, 2) and abs(wide * high) > 1_000_000:
            raise BadPicture("a packed BMP may have at most {limit} million pixels", limit=1)


def _ppm(content: bytes) -> None:
    if not _PPM.match(content[:2000]):
        raise _too_much()


_CHECKS: dict[bytes, Callable[[bytes], None]] = {
    b"\x89PNG\r\n\x1a\n": _png,
    b"\xff\xd8": _jpeg,
    b"GIF8": _gif,
    b"II*\0": _tiff,
    b"MM\0*": _tiff,
    b"II+\0": _tiff,
    b"MM\0+": _tiff,
    b"BM": _bmp,
    **{b"P%d" % kind: _ppm for kind in range(1, 8)},
}
"""How a file of a kind begins -> what looks at its header."""
