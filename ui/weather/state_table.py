"""The table that is the page, and what it costs below it. Live while a hand moves."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from core.coding import fixed_length_code
from core.information import surprisal
from ui.elements.bars import Color, Column, Live, TextColumn, bars
from ui.elements.cover import PANEL
from ui.elements.softmax_panel import TARGET, live_html
from ui.hand.live_page import Columns, LivePage
from ui.hand.mistakes import Errors, error_texts
from ui.hand.moves import NAME
from ui.language.messages import sentence
from ui.language.numbers import number
from ui.language.sentences import _
from ui.lecture.covering import covered
from ui.weather import forecast
from ui.weather.averages import averages
from ui.weather.costs import Costs, costs, inverse, shortened
from ui.weather.follow_hand import MISTAKES, follow
from ui.weather.moves import CODE, ICON, moved
from ui.weather.state import LINK, Weather
from ui.weather.state_icons import marks
from ui.weather.tabs import areas_of_cities

Numbers = NDArray[np.float64]
FORECASTS = {
    "z",
    TARGET,
}  # columns that change the forecast alone, as the others but names change the table
MANY = 40  # states: of more, the table has only what changes, so that it follows the hand
FEW = 8  # states whose probabilities are drawn on tracks from 0 to 1


def table() -> None:
    """Draw the table and what it costs, and follow the hand."""
    state = LINK.read()
    draw(state, costs(state), MISTAKES.of(state))


def draw(state: Weather, cost: Costs, found: Errors) -> None:
    """Draw the table and the averages."""
    _states(state, cost, found)
    live_html("averages", averages(cost))


def _states(state: Weather, cost: Costs, found: Errors) -> None:
    a, b = state.city_a, state.city_b
    top = highest(max(*a, *b), state.n)
    icons = TextColumn(ICON, _("icon"), state.icons or ("",) * state.n, True, True, marks(state))
    cities = [_bars("p", _("p in city A"), a, "p", top), _bars("q", _("q in city B"), b, "y", top)]
    mine = TextColumn(CODE, _("my code"), state.code, edit=True, bits=True)
    bits = TextColumn("bits", "−log₂ p", [number(x, 2) for x in surprisal(a)])
    huffman = _read_only("huffman", "Huffman", [shortened(word) for word in cost.huffman])
    columns: list[Column | TextColumn]
    if state.n > MANY:
        columns = [*cities, mine, bits, huffman]
    else:
        lengths = _read_only("length", _("length"), [str(len(word)) for word in state.code])
        inverses = _read_only("inverse", "1/p", [number(x, 2) for x in inverse(a)])
        fixed = _read_only("fixed", _("fixed"), fixed_length_code(state.n))
        shannon = _read_only(
            "shannon", "Shannon", [shortened(word) or "–" for word in cost.shannon]
        )
        columns = [icons, *cities, mine, lengths, inverses, bits, fixed, huffman, shannon]
    bars(
        "weather_states",
        _("The weather of two cities, and codewords for it"),
        state.labels,
        columns,
        on_hand=lambda hand: follow("weather_states", hand),
        edit_names=_("Name of state"),
        problems={**_wrong_words(state, cost), **error_texts(found, "weather_states")},
        live=Live(LINK, state),
    )


def _read_only(key: str, title: str, texts: list[str]) -> TextColumn:
    return TextColumn(key, title, texts, minor=True)


def _bars(key: str, title: str, p: Numbers, color: Color, top: float) -> Column:
    """Return a column of probabilities; the hand can go up to 1, though the track may end before."""
    digits, step = (4, 0.001) if len(p) > MANY else (3, 0.01)
    return Column(key, title, p, color, 0.0, top, digits, step=step, bounds=(0.0, 1.0), weight=2)


def highest(most: float, n: int) -> float:
    """Return where the tracks end: at 1, or with many states, of which each is rare, so that they can be told apart.

    >>> highest(0.45, 5), highest(0.127, 26), highest(0.9, 26)
    (1.0, 0.2, 1.0)
    """
    return 1.0 if n <= FEW else min(1.0, math.ceil(1.2 * most / 0.1) / 10)


def _wrong_words(state: Weather, found: Costs) -> dict[int | tuple[int, str], str]:
    """Say what is wrong with a codeword, below its row; of two that are taken for each other, below both."""
    said: dict[int | tuple[int, str], str] = {
        (row, CODE): sentence(error) for row, error in found.wrong.items()
    }
    if found.conflict:
        first, second = found.conflict
        start, word = state.code[first], state.code[second]
        text = _("“{start}” is the start of “{word}”: a reader cannot tell where a word ends")
        if start == word:
            text = _("“{word}” is the codeword of “{state}” too: a reader cannot tell them apart")
        for row, other in ((first, second), (second, first)):
            said[row, CODE] = text.format(start=start, word=word, state=state.labels[other])
    return said


def _draw_live(state: Weather, columns: Columns) -> None:
    """Draw all that follows a hand: this table, and the forecast below the tabs, whichever was touched."""
    if columns - FORECASTS or not columns:
        cost = costs(state)
        draw(state, cost, {})
        if state.tab == "areas" and not covered(PANEL):
            areas_of_cities.show(state, cost)
    if columns & (FORECASTS | {NAME}) or not columns:
        forecast.draw(state, {})


LIVE = LivePage(LINK, moved, _draw_live)
