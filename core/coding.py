"""Codewords: prefix and unique decodability, Kraft, Huffman, Shannon, encoding and decoding.

A codeword is a string of ``0`` and ``1``; a code is a list of codewords in the order of the
probabilities, or, to encode and decode, a mapping from symbol to codeword.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from core.checks import as_distribution, as_list, as_whole, brief
from core.errors import InvalidInput

MOST_WORDS = 65_536  # of a code whose words have equal length
# Bits of a codeword. Huffman's word of n bits takes a probability of at most φ^-n, and the least float is φ^-1547;
# symbols of probability 0, which share its place, add the bits that tell them apart.
LONGEST = 2000
LONGEST_SAID = 64  # bits that a message repeats


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


def ambiguity(codewords: Iterable[str]) -> str | None:
    """Return a string of bits that can be read in two ways, a shortest one, or None.

    Sardinas and Patterson (1953): follow what dangles when two readings overlap; the code
    is ambiguous iff a codeword ever dangles. Breadth first, over the finitely many suffixes.

    >>> ambiguity(["0", "01", "10"])
    '010'
    >>> ambiguity(["0", "01", "11"]) is None
    True
    """
    words = as_codewords(codewords)
    if len(set(words)) < len(words):
        return next(word for word in words if words.count(word) > 1)
    if is_prefix_free(words):
        return None
    waiting = [
        (len(b), a, b[len(a) :], b) for a in words for b in words if a != b and b.startswith(a)
    ]
    heap = [(length, text, dangling) for length, _a, dangling, text in waiting]
    heapq.heapify(heap)
    seen: set[str] = set()
    known = set(words)
    while heap:
        _length, text, dangling = heapq.heappop(heap)
        if dangling in known:
            return text
        if dangling in seen:
            continue
        seen.add(dangling)
        for word in words:
            if word.startswith(dangling):
                longer = text + word[len(dangling) :]
                heapq.heappush(heap, (len(longer), longer, word[len(dangling) :]))
            elif dangling.startswith(word):
                heapq.heappush(heap, (len(text), text, dangling[len(word) :]))
    return None


def is_uniquely_decodable(codewords: Iterable[str]) -> bool:
    """Tell whether every string of codewords can be read in one way only.

    >>> is_uniquely_decodable(["0", "01", "11"]), is_uniquely_decodable(["0", "01", "10"])
    (True, False)
    """
    return ambiguity(codewords) is None


def huffman_code(p: ArrayLike) -> list[str]:
    """Return a code of least expected length, in the order of p. Huffman (1952).

    Ties are broken by the order of p, so that the same p always gives the same code, and so that no
    word is longer than it must be; a single symbol gets the word 0, and symbols of probability 0
    get words too.

    >>> huffman_code([0.5, 0.25, 0.25])
    ['0', '10', '11']
    """
    joins = huffman_joins(p)
    n = len(joins) + 1
    words = [""] * (2 * n - 1)
    for node in range(2 * n - 2, n - 1, -1):
        join = joins[node - n]
        words[join.frequent] = words[node] + "0"
        words[join.rare] = words[node] + "1"
    return words[:n] if n > 1 else ["0"]


class Join(NamedTuple):
    """One step of Huffman's algorithm: the two rarest nodes become one, whose bits begin with 0 and 1.

    Nodes 0 to n - 1 are the symbols; the join in place k of all makes node n + k, of probability ``p``.
    """

    frequent: int
    rare: int
    p: float


def huffman_joins(p: ArrayLike) -> list[Join]:
    """Return the n - 1 steps in which Huffman's tree grows from n symbols, shape (n,).

    Sorted once, in two queues: the symbols, and the nodes that were made of them, of which none is
    rarer than one before it (van Leeuwen, 1976). Of equals, a symbol goes first.

    >>> huffman_joins([0.5, 0.25, 0.25])
    [Join(frequent=1, rare=2, p=0.5), Join(frequent=0, rare=3, p=1.0)]
    """
    shares = as_distribution(p).ravel().tolist()
    n = len(shares)
    symbols = deque(sorted(((x, i) for i, x in enumerate(shares)), key=lambda s: (s[0], -s[1])))
    made: deque[tuple[float, int]] = deque()
    joins = []
    for node in range(n, 2 * n - 1):
        two = []
        for _ in range(2):
            from_made = not symbols or bool(made and made[0][0] < symbols[0][0])
            two.append((made if from_made else symbols).popleft())
        # Of two equals, the one that came last gets the 1.
        rare, frequent = sorted(two, key=lambda x: (x[0], -x[1]))
        joins.append(Join(frequent[1], rare[1], rare[0] + frequent[0]))
        made.append((joins[-1].p, node))
    return joins


def shannon_code(p: ArrayLike) -> list[str]:
    """Return Shannon's code: word i has ceil(-log2 p_i) bits, of the sum of all larger p.

    Probabilities of 0 have no word in it, and get the empty string. Shannon (1948).

    >>> shannon_code([0.5, 0.25, 0.25])
    ['0', '10', '11']
    """
    ratios = [x.as_integer_ratio() for x in as_distribution(p).ravel().tolist()]
    whole = max(
        below for _above, below in ratios
    )  # each is a power of two, so these are whole parts of it:
    parts = [above * (whole // below) for above, below in ratios]
    # Floats that sum to 1 do so only nearly: as they are, 0.25 gets its 2 bits. Scaled, they always fit.
    return _shannon_words(parts, whole) or _shannon_words(parts, sum(parts)) or []


def _shannon_words(parts: Sequence[int], whole: int) -> list[str] | None:
    """Return the words of parts of a whole, or None where they are so large that the last ones do not fit."""
    words, before = [""] * len(parts), 0
    for i in sorted(range(len(parts)), key=lambda i: -parts[i]):
        if not parts[i]:
            continue
        if before >= whole:
            return None
        # The least length with 2^-length <= part / whole.
        length = max(1, (-(-whole // parts[i]) - 1).bit_length())
        words[i] = format((before << length) // whole, f"0{length}b")
        before += parts[i]
    return words


def fixed_length_code(n: int) -> list[str]:
    """Return n codewords of equal length, counting up from 0.

    >>> fixed_length_code(5)
    ['000', '001', '010', '011', '100']
    """
    n = as_whole(n, "n")
    if not 0 <= n <= MOST_WORDS:
        raise InvalidInput(
            "{name} must be from {least} to {most}, got {got}",
            name="n",
            least=0,
            most=MOST_WORDS,
            got=n,
        )
    length = max(1, (n - 1).bit_length())
    return [format(i, f"0{length}b") for i in range(n)]


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


def encode(symbols: Iterable[Hashable], code: Mapping[Hashable, str]) -> str:
    """Return the codewords of the symbols, one after the other.

    >>> encode("abba", {"a": "0", "b": "10"})
    '010100'
    """
    as_codewords(_code(code).values())
    words = []
    for symbol in as_list(symbols, "symbols"):
        if not isinstance(symbol, Hashable) or symbol not in code:
            raise InvalidInput(
                "there is no codeword for “{symbol}”",
                symbol=brief(symbol) if not isinstance(symbol, str) else symbol,
            )
        words.append(code[symbol])
    return "".join(words)


def _code(code: object) -> Mapping[Hashable, str]:
    if not isinstance(code, Mapping):
        raise InvalidInput("code must map each symbol to its codeword")
    return code


def decode(bits: str, code: Mapping[Hashable, str]) -> list[Hashable]:
    """Return the symbols that the bits spell, for every uniquely decodable code.

    A prefix-free code is read word by word. Another code may need to look ahead, to the end if
    need be, so all readings are followed at once, as the set of places where a word may end.

    Raises
    ------
    InvalidInput
        A sign other than 0 and 1, bits that fit no word (named with their position, from 1),
        bits left over, or a code that can be read in two ways.

    >>> decode("010100", {"a": "0", "b": "10"})
    ['a', 'b', 'b', 'a']
    >>> decode("0111111", {"a": "0", "b": "01", "c": "11"})
    ['a', 'c', 'c', 'c']
    """
    words = as_codewords(_code(code).values())
    if not isinstance(bits, str):
        raise InvalidInput("bits must be a text of 0 and 1")
    if set(bits) - {"0", "1"}:
        position, bit = next((i, b) for i, b in enumerate(bits, start=1) if b not in "01")
        raise InvalidInput(
            "bit {position} must be 0 or 1, and is “{got}”", position=position, got=bit
        )
    if is_prefix_free(words):
        return _decode_prefix_free(bits, code)
    if not is_uniquely_decodable(words):
        raise InvalidInput("the code can be read in two ways: “{bits}”", bits=ambiguity(words))
    return _decode_looking_ahead(bits, code)


def _decode_prefix_free(bits: str, code: Mapping[Hashable, str]) -> list[Hashable]:
    symbol_of = {word: symbol for symbol, word in code.items()}
    longest = max(map(len, symbol_of))
    lengths = sorted({len(word) for word in symbol_of})
    found, at = [], 0
    while at < len(bits):
        for length in lengths:
            symbol = symbol_of.get(bits[at : at + length])
            if symbol is not None and at + length <= len(bits):
                found.append(symbol)
                at += length
                break
        else:
            _refuse(bits, at, at + longest, symbol_of)
    return found


def _decode_looking_ahead(bits: str, code: Mapping[Hashable, str]) -> list[Hashable]:
    symbol_of = {word: symbol for symbol, word in code.items()}
    lengths = sorted({len(word) for word in symbol_of})
    came: dict[int, int] = {0: 0}  # place where a word may end -> where that word began
    waiting = deque([0])
    while waiting:
        at = waiting.popleft()
        for length in lengths:
            end = at + length
            if end <= len(bits) and end not in came and bits[at:end] in symbol_of:
                came[end] = at
                waiting.append(end)
    if len(bits) not in came:
        _refuse(bits, max(came), len(bits), symbol_of)
    found, end = [], len(bits)
    while end > 0:
        found.append(symbol_of[bits[came[end] : end]])
        end = came[end]
    return found[::-1]


def _refuse(bits: str, at: int, end: int, symbol_of: Mapping[str, Hashable]) -> None:
    """Say at which bit no codeword fits any more, or that the bits stop inside one."""
    for last in range(at + 1, min(end, len(bits)) + 1):
        if not any(word.startswith(bits[at:last]) for word in symbol_of):
            raise InvalidInput(
                "bit {position} fits no codeword: “{got}” starts none",
                position=last,
                got=bits[at:last],
            )
    raise InvalidInput(
        "the last {n} bits, “{got}”, are not a whole codeword",
        n=len(bits) - at,
        got=bits[at:][:LONGEST_SAID],
    )
