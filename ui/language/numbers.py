"""Every number on screen, as the visitor's language writes it; and what visitors type as numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

from babel import Locale

from core.errors import InvalidInput
from ui.language.sentences import language

MINUS = "\N{MINUS SIGN}"
THIN = "\N{NARROW NO-BREAK SPACE}"  # between thousands
INFINITY = "\N{INFINITY}"


def write_float(x: float) -> str:
    """Write the shortest decimals that read back as the same float."""
    return repr(float(x)).removesuffix(".0")


@cache
def _decimal_sign(code: str) -> str:
    return str(Locale.parse(code).number_symbols["latn"]["decimal"])


def decimal_sign() -> str:
    """Return the sign between units and tenths in the visitor's language."""
    return _decimal_sign(language())


def number(x: float, digits: int = 4) -> str:
    """Write a number for reading: ``0.9099``, in Spanish ``0,9099``; a true minus; ``∞``.

    Numbers too large or too small for that many decimals are written as ``1.2e5``.
    """
    x = float(x)  # NumPy's own numbers are slow to write
    size = abs(x)
    if 0.5 * 10.0**-digits <= size < 1e5 or not size:
        text = f"{x + 0.0:.{digits}f}"  # −0 is 0
    elif math.isfinite(x):
        text = f"{x:.1e}"
    elif math.isnan(x):
        return "NaN"
    else:
        return INFINITY if x > 0 else MINUS + INFINITY
    if "-" in text:
        text = text.replace("-", MINUS)
    sign = decimal_sign()
    return text if sign == "." else text.replace(".", sign)


def listed(numbers: Iterable[str]) -> str:
    """Write numbers one after the other; where they have a decimal comma, with semicolons between them.

    Examples
    --------
    >>> listed(["0.5", "0.25"])
    '0.5, 0.25'
    """
    return (", " if decimal_sign() == "." else "; ").join(numbers)


def brief(x: float) -> str:
    """Write a number with as many decimals as it needs, and at most three."""
    text = number(x, 3)
    return text if "e" in text else text.rstrip("0").rstrip(decimal_sign())


def precise(x: float) -> str:
    """Write a loss: four decimals, and four significant digits below a hundredth; never in powers of ten."""
    return number(x, _decimals(x))


def nats_and_bits(nats: float) -> tuple[str, str]:
    """Write one loss in nats and in bits, as `precise` writes the nats: both with as many decimals.

    Examples
    --------
    >>> nats_and_bits(0.009683)
    ('0.009683', '0.013970')
    """
    decimals = _decimals(nats)
    return number(nats, decimals), number(nats / math.log(2), decimals)


def _decimals(x: float) -> int:
    if not 1e-12 < abs(x) < 1e-2:
        return 4
    # What rounds up to the next power of ten needs a decimal less.
    return 3 - math.floor(math.log10(float(f"{abs(x):.3e}")))


def probability(p: float) -> str:
    """Write a probability so that its logarithm can be checked: four significant digits from 0 and from 1, as a loss has.

    Examples
    --------
    >>> probability(0.42), probability(0.99674823), probability(0.99999792), probability(0.00123)
    ('0.4200', '0.996748', '0.999997920', '0.001230')
    """
    if not 0.99 < p < 1:
        return precise(p)
    return number(p, min(16, 3 - math.floor(math.log10(1 - p))))


def whole(n: int) -> str:
    """Write a whole number, with a thin space between thousands from five digits on, as both languages do.

    Examples
    --------
    >>> whole(1000), whole(25000) == f"25{THIN}000"
    ('1000', True)
    """
    return f"{n:,}".replace(",", THIN if abs(n) >= 10_000 else "")


def percent(x: float, digits: int = 1) -> str:
    """Write a share of one as per cent, with the space that both languages take."""
    return f"{number(100 * x, digits) if x else number(0.0, digits)} %"


def parse_number(text: str) -> float:
    """Read a number that somebody typed, with a point or a comma.

    Raises
    ------
    InvalidInput
        Nothing, not a number, more than one decimal sign, NaN, or too large to be finite, which is said.
    """
    plain = text.strip().replace(MINUS, "-").replace(",", ".")
    if not plain:
        raise InvalidInput("a number is missing")
    if plain.lower() in {"-inf", "-" + INFINITY}:
        return -math.inf
    try:
        value = float(plain) if plain.isascii() and "_" not in plain else math.nan
    except ValueError:
        value = math.nan
    if math.isinf(value) and "n" not in plain.lower():  # no "inf": its digits are too many
        raise InvalidInput("“{text}” is too large", text=text.strip()[:40])
    if not math.isfinite(value):
        raise InvalidInput("“{text}” is not a number", text=text.strip()[:40])
    return value
