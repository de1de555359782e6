"""The antenna: days of a city's weather, sent in a code, decoded, and what they cost."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import streamlit as st

from core.antenna import MOST_DAYS, Running, running_average, simulate
from core.coding import decode, encode, huffman_code, is_uniquely_decodable
from core.errors import InvalidInput
from core.information import surprisal
from ui.elements.chart import chart
from ui.language.escaping import safe
from ui.language.numbers import number, whole
from ui.language.sentences import _
from ui.link.parameters import read_whole
from ui.weather import figures
from ui.weather.day_names import read_bits, read_message, write_message
from ui.weather.fields import choice, field, wrong
from ui.weather.state import LINK, MOST_SEED, Weather
from ui.weather.state_icons import faces

SHOWN_DAYS = 60
# Whose weather is sent, and whose ideal code it is compared with -> what that costs in the long run.
LONG_RUN = {
    ("a", "a"): "H(A)",
    ("b", "a"): "H(B, A)",
    ("a", "b"): "H(A, B)",
    ("b", "b"): "H(B)",
}


def show(state: Weather) -> None:
    """Send days, show their bits and their cost, and let the visitor encode and decode."""
    _controls(state)
    code = words(state)
    try:
        if not is_uniquely_decodable(code):
            raise InvalidInput("the code can be read in two ways, so nobody can decode it")
        _send(state, code)
    except InvalidInput as error:
        wrong(error)


def words(state: Weather) -> list[str]:
    """Return the code that is sent in: the visitor's own, or Huffman's for a city."""
    if state.sent == "mine":
        return list(state.code)
    return huffman_code(state.city_a if state.sent == "a" else state.city_b)


def _controls(state: Weather) -> None:
    with st.container(key="antenna_controls", horizontal=True, vertical_alignment="bottom"):
        cities = {"a": _("weather of city A"), "b": _("weather of city B")}
        choice("sender", _("Who transmits"), cities, state.sender)
        codes = {"mine": _("my code"), "a": _("Huffman for A"), "b": _("Huffman for B")}
        choice("sent", _("In which code"), codes, state.sent)
        for name, label, value, read in (
            ("days", _("days"), state.days, lambda text: read_whole(text, 1, MOST_DAYS)),
            ("seed", _("seed"), state.seed, lambda text: read_whole(text, 0, MOST_SEED)),
        ):
            with st.container(width=130):
                field(name, label, str(value), read)


def _send(state: Weather, code: list[str]) -> None:
    p = state.city_a if state.sender == "a" else state.city_b
    owner = "b" if state.sent == "b" else "a"  # whose ideal code is the measure
    lengths = np.array([float(len(word)) for word in code])
    drawn = simulate(p, state.days, state.seed)
    found = running_average(drawn, p, lengths)
    ideal = running_average(drawn, p, surprisal(state.city_a if owner == "a" else state.city_b))
    text = _said(state, int(lengths[drawn].sum()), found, ideal, owner)
    st.html(f'<p class="antenna-said" data-heard="antenna"><b>{safe(text)}</b></p>')
    left, right = st.columns([2, 3], gap="large")
    with left:
        _stream(state, code, drawn[:SHOWN_DAYS])
        _encode(state, code)
        _decode(state, code)
    with right:
        said = {
            "average": _("sent so far"),
            "expected": _("expected length"),
            "spread": _("two standard deviations"),
            "ideal": _("ideal code so far"),
            "goal": LONG_RUN[state.sender, owner],
            "days": _("days"),
            "bits": _("bits per day"),
        }
        chart("weather.antenna", figures.running(found, ideal, said), text)


def _said(state: Weather, bits: int, found: Running, ideal: Running, owner: str) -> str:
    """Say what the days took, and what they would take in the ideal code."""
    said = _(
        "{days} days took {bits} bits: {average} per day; {expected} are expected. In {city}'s ideal code: {ideal} per day; in the long run {name} = {goal}."
    )
    return said.format(
        days=whole(state.days),
        bits=whole(bits),
        average=number(bits / state.days),
        expected=number(found.expected),
        city=owner.upper(),
        ideal=number(float(ideal.average[-1])),
        name=LONG_RUN[state.sender, owner],
        goal=number(ideal.expected),
    )


def _stream(state: Weather, code: list[str], days: np.ndarray) -> None:
    """Show the first days as words in turn shaded, and the week that is decoded from them."""
    named: dict[Hashable, str] = dict(enumerate(code))
    week = _days(state, decode(encode(days[:7].tolist(), named), named))
    first = safe(_("The first days on the air; each shade is one word:"))
    decoded = safe(_("The first week, decoded:"))
    st.html(
        f'<p class="note">{first}</p><div class="bit-stream">{_words(state, code, days.tolist())}</div>'
        f'<p class="note">{decoded} {week}</p>'
    )


def _words(state: Weather, code: list[str], days: Sequence[int]) -> str:
    """Return the codewords of some days, in two shades by turns."""
    return "".join(
        f'<span data-class="{day}" class="word-{n % 2}" title="{safe(state.labels[day])}">{code[day]}</span>'
        for n, day in enumerate(days)
    )


def _encode(state: Weather, code: list[str]) -> None:
    """Let the visitor write days in words or icons, and say the bits that are sent."""
    said_so = field(
        "message",
        _("Days to encode, with commas between them"),
        write_message(state.message, state.labels),
        lambda text: read_message(text, LINK.read().labels, LINK.read().symbols),
        placeholder=", ".join(state.labels[:2]),
    )
    if said_so and state.message:
        bits = sum(len(code[day]) for day in state.message)
        said = _("{days} days, {bits} bits:").format(days=len(state.message), bits=bits)
        shown = _words(state, code, state.message)
        st.html(
            f'<div data-heard="encoded"><p class="note">{safe(said)}</p><div class="bit-stream" data-encoded>{shown}</div></div>'
        )


def _decode(state: Weather, code: list[str]) -> None:
    """Let the visitor type bits, and say what they mean or which bit fits no word."""
    said_so = field("bits", _("Bits to decode"), state.bits, read_bits)
    if said_so and state.bits:
        try:
            found = _days(state, decode(state.bits, dict(enumerate(code))))
        except InvalidInput as error:
            wrong(error)
            return
        st.html(f'<p data-heard="decoded" data-decoded>{found}</p>')


def _days(state: Weather, days: Sequence[Hashable]) -> str:
    """Return days by icon and name, as HTML."""
    both = [face + safe(name) for face, name in zip(faces(state), state.labels, strict=True)]
    return ", ".join(both[int(str(day))] for day in days)
