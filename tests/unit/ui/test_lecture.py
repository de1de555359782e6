"""The lecture's path as data: its stops are states of the pages, and each is reached by hand from the one before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.digits import example_drawings
from ui.digit.recognition import recognise_strokes
from ui.digit.state import LINK as DIGIT
from ui.hand.moves import Move
from ui.language.sentences import speaking
from ui.lecture import network_stops
from ui.lecture.looking import HIDEABLE, check, read
from ui.lecture.questions import Distribution, Number
from ui.lecture.stops import OLD_STEPS, STOPS
from ui.link.permalink import Link
from ui.link.stroke_text import write_strokes
from ui.shell.hiding import PARTS, part_title
from ui.softmax import moves as softmax_moves
from ui.softmax.state import LINK as SOFTMAX
from ui.train.state import LINK as TRAIN
from ui.weather import moves as weather_moves
from ui.weather.state import LINK as WEATHER

LINKS: dict[str, Link[Any]] = {
    "digit": DIGIT,
    "softmax": SOFTMAX,
    "weather": WEATHER,
    "train": TRAIN,
}
HERE = [(n, stop) for n, stop in enumerate(STOPS, start=1) if stop.page in LINKS]


@pytest.fixture(autouse=True)
def english() -> Any:
    with speaking("en"):
        yield


@pytest.mark.parametrize(("_number", "stop"), HERE)
def test_a_stop_is_a_state_that_its_page_reads_and_writes(_number: int, stop: Any) -> None:
    link = LINKS[stop.page]
    state, problems = link.parse(dict(stop.state))
    assert not problems
    assert set(stop.state.items()) <= set(link.format(state).items())


@pytest.mark.parametrize("page", ["softmax", "weather"])
def test_each_state_is_reached_by_hand_from_the_one_before(page: str) -> None:
    link, moved = LINKS[page], {"softmax": softmax_moves, "weather": weather_moves}[page].moved
    state = link.default
    for stop in (stop for stop in STOPS if stop.page == page):
        goal = link.parse(dict(stop.state))[0]
        typed = [Move(row, "z", repr(z)) for row, z in enumerate(goal.z)]
        if page == "weather":
            typed += [Move(row, "code", word) for row, word in enumerate(goal.code)]
        for move in [*typed, Move(goal.y, "y", float(goal.y))]:
            state = moved(state, move)
        state = replace(state, tab=goal.tab)  # the tab bar
        assert link.format(state) == link.format(goal), stop.title


def test_the_drawings_are_the_examples_that_a_button_loads() -> None:
    assert write_strokes(example_drawings()[2]) == network_stops.A_TWO
    assert write_strokes(example_drawings()[7]) == network_stops.A_SEVEN


def test_the_network_reads_its_drawing_as_the_stop_says() -> None:
    seen = recognise_strokes(network_stops.A_SEVEN)
    assert seen.digit == 7
    assert np.ptp(seen.logits) > 5


def test_the_path_has_about_twenty_stops_and_old_steps_lead_to_the_antenna() -> None:
    assert 18 <= len(STOPS) <= 24
    assert len(OLD_STEPS) == 7
    assert {STOPS[number - 1].page for number in OLD_STEPS.values()} == {"weather"}


def test_what_can_be_hidden_has_a_name_and_a_place() -> None:
    assert set(PARTS) == set(HIDEABLE)
    assert len({part_title(code) for code in HIDEABLE}) == len(HIDEABLE)


@pytest.mark.parametrize(
    "text", ["0.9,0.05,0.05", "0.9; 0.05; 0.05", "0,9 0,05 0,05", " .9;.05;.05 "]
)
def test_a_distribution_is_read_as_people_write_it(text: str) -> None:
    assert Distribution("?", (1.0, 0.0, 0.0)).read(text) == (0.9, 0.05, 0.05)


def test_a_rounded_distribution_counts_as_one() -> None:
    guess = Distribution("?", (0.5, 0.5, 0.0)).read("0.33; 0.33; 0.33")
    assert sum(guess) == pytest.approx(1)


@pytest.mark.parametrize(
    "text", ["", "a", "0.5;0.5", "0.5;0.6;0.5", "-1;1;1", "nan;0;1", "1e999;0;0"]
)
def test_no_distribution_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Distribution("?", (1.0, 0.0, 0.0)).read(text)


@pytest.mark.parametrize("text", ["asdf", "1e999", "-inf", "−∞", "", "1_0", "٣", "<b>"])
def test_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Number("?", 1.0, 0.1).read(text)


def test_what_a_link_says_of_the_path_is_checked_and_completed() -> None:
    query, problems = check("softmax", {"stop": "7", "z": "1,2,3"})
    assert not problems
    assert query == {"z": "1,2,3", "y": "0", "stop": "7"}
    query, problems = check(
        "softmax", {"stop": "99", "guess": "3", "reveal": "1", "hide": "x,loss"}
    )
    assert [problem.name for problem in problems] == ["stop", "hide"]
    assert query == {"hide": "loss"}
    assert read({"guess": "1", "reveal": "1"}) == read({})


def test_a_decimal_comma_is_no_comma_between_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.lecture.questions.decimal_sign", lambda: ",")
    with pytest.raises(ValueError, match="it has 1"):
        Distribution("?", (0.5, 0.3, 0.2)).read("0,5")
    assert Distribution("?", (0.5, 0.3, 0.2)).read("0.5,0.3,0.2") == (0.5, 0.3, 0.2)
