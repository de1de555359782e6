"""Reads ``.Z`` files, of the Unix command ``compress``: the form in which UCI keeps the strokes.

T. A. Welch (1984), "A Technique for High-Performance Data Compression". Codes of 9 to 16 bits name
byte strings seen before; each width's codes come in blocks of eight, the last block filled up.
"""

from __future__ import annotations

MAGIC = b"\x1f\x9d"
_CLEAR = 256


def uncompress(content: bytes) -> bytes:
    """Return what ``compress`` was given.

    Raises
    ------
    ValueError
        The content is not in that form, or damaged.

    Examples
    --------
    >>> uncompress(bytes.fromhex("1f9d90 61c4 8c01"))
    b'abc'
    """
    if content[:2] != MAGIC or len(content) < 3 or not 9 <= content[2] & 0x1F <= 16:
        raise ValueError("not a .Z file")
    most, clears = content[2] & 0x1F, bool(content[2] & 0x80)
    first = [bytes([value]) for value in range(256)] + ([b""] if clears else [])
    strings, width, at, run = list(first), 9, 24, 24
    previous = b""
    found: list[bytes] = []
    while True:
        if len(strings) >= 1 << width and width < most:
            at = run = _next_block(at, run, width)
            width += 1
        if at + width > 8 * len(content):
            return b"".join(found)
        here = int.from_bytes(content[at // 8 : at // 8 + 3], "little") >> at % 8
        code = here & ((1 << width) - 1)
        at += width
        if clears and code == _CLEAR:
            at = run = _next_block(at, run, width)
            strings, width, previous = list(first), 9, b""
            continue
        if code < len(strings):
            string = strings[code]
        elif code == len(strings) and previous:
            string = previous + previous[:1]
        else:
            raise ValueError("a damaged .Z file")
        if previous and len(strings) < 1 << most:
            strings.append(previous + string[:1])
        found.append(string)
        previous = string


def _next_block(at: int, run: int, width: int) -> int:
    return run + -(-(at - run) // (8 * width)) * 8 * width
