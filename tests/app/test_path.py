"""The lecture's path: every stop asks, covers what it asks for, and says the lecture's numbers once it is revealed."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app import LIVE_PAGES
from tests.app.reading import Opener, element, html_of, loss_of, text_of
from ui.digit import state as digit
from ui.hand import live
from ui.hand.moves import Move
from ui.lecture.covering import UNKNOWN
from ui.lecture.looking import HIDEABLE
from ui.lecture.questions import Choice, Goal, Number
from ui.lecture.stops import OLD_STEPS, STOPS
from ui.softmax import state as softmax
from ui.weather import state as weather

NUMBERS = range(1, len(STOPS) + 1)
COVERING = [n for n in NUMBERS if STOPS[n - 1].covers]
# What the lecture shows, slide by slide: all of it is said somewhere on the path.
LECTURE = (
    "[0, 0, 1, 0, 0, 0, 0, 0, 0, 0]",
    *("−1.45", "−7.82", "−3.78"),
    *("0.9099", "0.0016", "0.0885"),
    *("−0.0944", "−6.4644", "−2.4244", "−6.4377", "−2.4247"),
    "0.0944",
    "3, 3, 3, 3, 3",
    "4, 1, 2, 4, 4",
    "0.25×4 + 0.45×1 + 0.2×2 + 0.09×4 + 0.01×4 = 2.25",
    "4; 2.22; 5; 11.11; 100",
    "2; 1.15; 2.32; 3.47; 6.64",
    "0.25×2 + 0.45×1.15 + 0.2×2.32 + 0.09×3.47 + 0.01×6.64 = 1.86",
    "0.3×2 + 0.2×1.152 + 0.2×2.322 + 0.25×3.474 + 0.05×6.644 = 2.4955",
    *("2.17", "0.33", "0.1362", "1.3863"),
    *("logit", "pdf", "cross_entropy"),
)
SAID = {
    "en": (
        "What do these three values mean?",
        "the information that you get",
        "cross_entropy takes logits",
        "cross-entropy loss",
    ),
    "es": (
        "¿Qué significan estos tres valores?",
        "la información que obtienes",
        "cross_entropy recibe logits",
        "función de densidad de probabilidades (pdf)",
        "red neuronal",
        "función de activación",
        "capa de salida",
        "one-hot encoding",
        "salida objetivo",
        "cross-entropy loss",
    ),
}


def bar_of(app: AppTest) -> str:
    """What the bar tells, asks and reveals."""
    found = re.search(r'<div class="path-text".*?</div>', html_of(app), re.S)
    assert found, "no bar"
    return text_of(found.group())


def shown(app: AppTest) -> str:
    """All that a page shows besides the bar: its HTML, the data of its elements, its charts."""
    html = re.sub(r'<div class="path-text".*?</div>', "", html_of(app), flags=re.S)
    parts = [json.dumps(json.loads(f.proto.bytes), ensure_ascii=False) for f in _bars(app)]
    charts = [chart.proto.spec for chart in app.get("plotly_chart")]
    code = [c.value for c in app.code]
    return "\n".join([html, *parts, *charts, *code])


def _bars(app: AppTest) -> list[Any]:
    return [found for found in app.get("bidi_component") if found.proto.bytes]


def query_of(app: AppTest) -> dict[str, str]:
    return {k: v[0] if isinstance(v, list) else v for k, v in dict(app.query_params).items()}


def at(open_page: Opener, number: int, **query: str) -> AppTest:
    return open_page(STOPS[number - 1].page, stop=str(number), **query)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_walk_through_all_stops_says_the_whole_lecture(open_page: Opener, lang: str) -> None:
    told = ""
    for number in NUMBERS:
        app = at(open_page, number, lang=lang)
        asked = bar_of(app)
        app.button(key="path.reveal").click().run()
        assert not app.exception
        assert query_of(app)["reveal"] == "1"
        revealed = bar_of(app)
        assert revealed.startswith(asked)
        assert len(revealed) > len(asked) + 20
        assert not re.search(r"[{}]", revealed)
        told += "\n" + revealed + "\n".join(answers_of(app))
    for text in LECTURE:
        spoken = text.replace(".", ",") if lang == "es" else text.replace(";", ",")
        assert spoken in told or text in told, text
    for text in SAID[lang]:
        assert text in told, text


def answers_of(app: AppTest) -> list[str]:
    return [option for radio in app.radio for option in radio.options]


@pytest.mark.parametrize("number", COVERING)
def test_an_open_question_covers_what_it_asks_for(open_page: Opener, number: int) -> None:
    stop = STOPS[number - 1]
    app = at(open_page, number, lang="en")
    for place in stop.covers:
        key, _dot, column = place.partition(".")
        if column:
            found = next(c for c in element(app, key)["columns"] if c["key"] == column)
            assert set(found["texts"]) == {UNKNOWN}
            assert set(found.get("values", [None])) == {None}
            assert not found["edit"]
        else:
            assert "Covered until you reveal" in html_of(app)
    revealed = at(open_page, number, lang="en", reveal="1")
    assert "Covered until" not in html_of(revealed)
    if (
        isinstance(stop.question, Number) and stop.question.truth % 1
    ):  # whole numbers stand anywhere
        truth = f"{stop.question.truth:.4f}".rstrip("0").replace("-", "−")
        pattern = rf"(?<![\d.]){re.escape(truth)}0*(?!\d)"
        assert not re.search(pattern, shown(app)), truth
        assert re.search(pattern, shown(revealed)) or stop.page == "weather"


@pytest.mark.parametrize(
    "number", [n for n in COVERING if STOPS[n - 1].page in ("softmax", "weather")]
)
def test_a_live_answer_covers_it_too(number: int) -> None:
    stop = STOPS[number - 1]
    query = {**stop.state, "lang": "en", "v": "1", "stop": str(number)}
    moves = tuple(Move(0, column, 0.5) for column in ("z", "p"))
    answer = live.draw(LIVE_PAGES[stop.page], query, moves)
    assert answer["query"]["stop"] == str(number)
    for place in stop.covers & {"loss", "averages"}:
        assert "Covered until" in answer["pictures"][place]
        assert not re.search(r"\d\.\d", answer["pictures"][place])
    for key in {place.split(".")[0] for place in stop.covers if "." in place}:
        for column in answer["pictures"][key]["columns"]:
            if f"{key}.{column['key']}" in stop.covers:
                assert set(column["texts"]) == {UNKNOWN}
    panels = {"worked", "sums", "gradient", "stability"} & set(answer["pictures"])
    assert not panels
    revealed = live.draw(LIVE_PAGES[stop.page], query | {"reveal": "1"}, moves)
    assert "Covered" not in json.dumps(revealed)


@pytest.mark.parametrize(
    ("number", "tabs"), [(5, softmax.TABS), (15, weather.TABS), (19, digit.TABS)]
)
def test_no_tab_tells_it_to_a_hand_that_moves(number: int, tabs: tuple[str, ...]) -> None:
    stop = STOPS[number - 1]
    query = {**stop.state, "lang": "en", "v": "1", "stop": str(number)}
    seen = [
        set(live.draw(LIVE_PAGES[stop.page], query | {"tab": tab}, ())["pictures"]) for tab in tabs
    ]
    assert all(pictures == seen[0] for pictures in seen)
    told = [
        live.draw(LIVE_PAGES[stop.page], query | {"tab": tab, "reveal": "1"}, ()) for tab in tabs
    ]
    assert any(set(answer["pictures"]) != seen[0] for answer in told), "this test names nothing"


def test_no_other_tab_and_no_notebook_tells_what_is_covered(open_page: Opener) -> None:
    for tab in ("table", "torch", "download", "target"):
        app = at(open_page, 5, lang="en", tab=tab)
        assert "0.9099" not in shown(app)
        assert not app.code
        assert not app.get("download_button")


def test_a_number_is_compared(open_page: Opener) -> None:
    app = at(open_page, 11, lang="es")
    app.text_input(key="path.guess.11").set_value("2,5").run()
    assert query_of(app)["guess"] == "2,5"
    app.button(key="path.reveal").click().run()
    assert "✗ Predijiste 2,5; es 2,25." in bar_of(app)
    assert "✓ You predicted 2.25" in bar_of(at(open_page, 11, lang="en", guess="2.25", reveal="1"))


def test_a_distribution_costs_bits(open_page: Opener) -> None:
    told = bar_of(at(open_page, 5, lang="en", guess="0.5; 0.25; 0.25", reveal="1"))
    assert "0.5, 0.25, 0.25" in told
    assert "costs 1.0901 bits, the best one 0.4481" in told
    assert "costs ∞ bits" in bar_of(at(open_page, 5, lang="en", guess="1 0 0", reveal="1"))


def test_a_choice_is_judged(open_page: Opener) -> None:
    app = at(open_page, 4, lang="en")
    app.radio(key="path.guess.4").set_value(1).run()
    assert query_of(app)["guess"] == "1"
    app.button(key="path.reveal").click().run()
    assert "✓ That is right." in bar_of(app)
    wrong = at(open_page, 4, lang="en")
    options = wrong.radio(key="path.guess.4").options
    told = bar_of(at(open_page, 4, lang="en", guess="0", reveal="1"))
    assert f"✗ Not quite. Your answer: {options[0].rstrip('.')}." in told


def test_a_goal_is_told_when_it_holds(open_page: Opener) -> None:
    assert "Not yet." in html_of(at(open_page, 6, lang="en"))
    assert "It holds." in html_of(at(open_page, 6, lang="en", z="1,1,1"))
    assert "It holds." in html_of(at(open_page, 12, lang="en", code="10,0,110,1110,1111"))
    assert "is the start of" in html_of(at(open_page, 12, lang="en", code="1,0,11,1110,1111"))
    assert "It holds." in html_of(at(open_page, 17, lang="en", q="0.25,0.45,0.2,0.09,0.01"))
    assert "Not yet." in html_of(at(open_page, 6, lang="en", z="<b>"))


def test_a_goal_follows_a_hand_that_moves() -> None:
    query = {**STOPS[5].state, "lang": "en", "v": "1", "stop": "6"}
    moves = tuple(Move(row, "z", 2.0) for row in range(3))
    assert "It holds." in live.draw(LIVE_PAGES["softmax"], query, moves)["pictures"]["goal"]
    assert "Not yet." in live.draw(LIVE_PAGES["softmax"], query, moves[:1])["pictures"]["goal"]
    assert "goal" not in live.draw(LIVE_PAGES["softmax"], query | {"stop": "7"}, moves)["pictures"]


@pytest.mark.parametrize("guess", ["asdf", "1e999", "-inf", "<b>x</b>", "0.5; 0.5", "2; -1; 0"])
def test_an_answer_that_is_none_is_said_beside_it_and_kept(open_page: Opener, guess: str) -> None:
    app = at(open_page, 5, lang="en", guess=guess)
    assert app.text_input(key="path.guess.5").value == guess
    problem = re.search(r'<p class="path-problem".*?</p>', html_of(app))
    assert problem
    assert "<b>" not in problem.group()
    assert "Covered" in html_of(app)
    app.button(key="path.reveal").click().run()
    assert "reveal" not in query_of(app), "it costs no try"
    assert problem.group() in html_of(app)
    assert app.text_input(key="path.guess.5").value == guess
    app.text_input(key="path.guess.5").set_value("").run()
    app.button(key="path.reveal").click().run()
    assert loss_of(app) == "loss L 0.0944 nats 0.1362 bits"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("stop", bad) for bad in ("99", "0", "-1", "x", "1.5")),
        ("hide", "everything,<b>,loss"),
        ("present", "yes"),
        ("reveal", "2"),
    ],
)
def test_a_bad_value_is_named_and_all_else_kept(open_page: Opener, name: str, value: str) -> None:
    app = open_page("softmax", lang="en", z="1,2,3", y="2", **{name: value})
    assert f"“{name}”" in app.warning[0].value
    assert "<b>" not in app.warning[0].value
    assert loss_of(app) == "loss L 0.4076 nats 0.5881 bits"
    assert query_of(app).get(name, "") == ("loss" if name == "hide" else "")
    assert query_of(app)["z"] == "1,2,3"


@pytest.mark.parametrize(("step", "number"), OLD_STEPS.items())
def test_an_old_link_to_a_step_opens_its_stop(open_page: Opener, step: str, number: int) -> None:
    app = open_page("weather", lang="en", step=step, p="0.5,0.5")
    assert query_of(app)["stop"] == str(number)
    assert query_of(app)["p"] == "0.5,0.5"
    assert "step" not in query_of(app)
    assert bar_of(app)


def test_an_old_step_that_is_none_is_named(open_page: Opener) -> None:
    assert "“step”" in open_page("weather", lang="en", step="<b>").warning[0].value


def test_what_was_done_before_the_path_is_there_when_one_leaves(open_page: Opener) -> None:
    app = open_page("softmax", lang="en", z="1,2,3,4", names="a,b,c,d", y="3", tab="target")
    own = query_of(app)
    app.query_params.update({"stop": "7"})
    for name in ("z", "names", "y", "tab", "T"):
        app.query_params.pop(name, None)
    app.run()
    assert "0.9099" in shown(app)
    app.button(key="path.forward").click().run()
    assert query_of(app)["stop"] == "8"
    app.button(key="path.leave").click().run()
    assert query_of(app) == own


def test_what_was_done_at_a_stop_is_there_when_one_comes_back(open_page: Opener) -> None:
    app = at(open_page, 7, lang="en")
    app.text_input(key="path.guess.7").set_value("-0.1").run()
    app.button(key="path.reveal").click().run()
    app.button(key="path.forward").click().run()
    assert "guess" not in query_of(app)
    assert "reveal" not in query_of(app)
    app.button(key="path.back").click().run()
    assert (query_of(app)["guess"], query_of(app)["reveal"]) == ("-0.1", "1")


def test_a_stop_can_be_set_back_to_the_lectures_numbers(open_page: Opener) -> None:
    app = at(open_page, 7, lang="en", z="1,2,3", reveal="1")
    app.button(key="path.again").click().run()
    assert query_of(app)["z"] == "-1.45,-7.82,-3.78"
    assert query_of(app)["reveal"] == "1"
    assert not [b for b in app.button if b.key == "path.again"]


def test_what_is_hidden_has_no_place_on_the_page(open_page: Opener) -> None:
    for code in HIDEABLE:
        style = "".join(re.findall(r"<style>.*?</style>", html_of(open_page("softmax", hide=code))))
        assert "display: none" in style
    assert ".st-key-panel" in html_of(open_page("softmax", present="1"))


def test_every_question_has_a_true_answer() -> None:
    for stop in STOPS:
        if isinstance(stop.question, Choice):
            assert 0 <= stop.question.right < len(stop.question.answers)
        elif not isinstance(stop.question, Goal):
            truth = stop.question.truth
            good, _said = stop.question.verdict(truth)  # type: ignore[arg-type]
            assert good
