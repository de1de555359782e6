"""Codes against brute force, and what must always hold."""

from __future__ import annotations

import itertools
import math
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from core.antenna import running_average, simulate
from core.blocks import block_codes
from core.checks import as_distribution
from core.coding import (
    ambiguity,
    decode,
    encode,
    expected_length,
    first_conflict,
    fixed_length_code,
    free_words,
    huffman_code,
    huffman_joins,
    is_prefix_free,
    is_uniquely_decodable,
    kraft_sum,
    shannon_code,
)
from core.errors import InvalidInput
from core.examples import LECTURE_WEATHER
from core.information import entropy
from tests.unit.oracles import distributions

A, CODE = LECTURE_WEATHER.p, LECTURE_WEATHER.code
words = some.lists(some.text("01", min_size=1, max_size=4), min_size=1, max_size=5)


def test_the_lecture() -> None:
    assert [len(word) for word in fixed_length_code(5)] == [3, 3, 3, 3, 3]
    assert expected_length(A, fixed_length_code(5)) == pytest.approx(3)
    assert [len(word) for word in CODE] == [4, 1, 2, 4, 4]
    assert expected_length(A, CODE) == pytest.approx(2.25)
    assert kraft_sum(CODE) == 0.9375
    assert is_prefix_free(CODE)
    assert expected_length(A, huffman_code(A)) == pytest.approx(1.95)


def least_length(p: np.ndarray) -> float:
    """The least expected length of any lengths that Kraft allows, by trying them all."""
    n = len(p)
    return min(
        float(p @ np.array(lengths))
        for lengths in itertools.product(range(1, n + 1), repeat=n)
        if sum(2.0**-length for length in lengths) <= 1
    )


@given(distributions.filter(lambda p: len(p) <= 5))
def test_huffman_is_the_best(p: np.ndarray) -> None:
    code = huffman_code(p)
    assert is_prefix_free(code)
    assert expected_length(p, code) == pytest.approx(least_length(p), abs=1e-12)


@given(distributions.filter(lambda p: len(p) > 1))
def test_huffman_is_within_a_bit_of_the_entropy(p: np.ndarray) -> None:
    average = expected_length(p, huffman_code(p))
    assert entropy(p) - 1e-12 <= average <= entropy(p) + 1
    assert kraft_sum(huffman_code(p)) == 1


@given(distributions.filter(lambda p: len(p) > 1 and (p > 1e-18).all()))
def test_shannons_code(p: np.ndarray) -> None:
    code = shannon_code(p)
    assert is_prefix_free(code)
    for share, word in zip(p, code, strict=True):
        assert len(word) >= -math.log2(share) - 1e-9
        assert len(word) < -math.log2(share) + 1 + 1e-9 or len(word) == 1


def readings(bits: str, code: list[str]) -> int:
    """In how many ways the bits can be read, by counting."""
    ways = [1] + [0] * len(bits)
    for end in range(1, len(bits) + 1):
        ways[end] = sum(ways[end - len(w)] for w in code if bits[:end].endswith(w))
    return ways[-1]


@given(words)
def test_unique_decodability_by_brute_force(code: list[str]) -> None:
    found = ambiguity(code)
    if found is not None:
        assert readings(found, code) >= 2
        assert not is_prefix_free(code)
    else:
        assert kraft_sum(code) <= 1
        for length in range(1, 9):
            for bits in itertools.product("01", repeat=length):
                assert readings("".join(bits), code) <= 1


@given(words, some.data())
def test_what_is_encoded_is_decoded(code: list[str], data: some.DataObject) -> None:
    assume(is_uniquely_decodable(code))
    named = dict(enumerate(code))
    message = data.draw(some.lists(some.sampled_from(sorted(named)), max_size=30))
    assert decode(encode(message, named), named) == message


@given(words)
def test_the_first_conflict(code: list[str]) -> None:
    conflict = first_conflict(code)
    assert (conflict is None) == is_prefix_free(code)
    if conflict:
        assert code[conflict[1]].startswith(code[conflict[0]])
        assert conflict[0] != conflict[1]


@given(words)
def test_free_words_are_what_kraft_says_is_left(code: list[str]) -> None:
    assume(is_prefix_free(code))
    free = free_words(code)
    assert kraft_sum(code) + sum(2.0 ** -len(word) for word in free) == 1
    assert is_prefix_free(code + free)


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        ([], "must not be empty"),
        (["0", ""], "codeword 2 is empty"),
        (["0", "12"], "codeword 2 must have only 0 and 1, and is “12”"),
        (["0" * 10_000], "codeword 1 has 10000 bits"),
        (["０"], "only 0 and 1"),
        (["0", 1], "codeword 2 must have only 0 and 1, and is “1”"),
    ],
)
def test_a_bad_codeword_is_named(bad: list[Any], rule: str) -> None:
    for function in (kraft_sum, is_prefix_free, is_uniquely_decodable):
        with pytest.raises(InvalidInput, match=rule):
            function(bad)


def test_what_cannot_be_decoded_is_named() -> None:
    code = dict(enumerate(CODE))
    with pytest.raises(InvalidInput, match="bit 5 fits no codeword: “1111” starts none"):
        decode("01111", code)
    with pytest.raises(
        InvalidInput, match="what is left at the end, “11”, is not a whole codeword"
    ):
        decode("1011", code)
    with pytest.raises(InvalidInput, match="bit 2 must be 0 or 1, and is “2”"):
        decode("12", code)
    with pytest.raises(InvalidInput, match="can be read in two ways: “010”"):
        decode("010", {"a": "0", "b": "01", "c": "10"})
    with pytest.raises(InvalidInput, match="no codeword for “z”"):
        encode("z", code)
    assert decode("", code) == []


