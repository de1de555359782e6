"""Coding whole blocks of days: how the bits per day fall towards the entropy."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import ArrayLike

from core.checks import as_distribution
from core.coding import huffman_lengths
from core.errors import InvalidInput

MOST_BLOCKS = 60_000  # different blocks; their Huffman code is built in well under a second


@dataclass(frozen=True)
class Block:
    """Huffman on blocks of some days.

    Attributes
    ----------
    days
        In one block.
    blocks
        How many different blocks there are.
    bits
        Expected bits per day.
    arithmetic
        What arithmetic coding of such a block needs at most: H + 2 / days.
    """

    days: int
    blocks: int
    bits: float
    arithmetic: float


def block_codes(p: ArrayLike, longest: int = 12, most_blocks: int = MOST_BLOCKS) -> list[Block]:
    """Return Huffman's bits per day on blocks of 1, 2, 3, ... days, as long as the blocks are few enough.

    The bits of k days are between k H and k H + 1, so the bits per day fall to H.

    Parameters
    ----------
    p
        Shape (n,), the distribution of one day; days are independent.
    longest
        Days of the longest block.

    Examples
    --------
    >>> [round(block.bits, 3) for block in block_codes([0.9, 0.1], 4)]
    [1.0, 0.645, 0.533, 0.493]
    """
    probabilities = as_distribution(p).ravel()
    possible = probabilities[probabilities > 0] / probabilities.sum()
    if longest < 1:
        raise InvalidInput("blocks must have at least one day, and have {got}", got=longest)
    entropy = float(-(possible @ np.log2(possible))) + 0.0
    found = []
    for days in range(1, longest + 1):
        if days > 1 and len(possible) ** days > most_blocks:
            break
        shares = np.array(list(_block_probabilities(possible, days)))
        lengths = huffman_lengths(shares)
        bits = float(shares @ lengths) / days
        found.append(Block(days, len(shares), bits, entropy + 2 / days))
    return found


def _block_probabilities(p: np.ndarray, days: int) -> Iterator[float]:
    """Yield the probability of every block; blocks with the same days in another order share it."""
    for chosen in combinations_with_replacement(range(len(p)), days):
        orders = math.factorial(days)
        for count in Counter(chosen).values():
            orders //= math.factorial(count)
        share = math.prod(p[i] for i in chosen)
        for _ in range(orders):
            yield share
