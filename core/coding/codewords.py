"""A code as a list of codewords, strings of ``0`` and ``1``: their Kraft sum, what starts what, what is free, their average."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from core.checks import as_distribution, as_list
from core.errors import InvalidInput

# Bits of a codeword. Huffman's word of n bits takes a probability of at most φ^-n, and the least float is φ^-1547;
# symbols of probability 0, which share its place, add the bits that tell them apart.
LONGEST = 2000


def as_codewords(codewords: Iterable[str]) -> list[str]:
    """Return codewords, each of 1 to 2000 signs 0 or 1; the error names the first that is not."""
    words = as_list(codewords, "codewords")
    if not words:
        raise InvalidInput("codewords must not be empty")
    for n, word in enumerate(words, start=1):
        if not isinstance(word, str):
            raise InvalidInput("codeword {n} must have only 0 and 1, and is “{got}”", n=n, got=word)
        if not word:
            raise InvalidInput("codeword {n} is empty", n=n)
        if len(word) > LONGEST:
            raise InvalidInput(
                "codeword {n} has {got} bits; at most {most} are allowed",
                n=n,
                got=len(word),
                most=LONGEST,
            )
        if word.strip("01"):
            raise InvalidInput("codeword {n} must have only 0 and 1, and is “{got}”", n=n, got=word)
    return words


def kraft_sum(codewords: Iterable[str]) -> float:
    """Return Σ 2^-length. A uniquely decodable code exists for these lengths iff it is at most 1.

    Exact: every term is a power of two. Kraft (1949), McMillan (1956).

    >>> kraft_sum(["1100", "0", "10", "1101", "1110"])
    0.9375
    """
    lengths = [len(word) for word in as_codewords(codewords)]
    longest = max(lengths)
    return float(Fraction(sum(1 << longest - length for length in lengths), 1 << longest))


def first_conflict(codewords: Iterable[str]) -> tuple[int, int] | None:
    """Return the first pair (i, j) where codeword i is the start of codeword j, or None.

    >>> first_conflict(["1", "0", "01"])
    (1, 2)
    >>> first_conflict(["0", "0"])
    (0, 1)
    """
    words = as_codewords(codewords)
    in_order = sorted(
        words
    )  # a word stands before all that begin with it, and nothing else between
    if not any(word.startswith(before) for before, word in pairwise(in_order)):
        return None
    first = {word: i for i, word in reversed(list(enumerate(words)))}
    return next(
        (min(starts), j)
        for j, word in enumerate(words)
        if (
            starts := [
                first[s] for s in _starts(word) if s in first and (s != word or first[s] < j)
            ]
        )
    )


def _starts(word: str) -> Iterable[str]:
    return (word[:end] for end in range(1, len(word) + 1))


def free_words(codewords: Iterable[str]) -> list[str]:
    """Return the words that a prefix-free code has left, the shortest first: none is the start of another.

    Any of them, or any word that begins with one, can be added. Their Kraft sum is what the code leaves of 1.

    >>> free_words(["1100", "0", "10", "1101", "1110"])
    ['1111']
    >>> free_words(["0", "10", "11"])
    []
    """
    words = as_codewords(codewords)
    starts = {word[:end] for word in words for end in range(len(word) + 1)}
    beside = {start[:-1] + "10"[int(start[-1])] for start in starts if start}
    taken = set(words)
    free = (
        word
        for word in beside - starts
        if not any(word[:end] in taken for end in range(1, len(word)))
    )
    return sorted(free, key=lambda word: (len(word), word))


def is_prefix_free(codewords: Iterable[str]) -> bool:
    """Tell whether no codeword is the start of another, so that each is known at its last bit.

    >>> is_prefix_free(["0", "10", "11"]), is_prefix_free(["0", "01", "11"])
    (True, False)
    """
    return first_conflict(codewords) is None


def expected_length(p: ArrayLike, codewords: Sequence[str]) -> float:
    """Return Σ p_i length_i, in bits per symbol.

    >>> round(expected_length([0.25, 0.45, 0.2, 0.09, 0.01], ["1100", "0", "10", "1101", "1110"]), 2)
    2.25
    """
    probabilities, words = as_distribution(p).ravel(), as_codewords(codewords)
    if len(words) != len(probabilities):
        raise InvalidInput(
            "p and codewords must have the same length, and have {m} and {n}",
            m=len(probabilities),
            n=len(words),
        )
    return float(probabilities @ np.array([len(word) for word in words]))
