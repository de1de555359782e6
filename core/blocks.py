"""Coding whole blocks of days: how the bits per day fall towards the entropy."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.checks import Array, as_distribution, as_number, as_whole
from core.errors import InvalidInput

# Merges of Huffman's algorithm for all lengths together, about: some 20 milliseconds.
MOST_EFFORT = 50_000


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


def block_codes(p: ArrayLike, longest: int = 12, most_effort: float = MOST_EFFORT) -> list[Block]:
    """Return Huffman's bits per day on blocks of 1, 2, 3, ... days, while it takes little time.

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
    longest, most_effort = as_whole(longest, "longest"), as_number(most_effort, "most_effort")
    if longest < 1:
        raise InvalidInput("blocks must have at least one day, and have {got}", got=longest)
    entropy = float(-(possible @ np.log2(possible))) + 0.0
    found = []
    kinds = NO_DAYS
    for days in range(1, longest + 1):
        kinds_of_blocks = math.comb(len(possible) + days - 1, days)
        most_effort -= kinds_of_blocks * days * math.log2(len(possible))
        if days > 1 and most_effort < 0:
            break
        kinds = _one_day_longer(kinds, possible, days)
        bits = _huffman_bits(kinds.share, kinds.orders) / days
        found.append(Block(days, len(possible) ** days, bits, entropy + 2 / days))
    return found


@dataclass(frozen=True)
class _Kinds:
    """Blocks of some days, one for all that have the same days in another order, days ascending.

    Each of shape (m,): the last day, how often it comes, the probability of one such block, and
    in how many orders its days can come.
    """

    last: NDArray[np.int64]
    times: NDArray[np.int64]
    share: Array
    orders: NDArray[np.int64]


NO_DAYS = _Kinds(np.zeros(1, np.int64), np.zeros(1, np.int64), np.ones(1), np.ones(1, np.int64))


def _one_day_longer(kinds: _Kinds, p: Array, days: int) -> _Kinds:
    """Return the blocks with one more day, which is not before their last one."""
    choices = len(p) - kinds.last
    of = np.repeat(np.arange(len(choices)), choices)
    day = np.arange(len(of)) - np.repeat(np.cumsum(choices) - choices, choices) + kinds.last[of]
    times = np.where(day == kinds.last[of], kinds.times[of] + 1, 1)
    return _Kinds(day, times, kinds.share[of] * p[day], kinds.orders[of] * days // times)


def _huffman_bits(shares: Array, counts: NDArray[np.int64]) -> float:
    """Return the expected length of Huffman's code for ``counts`` symbols of each probability.

    It is the sum of all merged probabilities. Equal ones that are the rarest are merged in pairs, all
    at once.
    """
    heap = list(zip(shares.tolist(), counts.tolist(), strict=True))
    if len(heap) == 1 and heap[0][1] == 1:
        return 1.0  # even a certain block takes a bit
    heapq.heapify(heap)
    bits = 0.0
    while len(heap) > 1 or heap[0][1] > 1:
        share, count = heapq.heappop(heap)
        if count > 1:
            bits += 2 * share * (count // 2)
            heapq.heappush(heap, (2 * share, count // 2))
        if count % 2:
            other, others = heapq.heappop(heap)
            bits += share + other
            heapq.heappush(heap, (share + other, 1))
            if others > 1:
                heapq.heappush(heap, (other, others - 1))
    return bits
