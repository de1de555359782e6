"""Cells to numbers: percent signs, thousands, and the decimal sign of a column, which one cell may not tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from core.errors import InvalidInput
from ui.language.numbers import MINUS, parse_number

SIGNS = (".", ",")
SPACES = "\u00a0\u202f\u2009 '’"  # between thousands
_NUMERAL = re.compile(
    rf"[+\-{MINUS}]?(\d[\d.,]*|[.,]\d+|\d{{1,3}}([{SPACES}]\d{{3}})+([.,]\d*)?)(e[+-]?\d+)?\s*%?",
    re.IGNORECASE | re.ASCII,
)
_GROUPED = r"\d{1,3}([^\d]\d{2,3})*[^\d]\d{3}"  # thousands; or as India writes them


def is_numeral(cell: str) -> bool:
    """Tell whether a cell looks like a number, in whatever way it is written.

    >>> [is_numeral(x) for x in ("0,5", "1.234", "1 234,5", "50 %", "1e-5", "rain", "1_0", "")]
    [True, True, True, True, True, False, False, False]
    """
    return bool(_NUMERAL.fullmatch(cell.strip()))


def decimal_of(cell: str) -> str | None:
    """Return the decimal sign that a cell proves, or None where it proves nothing.

    >>> [decimal_of(x) for x in ("0.5", "12,75", "1.234,5", "1.234.567", "1.234", "987")]
    ['.', ',', ',', ',', None, None]
    """
    digits = re.sub(rf"[{SPACES}%+\-{MINUS}]", "", cell.lower().split("e")[0])
    found = [sign for sign in digits if sign in SIGNS]
    if not found:
        return None
    last, other = found[-1], "," if found[-1] == "." else "."
    if len(set(found)) == 2:
        return last
    if len(found) > 1:
        return other
    whole, part = digits.split(last)
    thousands = (
        len(part) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0" and "e" not in cell.lower()
    )
    return None if thousands else last


def decimals_of(cells: Iterable[str]) -> set[str]:
    """Return the decimal signs that cells prove."""
    return {sign for cell in cells if is_numeral(cell) and (sign := decimal_of(cell))}


def is_unclear(cell: str) -> bool:
    """Tell whether a cell could be thousands as well as decimals.

    >>> is_unclear("1.234"), is_unclear("0.234")
    (True, False)
    """
    return is_numeral(cell) and any(s in cell for s in SIGNS) and decimal_of(cell) is None


def to_number(cell: str, decimal: str) -> float:
    """Read a cell; a cell that proves another decimal sign than the column's is read by its own.

    Raises
    ------
    InvalidInput
        It is no number, or too large.

    Examples
    --------
    >>> to_number("1.234", ","), to_number("1.234", "."), to_number("11,16 %", ",")
    (1234.0, 1.234, 0.1116)
    """
    text = cell.strip()
    if not is_numeral(text):
        return parse_number(text)  # which says what is wrong
    sign = decimal_of(text) or decimal
    plain = re.sub(rf"[{SPACES}%]", "", text)
    mantissa = plain.lower().lstrip(f"+-{MINUS}").split("e")[0].split(sign)[0]
    other = "," if sign == "." else "."
    if other in mantissa and not re.fullmatch(_GROUPED, mantissa):
        raise InvalidInput("“{text}” is not a number", text=text[:40])
    value = parse_number(plain.replace(other, "").replace(sign, "."))
    return value / 100 if text.endswith("%") else value


def to_numbers(cells: Sequence[str], decimal: str) -> list[float | InvalidInput]:
    """Read a column; what cannot be read is an error in its place.

    Where some cells have a percent sign, the others must be 0 or have it too.
    """
    shares = any(cell.strip().endswith("%") for cell in cells)
    read: list[float | InvalidInput] = []
    for cell in cells:
        try:
            value = to_number(cell, decimal)
            if shares and value and not cell.strip().endswith("%"):
                raise InvalidInput(
                    "“{text}” has no percent sign, and others have one", text=cell[:40]
                )
            read.append(value)
        except InvalidInput as error:
            read.append(error)
    return read
