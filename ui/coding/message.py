"""A message that a visitor writes: days by name or icon, with commas between them."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import InvalidInput

VARIATION = (
    "\N{VARIATION SELECTOR-16}"  # asks for the coloured form of a symbol; not all keyboards add it
)


def read_message(text: str, names: Sequence[str], icons: Sequence[str]) -> list[int]:
    """Return the states that a message names, by their rows.

    Raises
    ------
    InvalidInput
        A word is neither a name nor an icon; it is named with its place.

    Examples
    --------
    >>> read_message("Rain, ☀", ["sunny", "rain"], ["☀️", ""])
    [1, 0]
    """
    known = {
        _plain(word): row for words in (icons, names) for row, word in enumerate(words) if word
    }
    days = []
    for place, word in enumerate(filter(None, map(str.strip, text.split(","))), start=1):
        if _plain(word) not in known:
            raise InvalidInput(
                "day {place}: “{word}” is no state of the table", place=place, word=word[:40]
            )
        days.append(known[_plain(word)])
    return days


def _plain(word: str) -> str:
    return word.strip().casefold().replace(VARIATION, "")