def test_looking_ahead_is_not_slow() -> None:
    code = {"a": "0", "b": "01", "c": "11"}
    message = ["b"] + ["c"] * 20_000
    assert decode(encode(message, code), code) == message


def test_blocks_fall_to_the_entropy() -> None:
    blocks = block_codes(A)
    h = float(entropy(A))
    assert blocks[0].bits == pytest.approx(1.95)
    assert len(blocks) >= 5
    for block in blocks:
        assert h - 1e-9 <= block.bits <= h + 1 / block.days
        assert block.blocks == 5**block.days
        assert block.arithmetic == pytest.approx(h + 2 / block.days)


@given(distributions.filter(lambda p: len(p) <= 5), some.integers(1, 3))
def test_blocks_agree_with_huffman_on_all_products(p: np.ndarray, days: int) -> None:
    possible = p[p > 0]
    products = np.array([math.prod(c) for c in itertools.product(possible, repeat=days)])
    products /= products.sum()
    assert block_codes(p, days)[-1].bits == pytest.approx(
        expected_length(products, huffman_code(products)) / days, rel=1e-9
    )


def test_the_antenna_settles_on_the_expected_length() -> None:
    lengths = [len(word) for word in CODE]
    days = simulate(A, 100_000, seed=1)
    running = running_average(days, A, lengths)
    assert running.expected == pytest.approx(2.25)
    assert running.days[-1] == 100_000
    assert abs(running.average[-1] - 2.25) < 4 * running.spread[-1]
    assert (simulate(A, 10, seed=7) == simulate(A, 10, seed=7)).all()
    shares = np.bincount(days, minlength=5) / len(days)
    np.testing.assert_allclose(shares, A, atol=0.01)
    with pytest.raises(InvalidInput, match="days must be from 1 to 100000"):
        simulate(A, 0, seed=1)


def test_an_infinite_word_costs_only_where_its_day_comes() -> None:
    drawn = simulate([0.5, 0.5, 0.0], 100, seed=1)
    never = running_average(drawn, [0.5, 0.5, 0.0], [1.0, 2.0, np.inf])
    assert never.expected == 1.5
    assert np.isfinite(never.spread).all()
    sometimes = running_average(drawn, [0.5, 0.5, 0.0], [1.0, np.inf, 2.0])
    assert sometimes.expected == np.inf == sometimes.average[-1]


def test_an_impossible_day_never_comes() -> None:
    assert set(simulate([0.3, 0.7, 0.0], 10_000, seed=3).tolist()) == {0, 1}


def fibonacci(n: int) -> np.ndarray:
    """Weights whose Huffman tree is as deep as n symbols can make it."""
    weights = [1, 1]
    while len(weights) < n:
        weights.append(weights[-1] + weights[-2])
    return np.array(weights, dtype=float) / sum(weights)


@pytest.mark.parametrize("n", [70, 256, 700])
def test_words_longer_than_64_bits_are_words_everywhere(n: int) -> None:
    p = fibonacci(n)
    code = huffman_code(p)
    assert 64 < max(map(len, code)) <= n - 1
    assert kraft_sum(code) == 1
    assert expected_length(p, code) == pytest.approx(
        sum(x * len(w) for x, w in zip(p, code, strict=True))
    )
    named = dict(enumerate(code))
    message = [0, n - 1, 1, n // 2, 0]
    assert decode(encode(message, named), named) == message
    assert is_uniquely_decodable(code)


def test_the_deepest_tree_of_floats_has_words_that_are_taken() -> None:
    weights = fibonacci(1400)
    tiny = np.concatenate([[5e-324] * 50, weights])
    for p in (tiny, np.concatenate([[1.0], np.zeros(9_999)])):
        code = huffman_code(p)
        assert kraft_sum(code) == 1
        assert expected_length(p, code) >= 1


def test_ten_thousand_symbols_take_no_time() -> None:
    p = np.random.default_rng(0).dirichlet(np.ones(10_000))
    started = time.process_time()
    code = huffman_code(p)
    average = expected_length(p, code)
    assert time.process_time() - started < 0.2
    assert entropy(p) <= average <= entropy(p) + 1
    assert is_prefix_free(code)


@given(distributions.filter(lambda p: len(p) > 1))
def test_the_joins_are_the_tree(p: np.ndarray) -> None:
    joins, code = huffman_joins(p), huffman_code(p)
    assert len(joins) == len(p) - 1
    assert sum(join.p for join in joins) == pytest.approx(expected_length(p, code))
    assert [join.p for join in joins] == sorted(join.p for join in joins)


@pytest.mark.parametrize("kind", [np.float16, np.float32])
@pytest.mark.parametrize("n", [2, 10, 1_000, 100_000])
def test_a_shorter_float_sums_to_1_within_its_precision(kind: Any, n: int) -> None:
    rng = np.random.default_rng(n)
    for exact in (rng.dirichlet(np.ones(n)), np.full(n, 1 / n)):
        p = exact.astype(kind)
        assert as_distribution(p).sum() == pytest.approx(1, abs=1e-12)
        assert as_distribution(list(p)).sum() == pytest.approx(1, abs=1e-12)
        assert float(entropy(p)) == pytest.approx(float(entropy(exact)), rel=0.02)
    counts = rng.integers(1, 100, min(n, 500)).astype(kind)
    assert as_distribution(counts / counts.sum()).sum() == pytest.approx(1)


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_what_does_not_sum_to_1_is_refused_in_every_precision(kind: Any) -> None:
    with pytest.raises(InvalidInput, match=r"must sum to 1, and sums to 0\.(9|899902)"):
        as_distribution(np.array([0.5, 0.4], kind))
    if kind is not np.float16:
        with pytest.raises(InvalidInput, match="must sum to 1"):
            as_distribution(np.array([0.5, 0.5001], kind))
