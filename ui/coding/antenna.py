"""The antenna: days of a city's weather, sent in the visitor's code, decoded, and what they cost."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from core.antenna import MOST_DAYS, running_average, simulate
from core.coding import decode, encode, is_uniquely_decodable
from core.errors import InvalidInput
from core.information import cross_entropy, entropy
from ui.chart import chart
from ui.coding import figures
from ui.coding.follow import settle
from ui.coding.message import read_message
from ui.coding.pictures import faces
from ui.coding.state import LINK, MOST_SEED, Weather
from ui.parameters import read_whole
from ui.text import _, number, safe, sentence

SHOWN_DAYS = 60
LONGEST_MESSAGE = 2000


def show(state: Weather) -> None:
    """Send days, show their bits, their cost, and let the visitor decode bits."""
    _controls(state)
    try:
        if not is_uniquely_decodable(state.code):
            raise InvalidInput("the code can be read in two ways, so nobody can decode it")
        _send(state)
    except InvalidInput as error:
        st.html(f'<p class="problem">{safe(sentence(error))}</p>')


def _controls(state: Weather) -> None:
    cities = {"a": _("weather of city A"), "b": _("weather of city B")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.session_state["weather.sender"] = state.sender
        st.segmented_control(
            _("Who sends"),
            list(cities),
            format_func=cities.__getitem__,
            key="weather.sender",
            required=True,
            on_change=lambda: settle(
                replace(LINK.read(), sender=st.session_state["weather.sender"])
            ),
        )
        _whole("days", _("days"), state.days, 1, MOST_DAYS)
        _whole("seed", _("seed"), state.seed, 0, MOST_SEED)


def _whole(field: str, label: str, value: int, least: int, most: int) -> None:
    """Show a field for a whole number; what is wrong stays in it, with a message."""
    key, problem = f"weather.{field}", f"weather.{field}.problem"

    def take() -> None:
        try:
            number_ = read_whole(st.session_state[key].strip(), least, most)
        except InvalidInput as error:
            st.session_state[problem] = error
            return
        st.session_state.pop(problem, None)
        state = LINK.read()
        settle(replace(state, days=number_) if field == "days" else replace(state, seed=number_))

    with st.container(width=160):
        if problem not in st.session_state:
            st.session_state[key] = str(value)
        st.text_input(label, key=key, on_change=take)
        if problem in st.session_state:
            st.html(f'<p class="problem">{safe(sentence(st.session_state[problem]))}</p>')


def _send(state: Weather) -> None:
    p = state.city_a if state.sender == "a" else state.city_b
    drawn = simulate(p, state.days, state.seed)
    lengths = [len(word) for word in state.code]
    found = running_average(drawn, p, lengths)
    total = int(np.array(lengths)[drawn].sum())
    said = _(
        "{days} days took {bits} bits: {average} per day. Expected: {expected}. The ideal code of city A: {goal}."
    )
    goal = float(entropy(p) if state.sender == "a" else cross_entropy(p, state.city_a))
    text = said.format(
        days=state.days,
        bits=total,
        average=number(total / state.days),
        expected=number(found.expected),
        goal=number(goal),
    )
    st.html(f'<p class="antenna-said"><b>{safe(text)}</b></p>')
    left, right = st.columns([2, 3], gap="large")
    with left:
        _stream(state, drawn[:SHOWN_DAYS])
        _encode(state)
        _decode(state)
    with right:
        words = {
            "average": _("average so far"),
            "expected": _("expected length"),
            "spread": _("two standard deviations"),
            "goal": _("ideal code of city A"),
            "days": _("days"),
            "bits": _("bits per day"),
        }
        chart("weather.antenna", figures.running(found, goal, words), text)


def _stream(state: Weather, days: np.ndarray) -> None:
    """Show the first days as words in turn shaded, and the week that is decoded from them."""
    code: dict[Hashable, str] = dict(enumerate(state.code))
    week = decode(encode(days[:7].tolist(), code), code)
    names = _days(state, week)
    first = safe(_("The first days on the air; each shade is one word:"))
    decoded = safe(_("The first week, decoded:"))
    st.html(
        f'<p class="note">{first}</p><div class="bit-stream">{_words(state, days.tolist())}</div>'
        f'<p class="note">{decoded} {names}</p>'
    )


def _words(state: Weather, days: list[int]) -> str:
    """Return the codewords of some days, in two shades by turns."""
    return "".join(
        f'<span data-class="{day}" class="word-{n % 2}" title="{safe(state.labels[day])}">{state.code[day]}</span>'
        for n, day in enumerate(days)
    )


def _encode(state: Weather) -> None:
    """Let the visitor write days in words or icons, and say the bits that are sent."""
    example = ", ".join(state.labels[:2])
    typed = st.text_input(
        _("Days to encode, with commas between them"),
        key="weather.message",
        max_chars=LONGEST_MESSAGE,
        placeholder=example,
    )
    if not typed.strip():
        return
    try:
        days = read_message(typed, state.labels, state.symbols)
    except InvalidInput as error:
        st.html(f'<p class="problem">{safe(sentence(error))}</p>')
        return
    total = sum(len(state.code[day]) for day in days)
    said = _("{days} days, {bits} bits:").format(days=len(days), bits=total)
    st.html(
        f'<p class="note">{safe(said)}</p><div class="bit-stream" data-encoded>{_words(state, days)}</div>'
    )


def _decode(state: Weather) -> None:
    """Let the visitor type bits, and say what they mean or which bit fits no word."""
    typed = st.text_input(_("Bits to decode"), key="weather.bits", max_chars=LONGEST_MESSAGE)
    if not typed:
        return
    try:
        found = decode("".join(typed.split()), dict(enumerate(state.code)))
    except InvalidInput as error:
        st.html(f'<p class="problem">{safe(sentence(error))}</p>')
        return
    st.html(f"<p data-decoded>{_days(state, found)}</p>")


def _days(state: Weather, days: Sequence[Hashable]) -> str:
    """Return days by icon and name, as HTML."""
    both = [face + safe(name) for face, name in zip(faces(state), state.labels, strict=True)]
    return ", ".join(both[int(str(day))] for day in days)
