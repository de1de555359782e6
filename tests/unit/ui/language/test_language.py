"""Words and numbers in the visitor's language."""

from __future__ import annotations

import math

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some

from core.errors import InvalidInput
from ui.language import escaping, messages, numbers, sentences


@pytest.fixture(params=["en", "es"])
def tongue(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    for room in (sentences, numbers):
        monkeypatch.setattr(room, "language", lambda: request.param)
    return str(request.param)


@pytest.mark.parametrize(
    ("x", "digits", "english"),
    [
        (0.9099, 4, "0.9099"),
        (-1.45, 2, "−1.45"),
        (0.0, 4, "0.0000"),
        (math.inf, 4, "∞"),
        (-math.inf, 4, "−∞"),
        (math.nan, 4, "NaN"),
        (1e308, 2, "1.0e+308"),
        (2.5e-9, 4, "2.5e−09"),
        (99999.0, 0, "99999"),
    ],
)
def test_numbers_follow_the_language(tongue: str, x: float, digits: int, english: str) -> None:
    expected = english.replace(".", ",") if tongue == "es" else english
    assert numbers.number(x, digits) == expected


@pytest.mark.parametrize(
    ("x", "shown"),
    [
        (0.0944, "0.0944"),
        (12.5, "12.5000"),
        (7.791e-6, "0.000007791"),
        (0.0, "0.0000"),
        (0.0049727, "0.004973"),
        (0.0071742, "0.007174"),
        (0.00999999, "0.01000"),
    ],
)
def test_a_small_loss_keeps_its_digits(
    monkeypatch: pytest.MonkeyPatch, x: float, shown: str
) -> None:
    monkeypatch.setattr(numbers, "language", lambda: "en")
    assert numbers.precise(x) == shown


@pytest.mark.parametrize(
    ("nats", "shown"),
    [
        (0.009683, ("0.009683", "0.013970")),
        (0.1628, ("0.1628", "0.2349")),
        (0.0, ("0.0000", "0.0000")),
        (math.inf, ("∞", "∞")),
    ],
)
def test_a_loss_has_as_many_decimals_in_bits_as_in_nats(
    monkeypatch: pytest.MonkeyPatch, nats: float, shown: tuple[str, str]
) -> None:
    monkeypatch.setattr(numbers, "language", lambda: "en")
    assert numbers.nats_and_bits(nats) == shown


@pytest.mark.parametrize("written", ["0.5", "0,5", " 0,5 ", ".5", "5e-1", "+0.5"])
def test_a_point_and_a_comma_are_read_alike(written: str) -> None:
    assert numbers.parse_number(written) == 0.5


@given(some.floats(allow_nan=False, allow_infinity=False))
def test_what_is_written_can_be_read(x: float) -> None:
    written = repr(x).replace("-", numbers.MINUS).replace(".", ",")
    assert numbers.parse_number(written) == x


@pytest.mark.parametrize(
    "written", ["abc", "nan", "inf", "1,2,3", "1.234,5", "0x10", "1_000", "٣", "--1"]
)
def test_what_is_no_finite_number_is_refused(written: str) -> None:
    with pytest.raises(InvalidInput, match="is not a number"):
        numbers.parse_number(written)


@pytest.mark.parametrize("written", ["", " "])
def test_an_empty_field_is_said_to_be_empty(written: str) -> None:
    with pytest.raises(InvalidInput, match="a number is missing"):
        numbers.parse_number(written)


@pytest.mark.parametrize("written", ["1e400", "-1e400", "1,5e999", "9" * 400])
def test_what_is_too_large_is_called_so(written: str) -> None:
    with pytest.raises(InvalidInput, match="is too large"):
        numbers.parse_number(written)


def test_minus_infinity_has_a_meaning() -> None:
    assert numbers.parse_number("-inf") == numbers.parse_number("−∞") == -math.inf


def test_typed_text_is_harmless() -> None:
    hostile = '<img src=x onerror="alert(1)">'
    assert "<" not in escaping.safe(hostile)
    assert '"' not in escaping.safe(hostile)
    assert escaping.plain("**x** `y` <b>") == r"\*\*x\*\* \`y\` &#60;b\>"


def test_an_error_is_said_in_the_language(tongue: str) -> None:
    bound = InvalidInput(
        "{value} is not between {least} and {most}", value=-1.0, least=1e-5, most=1e3
    )
    assert (
        messages.sentence(bound)
        == {
            "en": "−1 is not between 0.00001 and 1000",
            "es": "−1 no está entre 0,00001 y 1000",
        }[tongue]
    )
    error = InvalidInput("“{text}” is not a number", text="abc")
    assert (
        messages.sentence(error)
        == {"en": "“abc” is not a number", "es": "«abc» no es un número"}[tongue]
    )


def test_numbers_in_an_error_follow_the_language(tongue: str) -> None:
    error = InvalidInput(
        "{value} is not between {least} and {most}", value=-0.5, least=0.0, most=1e3
    )
    english, spanish = "−0.5 is not between 0 and 1000", "−0,5 no está entre 0 y 1000"
    assert messages.sentence(error) == (spanish if tongue == "es" else english)


def test_the_link_says_the_language_before_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "query_params", {"lang": "es"})
    assert sentences.language() == "es"
    monkeypatch.setattr(st, "query_params", {"lang": "xx"})
    assert sentences.language() == "en"


def test_a_list_of_numbers_and_a_quotation_follow_the_language(tongue: str) -> None:
    spanish = tongue == "es"
    written = [numbers.number(x, 1) for x in (0.5, 0.2)]
    assert numbers.listed(written) == ("0,5; 0,2" if spanish else "0.5, 0.2")
    assert sentences.quoted("a") == ("«a»" if spanish else "“a”")
