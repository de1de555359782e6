"""How a table of many states is written in a link: short, since servers take some 8 KB of an address.

Up to `FEW` states a link holds what a person can read: dotted decimals and codewords. Beyond, numbers are the bytes of
float32 in base64, and codewords are hexadecimal numbers; the states' names stand between full stops, which an address
does not spell out as three signs.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from urllib.parse import unquote

import numpy as np

from core.errors import InvalidInput
from ui.link.parameters import (
    read_floats,
    read_name,
    read_names,
    write_floats,
    write_names,
    wrong_count,
)

FEW = 64
PACKED = "_"


def linkable(values: Sequence[float]) -> tuple[float, ...]:
    """Return numbers as a link can hold them: many are rounded to float32, unless that makes 0 of one.

    >>> linkable((0.1, 0.9)) == (0.1, 0.9), linkable((0.1,) * 100)[0]
    (True, 0.10000000149011612)
    """
    if len(values) <= FEW:
        return tuple(values)
    exact = np.asarray(values, dtype=np.float64)
    with np.errstate(over="ignore", under="ignore"):
        rounded = exact.astype("<f4").astype(np.float64)
    fits = np.isfinite(rounded).all() and not ((exact != 0) & (rounded == 0)).any()
    return tuple((rounded if fits else exact).tolist())


def write_numbers(values: Sequence[float]) -> str:
    """Write numbers that are `linkable`.

    >>> write_numbers((0.25, 0.75))
    '0.25,0.75'
    """
    packed = np.asarray(values, "<f4")
    if len(values) <= FEW or (packed.astype(np.float64) != values).any():
        return write_floats(values)
    return PACKED + base64.urlsafe_b64encode(packed.tobytes()).decode().rstrip("=")


def read_numbers(text: str, fewest: int, most: int) -> tuple[float, ...]:
    """Read what `write_numbers` wrote; the error says what it is not."""
    if not text.startswith(PACKED):
        return read_floats(text, fewest, most)
    try:
        content = base64.b64decode(text[1:] + "=" * (-(len(text) - 1) % 4), b"-_", validate=True)
        values = np.frombuffer(content, "<f4").astype(np.float64)
    except (binascii.Error, ValueError) as error:
        raise InvalidInput("“{text}” is not a finite number", text=text[:40]) from error
    if not fewest <= len(values) <= most:
        raise wrong_count(fewest, most, len(values))
    if not np.isfinite(values).all():
        raise InvalidInput("“{text}” is not a finite number", text=text[:40])
    return tuple(values.tolist())


def write_words(words: Sequence[str]) -> str:
    """Write codewords; one that is still wrong stays as it was typed.

    >>> write_words(("0", "10", "11")), write_words(("0", "10", "11") * 30)[:9]
    ('0,10,11', '_2.6.7.2.')
    """
    if len(words) <= FEW:
        return ",".join(words)
    if any(word.strip("01") for word in words):
        return ".".join(words)
    return PACKED + ".".join(format(int("1" + word, 2), "x") for word in words)


def read_words(text: str, n: int) -> tuple[str, ...]:
    """Read n codewords."""
    packed = text.startswith(PACKED)
    words = tuple(text.removeprefix(PACKED).split("," if n <= FEW else "."))
    if len(words) != n:
        raise wrong_count(n, n, len(words))
    return tuple(_unpacked(word) for word in words) if packed else words


def _unpacked(word: str) -> str:
    try:
        return format(int(word, 16), "b").removeprefix("1")
    except ValueError as error:
        got = word[:40]
        raise InvalidInput("a codeword must have only 0 and 1, and is “{got}”", got=got) from error


def write_labels(names: Sequence[str]) -> str | None:
    """Write names; none where all are the language's default names."""
    if len(names) <= FEW:
        return write_names(names)
    escaped = (name.replace("%", "%25").replace(".", "%2E") for name in names)
    return ".".join(escaped) if any(names) else None


def read_labels(text: str, n: int) -> tuple[str, ...]:
    """Read n names."""
    if n <= FEW:
        return read_names(text, n)
    names = text.split(".")
    if len(names) != n:
        raise InvalidInput("it must have {n} names, and it has {got}", n=n, got=len(names))
    return tuple(read_name(unquote(name)) for name in names)
