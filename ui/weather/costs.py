"""What the cities' weather costs in each code: the numbers that table, averages and panels share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.coding import (
    as_codewords,
    expected_length,
    first_conflict,
    fixed_length_code,
    huffman_code,
    kraft_sum,
    shannon_code,
)
from core.errors import InvalidInput
from core.information import cross_entropy, entropy, kl_divergence
from ui.weather.state import Weather

LONGEST_SHOWN = 20  # bits


@dataclass(frozen=True)
class Costs:
    """Average bits per day.

    ``mine`` is None while a codeword is ``wrong``, which says row by row what each alone is: then ``conflict`` is about the
    others. It is None too while the words are so short that no reader could tell them apart (a Kraft sum above 1): an average below the entropy is none.
    """

    fixed: float
    mine: float | None
    mine_b: float | None
    huffman: list[str]
    huffman_bits: float
    shannon: list[str]
    entropy_a: float
    entropy_b: float
    cross: float
    kl: float
    conflict: tuple[int, int] | None
    wrong: dict[int, InvalidInput]


def costs(state: Weather) -> Costs:
    """Compute them all."""
    a, b = state.city_a, state.city_b
    huffman = huffman_code(a)
    wrong = _wrong(state.code)
    readable = [row for row in range(state.n) if row not in wrong]
    words = [state.code[row] for row in readable]
    found = first_conflict(words) if words else None
    conflict = found and (readable[found[0]], readable[found[1]])
    mine = mine_b = None
    if not wrong and not (conflict and kraft_sum(words) > 1):
        mine, mine_b = expected_length(a, words), expected_length(b, words)
    return Costs(
        fixed=expected_length(a, fixed_length_code(state.n)),
        mine=mine,
        mine_b=mine_b,
        huffman=huffman,
        huffman_bits=expected_length(a, huffman),
        shannon=shannon_code(a),
        entropy_a=float(entropy(a)),
        entropy_b=float(entropy(b)),
        cross=float(cross_entropy(b, a)),
        kl=float(kl_divergence(b, a)),
        conflict=conflict,
        wrong=wrong,
    )


def _wrong(code: Sequence[str]) -> dict[int, InvalidInput]:
    """Return what is wrong with each codeword alone, by its row."""
    try:
        as_codewords(code)
        return {}  # as nearly always, and while a hand moves
    except InvalidInput:
        found = {}
    for row, word in enumerate(code):
        try:
            as_codewords([word])
        except InvalidInput as error:
            found[row] = InvalidInput(error.template, **error.values | {"n": row + 1})
    return found


def inverse(p: np.ndarray) -> np.ndarray:
    """Return 1/p, infinite for 0 and beyond the largest float."""
    with np.errstate(divide="ignore", over="ignore"):
        result: np.ndarray = 1 / p
    return result


def shortened(word: str) -> str:
    """Return a codeword as a table can show it: whole, or its beginning where it is very long.

    >>> shortened("1101"), shortened(30 * "1")
    ('1101', '1111111111…')
    """
    return word if len(word) <= LONGEST_SHOWN else f"{word[: LONGEST_SHOWN // 2]}…"
