"""Texts counted: against plain counting, in every encoding of a letter, and whatever people paste."""

from __future__ import annotations

import gzip
import math
import time
from collections import Counter
from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as some

from core.errors import InvalidInput
from core.information import entropy
from core.text import (
    MOST_BYTES,
    UNITS,
    bits_in_code_of,
    count_text,
    shares_of,
    sizes_of,
    symbols_of,
)


@pytest.mark.parametrize(
    ("text", "unit", "fold", "expected"),
    [
        ("Año año", "letters", True, {"a": 2, "ñ": 2, "o": 2}),
        ("Año", "letters", False, {"A": 1, "ñ": 1, "o": 1}),
        ("an\u0303o", "letters", True, {"a": 1, "ñ": 1, "o": 1}),
        ("q\u0303", "letters", True, {"q\u0303": 1}),
        ("a b", "characters", True, {"a": 1, " ": 1, "b": 1}),
        ("👩\u200d👩\u200d👧🇨🇱🇨🇱", "characters", True, {"👩\u200d👩\u200d👧": 1, "🇨🇱": 2}),
        ("한국 1\u0301a", "letters", True, {"한": 1, "국": 1, "a": 1}),
        ("e\r\ne", "characters", True, {"e": 2, "\r\n": 1}),
        ("Don't, don't well-known", "words", True, {"don't": 2, "well-known": 1}),
        ("El el", "words", False, {"El": 1, "el": 1}),
        ("ñA", "bytes", False, {"C3": 1, "B1": 1, "41": 1}),
        (b"\x00\xffA", "bytes", True, {"00": 1, "FF": 1, "61": 1}),
        ("a\ud800b", "characters", True, {"a": 1, "\ufffd": 1, "b": 1}),
    ],
)
def test_what_is_counted(text: Any, unit: Any, fold: bool, expected: dict[str, int]) -> None:
    assert dict(count_text(text, unit, fold).counts) == expected


@given(
    some.text(min_size=1, max_size=60)
    | some.text("ae\u0301\u200d👩🇨🇱\r\n각ㄱक्षि", min_size=1, max_size=60)
)
def test_characters_are_unicodes_grapheme_clusters(text: str) -> None:
    import unicodedata

    whole = unicodedata.normalize(
        "NFC", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    )
    counted = count_text(text, "characters", fold=False)
    assert counted.counts == Counter(regex.findall(r"\X", whole))
    assert counted.utf8 == len(whole.encode())


@pytest.mark.parametrize(
    ("content", "unit", "says"),
    [
        ("", "letters", "the text has no letters"),
        ("123 !", "letters", "the text has no letters"),
        ("...", "words", "the text has no words"),
        ("", "bytes", "the text is empty"),
        ("", "characters", "the text is empty"),
        ("a" * (MOST_BYTES + 1), "letters", "a text may have at most 5 MB"),
        (b"a" * (MOST_BYTES + 1), "bytes", "a text may have at most 5 MB"),
        (b"\x00\x01", "letters", "these are bytes, not text"),
    ],
)
def test_what_cannot_be_counted_is_said(content: Any, unit: Any, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        count_text(content, unit)


def test_a_text_of_one_letter_has_no_entropy() -> None:
    text = count_text("aaaa")
    assert float(entropy(shares_of(text, ["a"]))) == 0
    assert (sizes_of(text).huffman, sizes_of(text).entropy) == (1, 0)


@given(some.text("abcñ", min_size=1), some.text("bcdw", min_size=1))
def test_the_cost_in_anothers_code_is_finite_and_by_hand(one: str, other: str) -> None:
    a, b = count_text(one), count_text(other)
    symbols = symbols_of([a, b])
    total = len(other) + len(symbols)
    by_hand = -sum(math.log2((other.count(x) + 1) / total) for x in one) / len(one)
    assert bits_in_code_of(a, b, symbols) == pytest.approx(by_hand)


def test_sizes() -> None:
    content = "the quick brown fox jumps over the lazy dog " * 50
    sizes = sizes_of(count_text(content, "characters"))
    counts = Counter(content)
    bits = -sum(n * math.log2(n / len(content)) for n in counts.values())
    assert sizes.utf8 == len(content)
    assert sizes.entropy == math.ceil(bits / 8)
    assert sizes.fixed == math.ceil(len(content) * 5 / 8)
    assert sizes.entropy <= sizes.huffman <= sizes.fixed
    assert abs(sizes.gzip - len(gzip.compress(content.encode(), 6))) < 40


@pytest.mark.parametrize("unit", UNITS)
def test_a_megabyte_is_counted_and_coded_in_a_second(unit: Any) -> None:
    words = ["the", "niño", "comió", "la", "manzana", "Roja,", "and", "slept.\n"]
    text = " ".join(words[i * i % 8] + str(i % 700) for i in range(130_000))[:1_000_000]
    started = time.process_time()
    sizes_of(count_text(text, unit))
    assert time.process_time() - started < 1
