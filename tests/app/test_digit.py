"""The digit page without a browser: what it shows is what the recogniser says."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.digits import (
    NOT_DIGIT_THRESHOLD,
    example_drawings,
    load_model,
    logits,
    not_digit_score,
    preprocess_strokes,
)
from core.softmax import cross_entropy_from_logits, softmax
from tests.app.reading import Opener, html_of, loss_of, message, text_of
from ui.digit.answer import share
from ui.link.stroke_text import read_strokes, write_strokes

LINKS = {digit: write_strokes(strokes) for digit, strokes in example_drawings().items()}


def bars_of(app: AppTest, key: str) -> dict:
    """What the browser was told to draw."""
    for element in app.get("bidi_component"):
        if key in element.proto.id:
            return json.loads(element.proto.bytes)
    raise AssertionError(f"no bars {key}")


def drawn_logits(digit: int, network: str = "cnn") -> np.ndarray:
    image = preprocess_strokes(read_strokes(LINKS[digit]))
    return logits(load_model(network), image)[0]


def prediction_of(app: AppTest) -> str:
    """What stands beside the picture that the network sees."""
    found = re.search(r'<div class="says">.*', html_of(app))
    assert found
    return text_of(found.group())


def numbers(text: str) -> list[float]:
    return [float(x) for x in re.findall(r"\d+\.?\d*", text)]


@pytest.mark.parametrize("digit", range(10))
def test_a_link_shows_what_the_network_says(open_page: Opener, digit: int) -> None:
    app = open_page("digit", strokes=LINKS[digit], y=str(digit))
    z = drawn_logits(digit)
    assert int(np.argmax(z)) == digit
    columns = bars_of(app, "softmax_bars")["columns"]
    assert columns[0]["values"] == pytest.approx(z.tolist(), abs=1e-12)
    assert columns[1]["values"] == pytest.approx(softmax(z).tolist(), abs=1e-12)
    assert columns[1]["outline"] == np.eye(10)[digit].tolist()
    nats, bits = numbers(loss_of(app).replace("\N{MINUS SIGN}", "-"))
    loss = cross_entropy_from_logits(z, np.eye(10)[digit])
    assert nats == pytest.approx(loss, rel=1e-3, abs=5e-5)
    assert bits == pytest.approx(loss / np.log(2), rel=1e-3, abs=5e-5)
    assert prediction_of(app).startswith(f"the network says {digit} p {share(softmax(z).max())}")


CROSS = write_strokes([np.array([[60.0, 60], [220, 220]]), np.array([[220.0, 60], [60, 220]])])


def test_what_is_no_digit_is_said_with_its_score(open_page: Opener) -> None:
    image = preprocess_strokes(read_strokes(CROSS))
    score = not_digit_score(image)
    assert score > NOT_DIGIT_THRESHOLD
    says = prediction_of(open_page("digit", strokes=CROSS))
    assert f"does not look like a digit: score {score:.2f}, where digits stay below 0." in says
    assert "Softmax has no “none of these”" in says
    z = logits(load_model("cnn"), image)[0]
    assert numbers(says.split("says")[1])[0] == np.argmax(z), "what the network says stays"
    assert "look like" not in prediction_of(open_page("digit", strokes=LINKS[3]))


def test_the_page_opens_on_an_example_that_is_no_attempt(open_page: Opener) -> None:
    app = open_page("digit")
    assert "draw over me" in html_of(app)
    assert '<div class="answer"><b>2</b>' in html_of(app)
    assert "strokes" not in app.query_params
    app.button(key="digit.clear").click().run()
    assert app.query_params["blank"] in ("1", ["1"])
    assert 'class="answer"' not in html_of(app)
    assert not app.session_state["digit.attempts"].rows


def test_an_empty_canvas_predicts_nothing(open_page: Opener) -> None:
    app = open_page("digit", blank="1")
    assert 'class="answer"' not in html_of(app)
    assert 'class="loss"' not in html_of(app)
    assert bars_of(app, "softmax_bars")["columns"][1]["texts"] == [""] * 10


def test_until_the_digit_is_said_it_is_taken_from_the_network(open_page: Opener) -> None:
    app = open_page("digit", strokes=LINKS[3])
    assert "it is taken to be 3" in html_of(app)
    assert bars_of(app, "softmax_bars")["pick"]["chosen"] is None


@pytest.mark.parametrize(
    ("strokes", "says"),
    [
        ("!", "does not belong"),
        ("A" * 4000, "3072"),
        ("AAA", "cut short"),
        ("AA..AA", "cut short"),
        ("_" * 3, "cut short"),
        ("______A", "too far"),
        ("gggH" * 8, "too far"),
    ],
)
def test_a_broken_drawing_in_a_link_is_named(open_page: Opener, strokes: str, says: str) -> None:
    app = open_page("digit", strokes=strokes, y="3")
    assert "“strokes”" in message(app.warning[0])
    assert says in message(app.warning[0])
    assert bars_of(app, "softmax_bars")["pick"]["chosen"] == 3, "the rest of the link is kept"


def test_a_label_outside_0_to_9_is_named(open_page: Opener) -> None:
    app = open_page("digit", strokes=LINKS[3], y="10")
    assert "“y”" in message(app.warning[0])
    assert bars_of(app, "softmax_bars")["columns"][0]["values"]


@pytest.mark.parametrize("network", ["linear", "mlp", "cnn"])
def test_the_three_networks_say_what_they_say(open_page: Opener, network: str) -> None:
    app = open_page("digit", strokes=LINKS[5], y="5", tab="networks")
    columns = bars_of(app, f"digit.network.{network}")["columns"]
    z = drawn_logits(5, network)
    assert columns[0]["values"] == pytest.approx(z.tolist(), abs=1e-6)
    assert columns[1]["values"] == pytest.approx(softmax(z).tolist(), abs=1e-9)


def test_clear_and_undo(open_page: Opener) -> None:
    app = open_page("digit", strokes=LINKS[4], y="4")
    app.button(key="digit.undo").click().run()
    assert app.query_params["strokes"] in ([LINKS[4].split(".")[0]], LINKS[4].split(".")[0])
    app.button(key="digit.clear").click().run()
    assert "strokes" not in app.query_params
    assert 'class="answer"' not in html_of(app)


def test_undo_brings_back_what_clear_took_once(open_page: Opener) -> None:
    app = open_page("digit", strokes=LINKS[4], y="4")
    app.button(key="digit.clear").click().run()
    app.button(key="digit.undo").click().run()
    assert app.query_params["strokes"] in ([LINKS[4]], LINKS[4])
    assert app.query_params["y"] in (["4"], "4")
    app.button(key="digit.undo").click().run()  # as always: the last stroke goes
    assert app.query_params["strokes"] in ([LINKS[4].split(".")[0]], LINKS[4].split(".")[0])
    app.button(key="digit.undo").click().run()
    app.button(key="digit.undo").click().run()
    assert "strokes" not in app.query_params
