"""The table of attempts and the texts that the browser keeps: there and back, and nothing that was made up."""

from __future__ import annotations

import base64
import json
import math
import tracemalloc
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.digits.attempts import MAX_ATTEMPTS
from core.digits.errors import BadAttempts
from core.errors import InvalidInput
from ui.digit.attempts.browser_storage import message_to_browser, receive_report
from ui.digit.attempts.row import LONGEST, Row, new_key, read_row, row, row_of, write_row
from ui.digit.attempts.table import Table, check_room

INK = "oBwCAe"
rng = np.random.default_rng(5)
PICTURE = rng.random((28, 28), np.float32)


def made(key: str = "1", label: int = 3, ink: str = INK) -> Row:
    return row(key, ink, PICTURE, label, rng.normal(0, 5, 10))


def packed(pixels: bytes) -> str:
    return base64.b64encode(zlib.compress(pixels)).decode()


def report(attempts: Table, rows: object = None, **changes: Any) -> dict[str, Any]:
    sound = {"number": 1, "session": attempts.session, "kept": 0, "trouble": None, "rows": rows}
    return sound | changes


def pairs(*rows: Row) -> list[list[str]]:
    return [[row.key, write_row(row)] for row in rows]


@given(
    st.lists(st.floats(-1e300, 1e300), min_size=10, max_size=10),
    st.integers(0, 9),
    st.sampled_from(["", INK, INK + "." + INK]),
)
def test_a_row_comes_back_from_its_text_to_the_last_bit(z: list, label: int, ink: str) -> None:
    before = row("1", ink, PICTURE, label, z)
    text = write_row(before)
    assert len(text) < LONGEST
    after = read_row("1", text)
    assert (after.key, after.ink, after.attempt.label) == ("1", ink, label)
    assert after.attempt.logits.tobytes() == before.attempt.logits.tobytes()
    assert after.attempt.picture.tobytes() == PICTURE.tobytes()
    assert [s.tolist() for s in after.attempt.strokes] == [
        s.tolist() for s in before.attempt.strokes
    ]


SOUND = json.loads(write_row(made()))


@pytest.mark.parametrize(
    "kept",
    [
        None,
        7,
        "",
        "not JSON",
        "[" * 100_000,
        "[]",
        "{}",
        "x" * (LONGEST + 1),
        *(
            json.dumps(SOUND | change)
            for change in (
                {"y": 10},
                {"y": -1},
                {"y": "3"},
                {"y": True},
                {"y": None},
                {"z": [0.0] * 9},
                {"z": "0123456789"},
                {"z": [math.nan] * 10},
                {"z": [True] * 10},
                {"z": [10**400] * 10},
                {"z": {"length": 10}},
                {"strokes": "!"},
                {"strokes": "AAA"},
                {"strokes": 3},
                {"strokes": "<img src=x onerror=alert(1)>"},
                {"picture": "not base64"},
                {"picture": packed(bytes(100))},
                {"picture": packed(bytes(50_000_000))[: LONGEST - 500]},
                {"picture": packed(bytes(5_000_000))},
                {"picture": packed(PICTURE.tobytes() + b"\0")},
                {"picture": packed(np.full((28, 28), 2, np.float32).tobytes())},
                {"picture": packed(np.full((28, 28), np.nan, np.float32).tobytes())},
                {"picture": None},
            )
        ),
    ],
)
def test_a_text_that_was_made_up_is_refused(kept: object) -> None:
    with pytest.raises(BadAttempts, match="damaged"):
        read_row("1", kept)


def test_a_picture_that_is_a_bomb_takes_no_memory() -> None:
    bomb = json.dumps(SOUND | {"picture": packed(bytes(9_000_000))})
    assert len(bomb) < LONGEST
    tracemalloc.start()
    try:
        with pytest.raises(BadAttempts):
            read_row("1", bomb)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists) | st.text())
def test_any_text_is_refused_with_a_sentence(kept: object) -> None:
    for text in (kept, json.dumps(kept), json.dumps(SOUND | {"picture": kept})):
        with pytest.raises(BadAttempts):
            read_row("1", text)


def test_an_attempt_from_a_file_keeps_its_strokes() -> None:
    before = made()
    assert row_of("2", before.attempt).ink == INK


def test_keys_sort_by_time() -> None:
    assert new_key() < new_key(10) < new_key(20)


