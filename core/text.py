"""Counting a text: its letters as its reader sees them, its words, or its bytes; and what it takes, packed or not."""

from __future__ import annotations

import unicodedata
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import regex

from core.checks import Array
from core.coding import expected_length, fixed_length_code, huffman_code
from core.errors import InvalidInput
from core.information import cross_entropy, entropy

Unit = Literal["letters", "characters", "words", "bytes"]
UNITS: tuple[Unit, ...] = get_args(Unit)
MOST_BYTES = 5_000_000
GZIP = 31  # zlib's number for gzip's format

# What is neither a letter nor the mark of one, with the marks on it.
_NO_LETTERS = regex.compile(r"(?:[^\p{L}\p{M}]\p{M}*)+")
_WORDS = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’\-][\p{L}\p{M}\p{N}]+)*")
# Between two code points that are "other" there is always a boundary: only what touches the rest needs Unicode's rules.
_JOINED = regex.compile(r"(?s).?(?:\P{Grapheme_Cluster_Break=Other}+.?)+")
_CLUSTER = regex.compile(r"\X")


@dataclass(frozen=True)
class Counted:
    """A text by its symbols.

    Attributes
    ----------
    counts
        Symbol to how often it comes, the most frequent first. A byte is two hexadecimal digits.
    utf8, gzip
        Bytes that what was counted takes, as it is and packed.
    """

    unit: Unit
    counts: Mapping[str, int]
    utf8: int
    gzip: int

    @property
    def total(self) -> int:
        """How many symbols the text has."""
        return sum(self.counts.values())


def count_text(content: str | bytes, unit: Unit = "letters", fold: bool = True) -> Counted:
    r"""Count a text.

    Parameters
    ----------
    content
        Text; or bytes, of which only bytes can be counted.
    unit
        ``letters`` leaves out all else; ``characters`` are all that the text has. Of both, what a reader takes for
        one is one: a letter with its marks, however they are encoded, a flag (Unicode Annex 29). ``words`` are letters
        and digits, with hyphens and apostrophes within.
    fold
        Capitals count as small letters.

    Raises
    ------
    InvalidInput
        The text is too large, or has nothing of that kind.

    Examples
    --------
    >>> dict(count_text("Niño, nin\u0303o!").counts)
    {'i': 2, 'n': 2, 'o': 2, 'ñ': 2}
    """
    text = content if isinstance(content, str) else ""
    if len(text) > MOST_BYTES or len(content) > MOST_BYTES:
        raise InvalidInput("a text may have at most {limit} MB", limit=MOST_BYTES // 1_000_000)
    if unit == "bytes":
        data = _mended(text).encode() if isinstance(content, str) else content
        data = data.lower() if fold else data
        return _counted(unit, _bytes(data), data)
    if not isinstance(content, str):
        raise InvalidInput("these are bytes, not text")
    text = unicodedata.normalize("NFC", _mended(content))
    text = unicodedata.normalize("NFC", text.lower()) if fold else text
    if unit == "words":
        words = _WORDS.findall(text)
        return _counted(unit, Counter(words), " ".join(words).encode())
    if unit == "letters":
        text = _letters(text)
    return _counted(unit, _clusters(text), text.encode())


def _mended(text: str) -> str:
    """Return a text without halves of code points, which no encoding has."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _bytes(data: bytes) -> Counter[str]:
    found = np.bincount(np.frombuffer(data, np.uint8), minlength=256)
    return Counter({f"{byte:02X}": int(n) for byte, n in enumerate(found) if n})


def _letters(text: str) -> str:
    """Return the letters of a text, with their marks."""
    known = set(text)
    if any(unicodedata.category(c)[0] == "M" for c in known):
        return str(_NO_LETTERS.sub("", text))
    return text.translate({ord(c): None for c in known if unicodedata.category(c)[0] != "L"})


def _clusters(text: str) -> Counter[str]:
    """Count what a reader takes for one."""
    joined = _JOINED.findall(text)
    counts = Counter(text)
    for piece in joined:
        counts.subtract(piece)
        counts.update(_CLUSTER.findall(piece))
    return +counts


def _counted(unit: Unit, counts: Counter[str], data: bytes) -> Counted:
    if not counts:
        raise _nothing(unit)
    ordered = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    return Counted(unit, ordered, len(data), len(zlib.compress(data, 6, GZIP)))


def _nothing(unit: Unit) -> InvalidInput:
    if unit == "letters":
        return InvalidInput("the text has no letters")
    return (
        InvalidInput("the text has no words")
        if unit == "words"
        else InvalidInput("the text is empty")
    )


def shares_of(counted: Counted, symbols: Sequence[str], more: int = 0) -> Array:
    """Return the share of each symbol in a text, shape (n,).

    ``more``: so many times more is each symbol counted, so that none is without a word in the code of a text that
    happens not to have it (Laplace's rule).

    >>> shares_of(count_text("aab"), ["a", "b", "c"], 1).round(3).tolist()
    [0.5, 0.333, 0.167]
    """
    counts = np.array([counted.counts.get(symbol, 0) + more for symbol in symbols], float)
    total: Array = counts / counts.sum()
    return total


def symbols_of(texts: Sequence[Counted]) -> list[str]:
    """Return the symbols that any of the texts has, those of the first text first.

    >>> symbols_of([count_text("aab"), count_text("cb")])
    ['a', 'b', 'c']
    """
    return list(dict.fromkeys(symbol for text in texts for symbol in text.counts))


def bits_in_code_of(text: Counted, other: Counted, symbols: Sequence[str]) -> float:
    """Return what a symbol of a text costs in the ideal code of another text: their cross-entropy, in bits.

    In the other's code each symbol is counted once more than it came.
    """
    return float(cross_entropy(shares_of(text, symbols), shares_of(other, symbols, 1)))


@dataclass(frozen=True)
class Sizes:
    """Bytes that a text takes in codes of its symbols, without the codes themselves; as UTF-8 and as gzip."""

    fixed: int
    huffman: int
    entropy: int
    utf8: int
    gzip: int


def sizes_of(text: Counted) -> Sizes:
    """Return what a text takes.

    >>> found = sizes_of(count_text("abracadabra"))
    >>> found.fixed, found.huffman, found.entropy, found.utf8
    (5, 3, 3, 11)
    """
    p = shares_of(text, list(text.counts))
    bits = [
        expected_length(p, fixed_length_code(len(p))),
        expected_length(p, huffman_code(p)),
        float(entropy(p)),
    ]
    fixed, huffman, ideal = (int(np.ceil(round(b * text.total, 6) / 8)) for b in bits)
    return Sizes(fixed, huffman, ideal, text.utf8, text.gzip)
