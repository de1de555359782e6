"""What a visitor, a link or a file says is answered, or refused in a sentence; it takes little time."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digits import preprocess_image, read_picture
from core.digits.attempts_file import from_npz
from core.errors import InvalidInput
from tests.hostile import strategies
from tests.hostile.conftest import bounded, hostile
from ui.digit.attempts.browser_storage import message_to_browser, receive_report
from ui.digit.attempts.table import Table
from ui.digit.canvas_objects import strokes_of
from ui.digit.redraw import LIVE as DIGIT_LIVE
from ui.digit.state import LINK as DIGIT
from ui.digit.state import TABS as DIGIT_TABS
from ui.hand.live import draw
from ui.hand.live_page import LivePage
from ui.hand.moves import read_moves
from ui.home.miniature import LINK as HOME
from ui.home.miniature import LIVE as HOME_LIVE
from ui.language.escaping import plain
from ui.language.messages import sentence
from ui.language.sentences import speaking
from ui.link.permalink import Link
from ui.link.stroke_text import read_strokes, write_strokes
from ui.softmax.redraw import LIVE as SOFTMAX_LIVE
from ui.softmax.state import LINK as SOFTMAX
from ui.softmax.state import TABS as SOFTMAX_TABS
from ui.train.state import LINK as TRAIN
from ui.train.state import TABS as TRAIN_TABS
from ui.weather.state import LINK as WEATHER
from ui.weather.state import TABS as WEATHER_TABS
from ui.weather.state_table import LIVE as WEATHER_LIVE
from ui.weather.table_file import read_state_table

SECONDS = 2.0
PAGES: dict[str, tuple[Link[Any], tuple[str, ...]]] = {
    "home": (HOME, ()),
    "softmax": (SOFTMAX, SOFTMAX_TABS),
    "weather": (WEATHER, tuple(WEATHER_TABS)),
    "digit": (DIGIT, DIGIT_TABS),
    "train": (TRAIN, TRAIN_TABS),
}
LIVE: dict[str, LivePage[Any]] = {
    "home": HOME_LIVE,
    "softmax": SOFTMAX_LIVE,
    "weather": WEATHER_LIVE,
    "digit": DIGIT_LIVE,
}
COLUMNS = ["z", "p", "q", "name", "y", "share", "T", "eps", "code", "icon", "target", "nudge", "c"]


def links(page: str) -> st.SearchStrategy[dict[str, str]]:
    link, codes = PAGES[page]
    names = [parameter.name for parameter in link.parameters]
    return strategies.queries(names, [*codes, "1"])


def said(error: InvalidInput) -> None:
    """Every refusal is a sentence in both languages, and what it quotes is text."""
    for language in ("en", "es"):
        with speaking(language):
            assert plain(sentence(error)).strip()


@pytest.mark.parametrize("page", list(PAGES))
@hostile("links", 0.034)
@given(st.data())
def test_a_link_is_read_or_its_value_named(page: str, data: st.DataObject) -> None:
    link = PAGES[page][0]
    query = data.draw(links(page))
    with bounded("links", SECONDS):
        state, problems = link.parse(query)
        for problem in problems:
            said(problem.error)
        again, wrong = link.parse(link.format(state))
    assert not wrong
    assert link.format(again) == link.format(state)


@pytest.mark.parametrize("page", list(LIVE))
@hostile("moves", 0.04)
@given(st.data())
def test_a_hand_is_answered(page: str, data: st.DataObject) -> None:
    query, sent = data.draw(links(page)), data.draw(strategies.moves(COLUMNS))
    with bounded("moves", SECONDS):
        answer = draw(LIVE[page], query, read_moves(sent))
    json.dumps(answer, allow_nan=False)


@hostile("drawings", 0.1)
@given(strategies.drawings)
def test_a_canvas_is_read(drawing: object) -> None:
    with bounded("drawings", SECONDS):
        strokes, problem = strokes_of(drawing)
        if problem:
            said(problem)
        with suppress(InvalidInput):
            read_strokes(write_strokes(strokes))


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # of what is damaged, and still read
@hostile("pictures", 0.07)
@given(strategies.damaged(strategies.pictures()))
def test_a_picture_is_read_or_refused(content: bytes) -> None:
    with bounded("pictures", SECONDS):
        try:
            preprocess_image(read_picture(content))
        except InvalidInput as error:
            said(error)


@hostile("archives", 0.05)
@given(strategies.damaged(strategies.tables()))
def test_an_archive_is_read_or_refused(content: bytes) -> None:
    with bounded("archives", SECONDS):
        try:
            from_npz(content)
        except InvalidInput as error:
            said(error)


@hostile("tables", 0.05)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.lists(st.one_of(strategies.texts, strategies.numbers), max_size=20).map(
            lambda cells: ";".join(cells).encode("utf-8", "replace")
        ),
        strategies.damaged([b"state,p_A,p_B,code\nsun,0.5,0.25,0\nrain,0.5,0.75,1\n"]),
    )
)
def test_a_table_is_read_or_refused(content: bytes) -> None:
    with bounded("tables", SECONDS):
        try:
            read_state_table(content)
        except InvalidInput as error:
            said(error)


@hostile("reports", 0.05)
@given(
    strategies.junk, st.lists(st.tuples(strategies.texts, strategies.junk).map(list), max_size=3)
)
def test_what_a_browser_kept_is_taken_or_dropped(report: object, rows: list[object]) -> None:
    attempts = Table()
    told = {"number": 1, "kept": 0, "session": attempts.session, "trouble": None, "rows": rows}
    with bounded("reports", SECONDS):
        receive_report(attempts, report)
        receive_report(attempts, told)
        json.dumps(message_to_browser(attempts))
    assert not attempts.rows
