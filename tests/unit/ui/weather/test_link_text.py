"""Links to tables of many states: short, and they come back; and what a table shows of a text."""

from __future__ import annotations

import math
from urllib.parse import urlencode

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.coding import huffman_code
from core.errors import InvalidInput
from core.text import count_text
from ui.language.sentences import speaking
from ui.link.permalink import MOST_BYTES
from ui.weather.huffman_tree import drawing, words_so_far
from ui.weather.link_text import read_labels, read_numbers, read_words
from ui.weather.presets import PRESETS
from ui.weather.state import LINK, MOST, Weather, with_fitting_lengths
from ui.weather.symbol_names import states_of


def a_state(n: int, names: tuple[str, ...] = ()) -> Weather:
    rng = np.random.default_rng(n)
    p, q = (tuple(map(float, rng.dirichlet(np.full(n, 0.3)))) for _ in "pq")
    z = tuple(map(float, rng.normal(size=n)))
    return with_fitting_lengths(Weather(p=p, q=q, code=tuple(huffman_code(p)), names=names, z=z))


@pytest.mark.parametrize("n", [2, 5, 26, 27, 33, 64, 65, 255, 256])
def test_a_table_comes_back_from_its_link_below_8_kb(n: int) -> None:
    for name in ("ñ{:x}", "ñ.{},%"):
        state = a_state(n, tuple(name.format(i) for i in range(n)))
        with speaking("en"):
            query = LINK.query(state)
        again, problems = LINK.parse(query)
        assert not problems
        assert again == state
        assert len(urlencode(query)) < MOST_BYTES or name != "ñ{:x}"


def test_names_that_are_too_long_for_a_link_are_told() -> None:
    with speaking("en"):
        assert LINK.holds(a_state(256, tuple(f"{i:x}" for i in range(256))))
        assert not LINK.holds(a_state(256, tuple("ñ" * 36 + f"{i:x}" for i in range(256))))


@given(some.text(max_size=40))
def test_any_text_in_a_link_is_read_or_refused(text: str) -> None:
    for read in (
        lambda: read_numbers("_" + text, 2, MOST),
        lambda: read_words("_" + text, 65),
        lambda: read_labels(text, 65),
    ):
        try:
            read()
        except InvalidInput:
            continue


def test_a_probability_below_the_least_float32_is_kept() -> None:
    p = (1.0, 1e-300, *[0.0] * 98)
    state = with_fitting_lengths(Weather(p=p))
    assert state.p == p
    assert LINK.parse(LINK.format(state))[0].p == p


def test_the_spanish_alphabet_has_its_letter() -> None:
    spanish, english = PRESETS["spanish"], PRESETS["english"]
    assert "".join(spanish.names) == "abcdefghijklmnñopqrstuvwxyz"
    assert spanish.p[14] == pytest.approx(0.0031, rel=0.02)
    assert math.isclose(sum(spanish.p), 1)
    assert spanish.q[14] == 0
    assert (len(english.p), len(english.q)) == (26, 26)


def test_a_text_of_many_words_makes_a_table_of_256_states() -> None:
    text = count_text(" ".join(f"w{i % 700}" for i in range(5000)), "words")
    with speaking("en"):
        states = states_of([text], MOST)
    assert len(states.names) == MOST
    assert states.others == 700 - 255
    assert states.counts[0].sum() == 5000
    assert states.names[-1] == "all others"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a b\t\n", {"a", "b", "␣", "⇥", "⏎"}),
        ("\u200b\u0301a", {"U+200B", "U+0301", "a"}),
        ("<b>", {"<", "b", ">"}),
        ("a" + "\u0301" * 100, {"á" + "\u0301" * 38 + "…"}),
    ],
)
def test_symbols_have_names_that_can_be_seen(text: str, names: set[str]) -> None:
    states = states_of([count_text(text, "characters")], MOST)
    assert set(states.names) == names


def test_the_growing_tree_ends_as_the_code() -> None:
    from core.coding import huffman_joins

    p = [0.4, 0.3, 0.2, 0.1]
    joins = huffman_joins(p)
    assert words_so_far(4, joins, 0) == [""] * 4
    assert words_so_far(4, joins, 3) == huffman_code(p)
    with speaking("en"):
        html = drawing(["<a>", "b", "c", "d"], p, joins, 2, "alt")
    assert html.count("<i class") == 4
    assert "&lt;a&gt;" in html
