"""The training page without a browser: its chain, its tabs, its links, in both languages."""

from __future__ import annotations

import numpy as np
import pytest

from core.softmax import softmax
from core.training.pool import TABLES
from core.training.run import Change, Run
from core.training.training import Training
from tests.app.reading import Opener, element, html_of, loss_of, marked, numbers, text_of
from ui.train.point_file import read_points
from ui.train.state import TABS, Train

FILE = b"x;y;class\n0,5;1;<b>a</b>\n1,5;2;b\n2;0;b\n"


def trained(state: Train) -> Training:
    training = Training(state.run)
    training.advance(state.steps)
    return training


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_tab_opens_for_plane_and_digits(open_page: Opener, tab: str, lang: str) -> None:
    for data in ("spiral", "digits"):
        app = open_page("train", lang=lang, tab=tab, data=data, steps="5")
        assert not app.warning
        assert numbers(loss_of(app))


def test_the_chain_is_that_of_core(open_page: Opener) -> None:
    app = open_page("train", lang="en", steps="120", at="17")
    training = trained(Train(steps=120))
    z = training.logits(training.data.all_inputs[[17]])[0]
    columns = {c["key"]: c for c in element(app, "softmax_bars")["columns"]}
    np.testing.assert_allclose(columns["z"]["values"], z)
    np.testing.assert_allclose(columns["p"]["values"], softmax(z))
    np.testing.assert_allclose(columns["g"]["values"], softmax(z) - np.eye(3)[0], atol=1e-15)
    nats, bits = numbers(loss_of(app))
    assert nats == pytest.approx(-np.log(softmax(z)[0]), abs=1e-4)
    assert bits == pytest.approx(nats / np.log(2), abs=2e-4)


def test_a_place_that_is_no_point_has_the_target_that_was_chosen(open_page: Opener) -> None:
    app = open_page("train", lang="en", steps="120", at="0.5,-0.25", y="2")
    training = trained(Train(steps=120))
    p = softmax(training.logits(np.array([[0.5, -0.25]]))[0])
    assert numbers(loss_of(app))[0] == pytest.approx(-np.log(p[2]), abs=1e-4)


def test_the_lectures_words_are_on_the_page(open_page: Opener) -> None:
    for lang, words in (
        (
            "en",
            (
                "softmax is the output layer",
                "one-hot",
                "cross-entropy",
                "multi-class example in PyTorch",
            ),
        ),
        (
            "es",
            (
                "softmax es la capa de salida",
                "one-hot",
                "entropía cruzada",
                "ejemplo multi-clase en PyTorch",
            ),
        ),
    ):
        text = text_of(html_of(open_page("train", lang=lang, tab="torch")))
        assert not [word for word in words if word not in text]


def test_the_script_of_the_run_is_shown_with_what_it_prints(open_page: Opener) -> None:
    app = open_page("train", lang="en", tab="torch", steps="80", changes="40:rate:0.1")
    training = trained(Train(steps=80, changes=(Change(40, "rate", 0.1),)))
    assert "optimiser.param_groups[0]['lr'] = 0.1" in app.code[0].value
    _step, train, held = numbers(marked(app, "data-printed").replace("held-out", ""))
    assert train == pytest.approx(training.train_score().loss, rel=1e-10)
    assert held == pytest.approx(training.held_score().loss, rel=1e-10)


def test_one_step_is_taken_apart(open_page: Opener) -> None:
    app = open_page("train", lang="en", tab="step", steps="30", net="none", data="blobs")
    training = trained(Train(data="blobs", hidden=(), steps=30))
    z = training.logits(training.data.all_inputs[[50]])[0]
    assert numbers(marked(app, "data-apart-loss"))[-1] == pytest.approx(
        -np.log(softmax(z)[0]), abs=1e-4
    )
    assert numbers(marked(app, "data-check"))[-1] < 1e-4
    app.button_group(key="train.batch").set_value(True).run()
    rows, _rest = training.next_batch()
    mean = training.score(training.data.inputs[rows], training.data.labels[rows]).loss
    assert numbers(marked(app, "data-apart-loss"))[-1] == pytest.approx(mean, abs=1e-4)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"data": "own"}, "no point to train on"),
        ({"data": "csv"}, "no point to train on"),
        ({"data": "csv", "csv": "nowhere"}, "upload it again"),
    ],
)
def test_where_there_is_nothing_to_train_the_page_says_so(
    open_page: Opener, query: dict[str, str], said: str
) -> None:
    for tab in TABS:
        assert said in html_of(open_page("train", lang="en", tab=tab, **query))


@pytest.mark.parametrize(
    ("name", "value"),
    [("net", "0"), ("net", "1e9"), ("net", "abc"), ("steps", "1e12"), ("rate", "nan")],
)
def test_a_bad_link_is_named_and_the_default_shown(
    open_page: Opener, name: str, value: str
) -> None:
    app = open_page("train", lang="en", **{name: value})
    assert f"“{name}”" in app.warning[0].value
    assert element(app, "train.play")["query"].keys() == {"lang", "v"}


def test_a_file_is_offered_and_used(open_page: Opener) -> None:
    app = open_page("train", lang="en", tab="own", steps="30")
    app.file_uploader(key="train.upload").upload("points.csv", FILE, "text/csv").run()
    assert "3 points of 2 classes: &lt;b&gt;a&lt;/b&gt;, b" in html_of(app)
    app.button(key="train.use").click().run()
    query = element(app, "train.play")["query"]
    name, table = read_points(FILE)
    assert (query["data"], query["csv"]) == ("csv", name)
    assert TABLES.get(name) is not None
    training = Training(Run(Train(data="csv").settings, table=name), table)
    z = training.logits(training.data.all_inputs[[0]])[0]
    columns = {c["key"]: c for c in element(app, "softmax_bars")["columns"]}
    np.testing.assert_allclose(columns["z"]["values"], z)
    assert element(app, "softmax_bars")["names"] == ["<b>a</b>", "b"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"1,2,a\n3,4,a", "classes in the file is 1"),
        (b"1,2,a\nx,4,b", "row 2"),
        (b"1,2,a\n" * 20_000, "20000 rows"),
    ],
)
def test_a_bad_file_is_said_and_nothing_is_lost(
    open_page: Opener, content: bytes, said: str
) -> None:
    app = open_page("train", lang="en", tab="own", steps="30")
    before = loss_of(app)
    app.file_uploader(key="train.upload").upload("points.csv", content, "text/csv").run()
    assert said in app.error[0].value
    assert loss_of(app) == before


def test_a_tab_is_in_the_link_and_not_in_what_the_trainer_carries(open_page: Opener) -> None:
    app = open_page("train", lang="en", steps="30")
    app.button_group(key="train.tab").set_value("torch").run()
    assert app.query_params["tab"] in ("torch", ["torch"])
    assert "tab" not in element(app, "train.play")["query"]
