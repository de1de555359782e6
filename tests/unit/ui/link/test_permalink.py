"""The link is the state: it says everything, and nothing that it cannot mean is believed."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some

from core.errors import InvalidInput
from ui.language.numbers import write_float
from ui.link import parameters as par
from ui.link.permalink import Link, Parameter, arrive, follow_link, replace_link
from ui.shell import page_frame


@dataclass(frozen=True)
class Thing:
    z: tuple[float, ...] = (1.0, 2.0)
    names: tuple[str, ...] = ()
    y: int = 0


LINK = Link(
    "thing",
    Thing(),
    (
        Parameter("z", "z", lambda text, _s: par.read_floats(text, 2, 4), par.write_floats),
        Parameter(
            "names", "names", lambda text, s: par.read_names(text, len(s.z)), par.write_names
        ),
        Parameter("y", "y", lambda text, s: par.read_index(text, len(s.z)), str),
    ),
)


class Query(dict[str, str]):
    """Streamlit's query parameters, without a browser."""

    def to_dict(self) -> dict[str, str]:
        return dict(self)

    def from_dict(self, new: dict[str, str]) -> None:
        self.clear()
        self.update(new)


@pytest.fixture
def query(monkeypatch: pytest.MonkeyPatch) -> Query:
    query = Query()
    monkeypatch.setattr(st, "query_params", query)
    monkeypatch.setattr(st, "session_state", {})
    return query


finite = some.floats(allow_nan=False, allow_infinity=False)
name = some.text(max_size=20).map(lambda text: " ".join(text.split()))


@given(some.lists(some.tuples(finite, name), min_size=2, max_size=4), some.data())
def test_a_state_comes_back_from_its_link(
    rows: list[tuple[float, str]], data: some.DataObject
) -> None:
    z, names = zip(*rows, strict=True)
    state = Thing(z, names if any(names) else (), data.draw(some.integers(0, len(z) - 1)))
    assert LINK.parse(LINK.format(state)) == (state, [])


def test_numbers_come_back_to_the_last_bit() -> None:
    for x in (0.1, 1 / 3, 5e-324, 1.7976931348623157e308, -0.0):
        back = par.read_float(write_float(x))
        assert math.copysign(1, back) == math.copysign(1, x)
        assert back == x


@pytest.mark.parametrize(
    "bad", ["", "1", "1,2,3,4,5", "1,nan", "1,inf", "1,1e400", "a,b", "1;2", "1,,2", "1,-inf"]
)
def test_a_bad_value_leaves_the_default_and_is_named(bad: str) -> None:
    state, problems = LINK.parse({"z": bad, "y": "1"})
    assert state == Thing(y=1)
    assert [problem.name for problem in problems] == ["z"]


def test_an_index_is_checked_against_what_the_link_says() -> None:
    assert LINK.parse({"z": "1,2,3", "y": "2"})[0].y == 2
    assert [p.name for p in LINK.parse({"y": "2"})[1]] == ["y"]
    for bad in ("-1", "1.0", "", "１", "99999999999999999999"):
        with pytest.raises(InvalidInput):
            par.read_index(bad, 3)


def test_a_name_is_one_line_of_at_most_forty_characters() -> None:
    assert par.read_name("  two\n words ") == "two words"
    with pytest.raises(InvalidInput, match="this one has 300"):
        par.read_name("x" * 300)


def test_the_hand_wins_until_the_link_changes(query: Query) -> None:
    query.from_dict({"z": "1,2"})
    LINK.hold(Thing((5.0, 6.0)))
    assert LINK.read() == Thing((5.0, 6.0))
    assert query["z"] == "1,2", "the link waits for the hand to rest"
    query.from_dict({"z": "3,4"})  # Back
    assert LINK.read() == Thing((3.0, 4.0))


def test_a_browser_that_is_far_away_says_an_old_link_and_the_new_one_counts(query: Query) -> None:
    arrive("thing")
    arrived = query.to_dict()
    LINK.write(Thing(y=1))
    LINK.write(replace(LINK.read(), z=(3.0, 4.0)))
    for old in (arrived, arrived | {"y": "1", "z": "1,2"}):
        query.from_dict(old)  # a message that was sent before our answer came
        assert LINK.read() == Thing((3.0, 4.0), y=1)
    query.from_dict(arrived | {"z": "9,9"})
    assert LINK.read() == Thing((9.0, 9.0)), "a link that nobody wrote is obeyed"


def test_another_language_keeps_what_the_browser_has_not_got_yet(query: Query) -> None:
    arrive("thing")
    arrived = query.to_dict()
    LINK.write(Thing(y=1))
    query.from_dict(arrived)
    st.session_state["language.choice"] = "es"
    page_frame._switch()
    arrive("thing")
    assert query["lang"] == "es"
    assert LINK.read() == Thing(y=1)


def test_back_is_obeyed(query: Query) -> None:
    arrive("thing")
    arrived = query.to_dict()
    LINK.write(Thing(y=1))
    query.from_dict(arrived)
    arrive("thing")  # the page runs as a whole
    assert LINK.read() == Thing()
    LINK.write(Thing((5.0, 5.0)))
    assert LINK.read() == Thing((5.0, 5.0))


def test_a_page_that_was_opened_is_not_left_by_a_message_with_the_query_of_the_page_before(
    query: Query,
) -> None:
    before, opened = {"lang": "en", "v": "1", "y": "1"}, {"lang": "en", "v": "1", "z": "3,4"}
    query.from_dict(before)
    arrive("other")
    replace_link(opened)  # as `open_page` does
    arrive("thing")
    for _i in range(2):
        query.from_dict(before)  # Streamlit's front end knows no other
        arrive("thing")
        assert LINK.read() == Thing((3.0, 4.0))
    follow_link(opened | {"y": "0"})  # from now on it does
    query.from_dict(before)
    arrive("thing")  # Forward, to a link that is the same by chance
    assert LINK.read() == Thing(y=1)


def test_a_link_that_is_written_twice_is_one_entry_of_the_history(
    query: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive("thing")
    written: list[dict[str, str]] = []
    monkeypatch.setattr(query, "from_dict", written.append)
    LINK.write(Thing(y=1))
    LINK.write(Thing(y=1))  # a page that heard no answer says it again
    assert [link["y"] for link in written] == ["1"]


def test_the_link_is_written_when_the_hand_rests(query: Query) -> None:
    LINK.hold(Thing((5.0, 6.0)))
    LINK.write(Thing((7.0, 8.0), y=1))
    assert query == {"lang": "en", "v": "1", "z": "7,8", "y": "1"}
    assert LINK.read() == Thing((7.0, 8.0), y=1)


def test_a_wrong_count_is_said_with_one_number_where_one_is_right() -> None:
    with pytest.raises(InvalidInput, match="it must have 3 values, and it has 2"):
        par.read_floats("1,2", 3, 3)
    with pytest.raises(InvalidInput, match="it must have 2 to 12 values, and it has 0"):
        par.read_floats("", 2, 12)
