"""Codes from probabilities: Huffman's (1952), Shannon's (1948), and words of equal length."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from numpy.typing import ArrayLike

from core.checks import as_distribution, as_whole
from core.errors import InvalidInput

MOST_WORDS = 65_536  # of a code whose words have equal length


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
