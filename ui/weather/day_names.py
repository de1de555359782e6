"""A message that a visitor writes: days by name or icon, with commas between them; and bits to be read."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import InvalidInput

LONGEST_MESSAGE = 300  # days
LONGEST_BITS = 2000
VARIATION = (
    "\N{VARIATION SELECTOR-16}"  # asks for the coloured form of a symbol; not all keyboards add it
)


def read_message(text: str, names: Sequence[str], icons: Sequence[str]) -> tuple[int, ...]:
    """Return the states that a message names, by their rows.

    Raises
    ------
    InvalidInput
        A word is neither a name nor an icon, and is named with its place; or there are too many.

    Examples
    --------
    >>> read_message("Rain, ☀", ["sunny", "rain"], ["☀️", ""])
    (1, 0)
    """
    known = {
        _plain(word): row for words in (icons, names) for row, word in enumerate(words) if word
    }
    days = []
    for place, word in enumerate(filter(None, map(str.strip, text.split(","))), start=1):
        if _plain(word) not in known:
            raise InvalidInput(
                "day {place}: “{word}” is not a state of the table", place=place, word=word[:40]
            )
        days.append(known[_plain(word)])
    if len(days) > LONGEST_MESSAGE:
        raise InvalidInput(
            "a message has at most {most} days, and this one has {got}",
            most=LONGEST_MESSAGE,
            got=len(days),
        )
    return tuple(days)


def write_message(days: Sequence[int], names: Sequence[str]) -> str:
    """Return a message as its reader would write it.

    >>> write_message((1, 0), ["sunny", "rain"])
    'rain, sunny'
    """
    return ", ".join(names[day] for day in days)


def read_bits(text: str) -> str:
    """Return typed bits without their spaces; the error names the first sign that is no bit.

    >>> read_bits("1100 0")
    '11000'
    """
    bits = "".join(text.split())
    for position, bit in enumerate(bits, start=1):
        if bit not in "01":
            raise InvalidInput(
                "bit {position} must be 0 or 1, and is “{got}”", position=position, got=bit
            )
    if len(bits) > LONGEST_BITS:
        raise InvalidInput(
            "at most {most} bits can be read, and these are {got}", most=LONGEST_BITS, got=len(bits)
        )
    return bits


def _plain(word: str) -> str:
    return word.strip().casefold().replace(VARIATION, "")
