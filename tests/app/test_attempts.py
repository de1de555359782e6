"""The attempts tab without a browser: a labelled drawing joins, and the numbers are scipy's."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest
from scipy.special import log_softmax
from streamlit.testing.v1 import AppTest

from core.digits import example_drawings, load_model, logits, preprocess_strokes, rare_drawings
from core.digits.attempts import Attempt, to_csv
from core.digits.attempts_file import from_npz, to_npz
from core.errors import InvalidInput
from tests.app.reading import Opener, html_of, message, text_of
from ui.digit.attempts.row import Row
from ui.digit.attempts.table import Table, record_attempt
from ui.digit.state import LINK
from ui.link.stroke_text import read_strokes, write_strokes

# Drawn by hand: the page's own examples are nobody's attempts.
LINKS = {
    digit: write_strokes([stroke + 1 for stroke in strokes])
    for digit, strokes in example_drawings().items()
}


def z_of(ink: str) -> np.ndarray:
    return logits(load_model("cnn"), preprocess_strokes(read_strokes(ink)))[0]


def element(app: AppTest, key: str) -> str:
    """What an element of ours was told, or nothing where it is not on the page."""
    found = [e.proto.bytes for e in app.get("bidi_component") if key in e.proto.id]
    return found[0].decode() if found else ""


def table(app: AppTest) -> Table:
    found: Table = app.session_state["digit.attempts"]
    return found


def cells(app: AppTest) -> list[list[str]]:
    """The rows of the table as a reader sees them: number, true digit, network, nats, bits."""
    body = re.search(r"<tbody>(.*?)</tbody>", element(app, "digit.attempts.table"))
    rows = re.findall(r"<tr>(.*?)</tr>", body.group(1)) if body else []
    return [text_of(row).split()[:5] for row in rows]


def numbers(app: AppTest) -> list[float]:
    """Mean loss in nats and bits, accuracy in per cent, how many of how many."""
    costs = re.search(r'<div class="costs">.*', html_of(app))
    assert costs
    return [float(x) for x in re.findall(r"\d+\.?\d*(?=[ %])", text_of(costs.group()))][:5]


def hand(app: AppTest, **query: str) -> AppTest:
    """A change that comes from the hand, and the link that follows it."""
    before, _ = LINK.parse(dict(app.query_params))
    after, problems = LINK.parse(query)
    assert not problems
    record_attempt(table(app), before, after)
    app.query_params.clear()
    app.query_params.update(query)
    return app.run()


@pytest.fixture
def digit(open_page: Opener) -> AppTest:
    return open_page("digit", tab="attempts", lang="en", v="1")


def test_an_empty_table_says_how_it_fills(digit: AppTest) -> None:
    assert "No attempt yet" in html_of(digit)
    assert not element(digit, "digit.attempts.table")
    assert "Draw a digit first" not in html_of(digit)


def test_three_attempts_and_what_they_cost(digit: AppTest) -> None:
    labels = {3: 3, 7: 1, 4: 4}
    for drawn, label in labels.items():
        hand(digit, tab="attempts", strokes=LINKS[drawn], y=str(label))
    losses = [-log_softmax(z_of(LINKS[k]))[label] for k, label in labels.items()]
    nats, bits, accuracy, right, n = numbers(digit)
    assert nats == pytest.approx(np.mean(losses), abs=6e-5)
    assert bits == pytest.approx(np.mean(losses) / np.log(2), abs=6e-5)
    assert (accuracy, right, n) == (66.7, 2, 3)
    newest_first = list(zip(labels.items(), losses, strict=True))[::-1]
    for (number, y, says, cost, _bits), ((drawn, label), loss) in zip(
        cells(digit), newest_first, strict=True
    ):
        assert (int(y), int(says)) == (label, drawn)
        assert float(cost) == pytest.approx(loss, rel=1e-3, abs=6e-5)
        assert 1 <= int(number) <= 3
    sheet = element(digit, "digit.attempts.table")
    assert "1, taken for 7" in sheet
    assert len(re.findall(r'<td class="(?:hit|miss)"', sheet)) == 3
    miss = re.search(r'<tr><th scope="row">1</th>((?:<td[^>]*>\d+</td>){10})</tr>', sheet)
    assert miss
    assert re.findall(r">(\d+)<", miss.group(1)) == [str(int(k == 7)) for k in range(10)]


def test_an_example_is_an_attempt_only_once_it_is_drawn_over(digit: AppTest) -> None:
    example, stroke = write_strokes(example_drawings()[5]), LINKS[1].split(".")[0]
    for label in ("5", "6"):
        hand(digit, strokes=example, y=label)
    assert not table(digit).rows
    hand(digit, strokes=f"{example}.{stroke}", y="5")
    assert [row.attempt.label for row in table(digit).rows.values()] == [5]


@pytest.mark.parametrize("drawings", [example_drawings(), rare_drawings()])
def test_what_undo_leaves_of_an_example_is_no_attempt(digit: AppTest, drawings: Any) -> None:
    drawing = drawings[7]
    assert len(drawing) > 1
    hand(digit, strokes=write_strokes(drawing), y="7")
    hand(digit, strokes=write_strokes(drawing[:-1]), y="7")
    assert not table(digit).rows


def test_a_drawing_joins_once_while_the_tab_is_closed(open_page: Opener) -> None:
    app = open_page("digit", lang="en", v="1")
    for _ in range(2):
        hand(app, strokes=LINKS[5], y="5")
        hand(app)
    assert [row.attempt.label for row in table(app).rows.values()] == [5]


def test_a_link_is_no_attempt_until_the_hand_labels_it(open_page: Opener) -> None:
    app = open_page("digit", strokes=LINKS[5], y="5", tab="attempts")
    assert "No attempt yet" in html_of(app)
    hand(app, strokes=LINKS[5], y="6", tab="attempts")
    assert [row.attempt.label for row in table(app).rows.values()] == [6]


def test_the_row_follows_the_hand_and_clear_begins_the_next(digit: AppTest) -> None:
    first, *more = LINKS[4].split(".")
    assert more, "a 4 has several strokes"
    hand(digit, strokes=first, y="4")
    hand(digit, strokes=LINKS[4], y="4")
    hand(digit, strokes=LINKS[4], y="9")
    hand(digit, strokes=LINKS[4], y="4")
    assert [row.ink for row in table(digit).rows.values()] == [LINKS[4]]
    hand(digit)
    hand(digit, strokes=first, y="1")
    assert [row.ink for row in table(digit).rows.values()] == [LINKS[4], first]


def test_undo_takes_an_attempt_back_and_it_can_be_brought_back(digit: AppTest) -> None:
    hand(digit, strokes=LINKS[0], y="0", tab="attempts")
    hand(digit, y="0", blank="1", tab="attempts")
    assert not table(digit).rows
    digit.button(key="digit.attempts.back").click().run()
    assert [row.attempt.label for row in table(digit).rows.values()] == [0]


def test_clear_keeps_the_attempt(digit: AppTest) -> None:
    hand(digit, strokes=LINKS[2], y="2", tab="attempts")
    digit.button(key="digit.clear").click().run()
    assert "strokes" not in digit.query_params
    assert len(cells(digit)) == 1


def test_remove_all_and_bring_back(digit: AppTest) -> None:
    for k in (1, 2):
        hand(digit, strokes=LINKS[k], y=str(k), tab="attempts")
    digit.button(key="digit.attempts.clear").click().run()
    assert "No attempt yet" in html_of(digit)
    told = json.loads(element(digit, "digit.shelf"))
    assert len(told["drop"]) == 2
    assert not told["put"]
    digit.button(key="digit.attempts.back").click().run()
    assert len(cells(digit)) == 2


def test_the_browser_is_told_while_the_tab_is_closed(open_page: Opener) -> None:
    app = open_page("digit", lang="en")
    hand(app, strokes=LINKS[8], y="8")
    told = json.loads(element(app, "digit.shelf"))
    (text,) = told["put"].values()
    assert json.loads(text)["y"] == 8
    assert json.loads(text)["strokes"] == LINKS[8]


def test_the_files_hold_what_the_table_shows(digit: AppTest) -> None:
    hand(digit, strokes=LINKS[6], y="6", tab="attempts")
    attempts = [row.attempt for row in table(digit).rows.values()]
    (back,) = from_npz(to_npz(attempts))
    assert write_strokes(back.strokes) == LINKS[6]
    np.testing.assert_array_equal(back.picture, preprocess_strokes(read_strokes(LINKS[6])))
    np.testing.assert_allclose(back.logits, z_of(LINKS[6]), atol=1e-12)
    assert to_csv(attempts).count("\r\n") == 2


@pytest.mark.parametrize("lang", ["en", "es"])
def test_what_is_wrong_is_said_in_the_visitors_language(open_page: Opener, lang: str) -> None:
    app = open_page("digit", tab="attempts", lang=lang)
    hand(app, strokes=LINKS[1], y="1", tab="attempts", lang=lang)
    with pytest.raises(InvalidInput) as caught:
        from_npz(b"no file of ours")
    table(app).problem = caught.value
    table(app).trouble = "full"
    app.run()
    said = [message(warning) for warning in app.warning]
    assert len(said) == 2
    expected = {"en": ("no room left", "not an NPZ"), "es": ("no le queda", "no es un archivo NPZ")}
    assert all(part in text for part, text in zip(expected[lang], said[::-1], strict=True))
    assert len(cells(app)) == 1, "and nothing is lost"


def test_a_table_shows_the_newest_and_counts_all(digit: AppTest) -> None:
    picture = np.zeros((28, 28), np.float32)
    sound = Attempt((), picture, 3, np.eye(10)[3])
    table(digit).put([Row(f"{i:04}", "", sound) for i in range(203)])
    digit.run()
    assert len(cells(digit)) == 200
    assert cells(digit)[0][0] == "203"
    assert "all 203 count" in element(digit, "digit.attempts.table")
    assert numbers(digit)[4] == 203
