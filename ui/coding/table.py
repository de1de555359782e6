"""The table that is the page, and the averages and the forecast beside it. Live while a hand moves."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from core.coding import fixed_length_code
from core.errors import InvalidInput
from core.information import surprisal
from ui.bars import Column, Live, Problems, Words, bars
from ui.coding.costs import Costs, costs, inverse, shortened
from ui.coding.follow import settle
from ui.coding.moves import CODE, ICON, moved
from ui.coding.state import LINK, Weather
from ui.moves import Hand, Move
from ui.panels import softmax_panel, words
from ui.text import _, number, safe, sentence

PROBLEMS = "weather.problems"  # element -> (row, column) -> the error of what was typed there
Errors = dict[str, dict[tuple[int, str], InvalidInput]]


def table() -> None:
    """Draw the table, the averages and the forecast, and follow the hand."""
    draw(LINK.read(), st.session_state.get(PROBLEMS, {}))


def redraw(query: dict[str, str], moves: tuple[Move, ...]) -> dict[str, str]:
    """Draw them after some moves, for `ui.live`; what cannot be done is left for the run to say."""
    state, _bad = LINK.parse(query)
    for move in moves:
        with suppress(InvalidInput):
            state = moved(state, move)
    draw(state, {})
    return LINK.query(state)


def draw(state: Weather, errors: Errors) -> None:
    """Draw table, averages and forecast."""
    live = Live("weather", LINK.query(state))
    found = costs(state)
    _states(state, found, errors, live)
    words("averages", averages(found))
    _forecast(state, errors, live)


def _states(state: Weather, found: Costs, errors: Errors, live: Live) -> None:
    a, b = state.city_a, state.city_b
    bars(
        "weather_states",
        _("The weather of two cities, and codewords for it"),
        state.labels,
        [
            Words(ICON, _("icon"), state.symbols, edit=True, minor=True),
            Column("p", _("p in city A"), a, "p", digits=3, step=0.01, weight=2),
            Column("q", _("p in city B"), b, "y", digits=3, step=0.01, weight=2),
            Words(CODE, _("my code"), state.code, edit=True),
            Words("length", _("length"), [str(len(word)) for word in state.code], minor=True),
            Words("inverse", "1/p", [number(x, 2) for x in inverse(a)], minor=True),
            Words("bits", "−log₂ p", [number(x, 2) for x in surprisal(a)]),
            Words("fixed", _("fixed"), fixed_length_code(state.n), minor=True),
            Words("huffman", "Huffman", [shortened(word) for word in found.huffman], minor=True),
            Words(
                "shannon", "Shannon", [shortened(word) or "–" for word in found.shannon], minor=True
            ),
        ],
        on_hand=lambda hand: _follow("weather_states", hand),
        edit_names=_("Name of state"),
        problems={**_wrong_words(state, found), **_say(errors, "weather_states")},
        live=live,
    )


def _wrong_words(state: Weather, found: Costs) -> dict[int | tuple[int, str], str]:
    """Say what is wrong with a codeword, below its row."""
    if found.wrong:
        row = int(str(found.wrong.values.get("n", 1))) - 1
        return {(row, CODE): sentence(found.wrong)}
    if found.conflict:
        first, second = found.conflict
        said = _("“{start}” is the start of “{word}”: a reader cannot tell where a word ends")
        return {
            (second, CODE): said.format(start=state.code[first], word=state.code[second]),
        }
    return {}


def averages(found: Costs) -> str:
    """Return the averages in city A and in city B, as text."""
    in_a, in_b = safe(_("average bits in city A")), safe(_("in city B, with A's codes"))
    mine, fixed, ideal = safe(_("my code")), safe(_("fixed")), safe(_("entropy H(A)"))
    cross = safe(_("cross-entropy H(B, A) = H(B) + KL"))
    dash = "–"

    def item(name: str, value: float | None, css: str = "") -> str:
        shown = dash if value is None else number(value, 2)
        return f'<span class="average {css}">{name} <b>{shown}</b></span>'

    sum_b = f"{number(found.cross, 2)} = {number(found.entropy_b, 2)} + {number(found.kl, 2)}"
    return (
        f'<div class="averages"><span class="averages-title">{in_a}</span>'
        f"{item(fixed, found.fixed)}{item(mine, found.mine, 'mine')}{item('Huffman', found.huffman_bits)}"
        f"{item(ideal, found.entropy_a, 'ideal')}</div>"
        f'<div class="averages"><span class="averages-title">{in_b}</span>'
        f"{item(mine, found.mine_b, 'mine')}"
        f'<span class="average cost">{cross} <b>{sum_b}</b></span></div>'
    )


def _forecast(state: Weather, errors: Errors, live: Live) -> None:
    z = Column("z", _("logits z"), state.logits, "z", -10, 10, 2, step=0.1, bounds=(-1000, 1000))
    bars(
        "logit_bars",
        _("Logits z: drag, use the arrow keys, or type"),
        state.labels,
        [z],
        on_hand=lambda hand: _follow("logit_bars", hand),
        problems=_say(errors, "logit_bars"),
        live=live,
    )
    softmax_panel(
        state.labels,
        state.logits,
        state.target,
        on_target=lambda hand: _follow("softmax_bars", hand),
        problems=_say(errors, "softmax_bars"),
        live=live,
    )


def _say(errors: Errors, element: str) -> Problems:
    return {at: sentence(error) for at, error in errors.get(element, {}).items()}


def _follow(element: str, hand: Hand) -> None:
    """Apply what the hand did; what cannot be done leaves the state, and a message at its place."""
    state = LINK.read()
    errors: Errors = st.session_state.get(PROBLEMS, {})
    here = dict(errors.get(element, {}))
    for move in hand.moves:
        here.pop((move.row, move.column), None)
        try:
            state = moved(state, move)
        except InvalidInput as error:
            here[move.row, move.column] = error
    st.session_state[PROBLEMS] = errors | {element: here}
    settle(state, hand.resting)
