"""How values are written in a link: codes, indices, dotted decimals; never a language's words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from urllib.parse import unquote

from core.errors import InvalidInput
from ui.language.numbers import write_float

LONGEST_NAME = 40


def read_float(text: str, least: float = -math.inf, most: float = math.inf) -> float:
    """Read a finite float within bounds."""
    try:
        value = float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        value = math.nan
    if math.isinf(value) and "n" not in text.lower():  # no "inf": its digits are too many
        raise InvalidInput("“{text}” is too large", text=text[:40])
    if not math.isfinite(value):
        raise InvalidInput("“{text}” is not a finite number", text=text[:40])
    if not least <= value <= most:
        raise InvalidInput(
            "{value} is not between {least} and {most}",
            value=value,
            least=float(least),
            most=float(most),
        )
    return value


def write_floats(xs: Sequence[float]) -> str:
    """Write numbers with commas between them; minus infinity as ``-inf``."""
    return ",".join(write_float(x) for x in xs)


def read_floats(
    text: str, fewest: int, most: int, minus_infinity: bool = False
) -> tuple[float, ...]:
    """Read between ``fewest`` and ``most`` finite numbers (and ``-inf`` where it has a meaning)."""
    parts = text.split(",") if text else []
    read = tuple(
        -math.inf if minus_infinity and part == "-inf" else read_float(part) for part in parts
    )
    if not fewest <= len(read) <= most:
        raise wrong_count(fewest, most, len(read))
    return read


def wrong_count(fewest: int, most: int, got: int) -> InvalidInput:
    """Return the error that names how many values there must be, and how many there are."""
    if fewest == most:
        return InvalidInput("it must have {n} values, and it has {got}", n=most, got=got)
    return InvalidInput(
        "it must have {fewest} to {most} values, and it has {got}",
        fewest=fewest,
        most=most,
        got=got,
    )


def read_index(text: str, n: int) -> int:
    """Read the index of one of ``n`` things, from 0."""
    if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) < n):
        raise InvalidInput("“{text}” is not one of 0 to {last}", text=text[:40], last=n - 1)
    return int(text)


def read_whole(text: str, least: int, most: int) -> int:
    """Read a whole number within bounds."""
    if not text.strip():
        raise InvalidInput("a number is missing")
    if not (text.isascii() and text.isdigit() and len(text) < 12 and least <= int(text) <= most):
        raise InvalidInput(
            "“{text}” is not a whole number from {least} to {most}",
            text=text[:40],
            least=least,
            most=most,
        )
    return int(text)


def read_code(text: str, codes: Sequence[str]) -> str:
    """Read one of the given codes."""
    if text not in codes:
        raise unknown_code(text, codes)
    return text


def unknown_code(text: str, codes: Sequence[str]) -> InvalidInput:
    """Return the error that names a code nobody knows."""
    return InvalidInput("“{text}” is not one of {codes}", text=text[:40], codes=", ".join(codes))


def write_names(names: Sequence[str]) -> str | None:
    """Write names with commas between them; an empty one is the language's default name."""
    if not any(names):
        return None
    return ",".join(name.replace("%", "%25").replace(",", "%2C") for name in names)


def read_names(text: str, n: int) -> tuple[str, ...]:
    """Read exactly ``n`` names."""
    names = tuple(unquote(part) for part in text.split(","))
    if len(names) != n:
        raise InvalidInput("it must have {n} names, and it has {got}", n=n, got=len(names))
    return tuple(read_name(name) for name in names)


def read_name(text: str) -> str:
    """Read one name: any text on one line, not too long."""
    name = " ".join(text.split())
    if len(name) > LONGEST_NAME:
        raise InvalidInput(
            "a name has at most {most} characters, and this one has {got}",
            most=LONGEST_NAME,
            got=len(name),
        )
    return name