def test_what_changed_is_told_until_the_browser_has_kept_it() -> None:
    attempts = Table()
    first, second = made("1"), made("2")
    attempts.put([first])
    attempts.put([second])
    attempts.remove(["1"])
    told = message_to_browser(attempts)
    assert told["drop"] == ["1"]
    assert told["put"] == {"2": write_row(second)}
    assert told["number"] == 3
    receive_report(attempts, report(attempts, kept=2, number=77))
    assert message_to_browser(attempts) | {
        "put": {},
        "drop": ["1"],
        "heard": 77,
    } == message_to_browser(attempts)
    receive_report(attempts, report(attempts, kept=3))
    assert not attempts.unsaved
    assert list(attempts.rows) == ["2"]


def test_the_browser_brings_what_it_kept_in_order_of_time() -> None:
    attempts = Table()
    receive_report(attempts, report(attempts, pairs(made("3"), made("1"), made("2"))))
    assert list(attempts.rows) == ["1", "2", "3"]
    assert not attempts.unsaved


def test_what_the_browser_has_not_confirmed_comes_on_top_of_what_it_keeps() -> None:
    attempts = Table()
    receive_report(attempts, report(attempts, pairs(made("1"), made("2"))))
    attempts.remove(["1"])
    attempts.put([made("3")])
    receive_report(attempts, report(attempts, pairs(made("1"), made("2"))))
    assert list(attempts.rows) == ["2", "3"]


def test_another_tab_may_remove_and_change() -> None:
    attempts = Table()
    receive_report(attempts, report(attempts, pairs(made("1", 3), made("2"))))
    receive_report(attempts, report(attempts, pairs(made("1", 4))))
    assert [row.attempt.label for row in attempts.rows.values()] == [4]


@pytest.mark.parametrize("trouble", ["full", "forbidden"])
def test_a_browser_that_keeps_nothing_takes_nothing_away(trouble: str) -> None:
    attempts = Table()
    receive_report(attempts, report(attempts, pairs(made("0"))))
    attempts.put([made("1")])
    receive_report(attempts, report(attempts, [], trouble=trouble))
    assert list(attempts.rows) == ["0", "1"]
    assert attempts.trouble == trouble
    assert attempts.unsaved, "it is tried again"


def test_what_is_damaged_is_dropped_with_a_message_and_the_rest_stays() -> None:
    attempts = Table()
    receive_report(
        attempts, report(attempts, [*pairs(made("1")), ["2", "{"], ["3", None], "x", [4, "{}"]])
    )
    assert list(attempts.rows) == ["1"]
    assert str(attempts.problem).startswith("2 of the attempts")
    assert message_to_browser(attempts)["drop"] == ["2", "3"]


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        "report",
        {},
        {"number": True},
        {"number": 1, "session": "another", "kept": 9, "rows": []},
        {"number": "1", "kept": 9, "rows": []},
        {"number": 1, "kept": None, "rows": []},
    ],
)
def test_what_is_no_report_of_this_visit_changes_nothing(sent: object) -> None:
    attempts = Table()
    attempts.put([made("1")])
    before = message_to_browser(attempts)
    receive_report(attempts, sent)
    assert message_to_browser(attempts) == before


def test_a_trouble_that_nobody_knows_is_none() -> None:
    attempts = Table()
    receive_report(attempts, report(attempts, trouble={"a": "<script>"}))
    assert attempts.trouble is None


def test_a_table_that_is_full_says_so() -> None:
    attempts = Table()
    attempts.put([made(f"{i:04}") for i in range(3)])
    attempts.rows = {f"{i:04}": attempts.rows["0000"] for i in range(MAX_ATTEMPTS)}
    with pytest.raises(InvalidInput, match="at most 1000"):
        check_room(attempts, 1)


def test_a_browser_that_keeps_too_many_is_told() -> None:
    attempts, text = Table(), write_row(made())
    receive_report(attempts, report(attempts, [[f"{i:04}", text] for i in range(MAX_ATTEMPTS + 1)]))
    assert len(attempts.rows) == MAX_ATTEMPTS
    assert "more than 1000" in str(attempts.problem)


def test_removing_can_be_undone() -> None:
    attempts = Table()
    attempts.put([made("1"), made("2")])
    attempts.remove(["1", "2"])
    assert not attempts.rows
    attempts.bring_back()
    assert list(attempts.rows) == ["1", "2"]
    assert not attempts.removed


@pytest.mark.parametrize("key", ["\ud800", "a\x00b", "", "<b>", "a" * 41, "ñ"])
def test_a_key_that_no_page_can_hold_is_dropped(key: str) -> None:
    attempts, text = Table(), write_row(made())
    receive_report(attempts, report(attempts, [[key, text], ["1", text]]))
    assert list(attempts.rows) == ["1"]
    assert message_to_browser(attempts)["drop"] == [key]
    assert str(attempts.problem).startswith("one of the attempts")
