"""The digit page's tabs without a browser: every number is computed again, straight from the networks."""

from __future__ import annotations

import json
import math
import re
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
import torch
from scipy import ndimage
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from streamlit.testing.v1 import AppTest

from core.digits import (
    checkpoints,
    example_drawings,
    load_checkpoint,
    load_model,
    preprocess_strokes,
    training_curves,
    variants,
)
from tests.app.reading import Opener, chart, data_of, html_of, message, text_of
from ui.digit.redraw import LIVE
from ui.hand.live import draw
from ui.hand.moves import Move
from ui.link.stroke_text import read_strokes, write_strokes

INK = write_strokes(example_drawings()[3])
IMAGE = preprocess_strokes(read_strokes(INK))


def network_says(network: torch.nn.Module, picture: np.ndarray) -> np.ndarray:
    """The ten logits, by torch alone."""
    with torch.no_grad():
        z = network(torch.tensor(np.ascontiguousarray(picture), dtype=torch.float32)[None, None])
    return z[0].double().numpy()


def softmax(z: np.ndarray) -> np.ndarray:
    e = np.exp(z - z.max())
    return np.asarray(e / e.sum())


def loss(z: np.ndarray, y: int) -> float:
    return float(torch.nn.functional.cross_entropy(torch.tensor(z)[None], torch.tensor([y])))


Z = network_says(load_model("cnn"), IMAGE)


def bars_of(app: AppTest, key: str) -> dict:
    for element in app.get("bidi_component"):
        if element.proto.id.endswith(f"-{key}"):
            return json.loads(element.proto.bytes)
    raise AssertionError(f"no bars {key}")


def column(app: AppTest, key: str, name: str) -> dict:
    return next(c for c in bars_of(app, key)["columns"] if c["key"] == name)


def link(app: AppTest, name: str) -> str:
    """A value of the link, as the page left it or as it was opened."""
    value = app.query_params[name]
    return value if isinstance(value, str) else value[0]


def outcomes(app: AppTest) -> list[str]:
    """The text of each answer with its share and its cost."""
    return [text_of(f"<p{part}") for part in html_of(app).split('<div class="outcome"')[1:]]


def numbers(text: str) -> list[float]:
    text = text.replace("\N{MINUS SIGN}", "-").replace(",", ".")
    return [float(x) for x in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", text)]


def says(outcome: str, z: np.ndarray, y: int, temperature: float = 1.0) -> None:
    """The answer's line tells the digit, its share, and the loss in nats and in bits."""
    digit, share, nats, bits = numbers(outcome)[:4]
    assert digit == np.argmax(z)
    p = softmax(z / temperature).max()
    assert share == pytest.approx(100 * p, abs=0.1)
    expected = loss(z / temperature, y)
    half_a_digit = 5e-5 if expected > 5e-3 else 0  # a small loss is written with more digits
    assert nats == pytest.approx(expected, rel=2e-3, abs=half_a_digit)
    assert bits == pytest.approx(expected / math.log(2), rel=2e-3, abs=half_a_digit)


def hand(app: AppTest, key: str, *moves: list) -> AppTest:
    """Do what a hand does to bars, and rest."""
    widget = next(e.proto.id for e in app.get("bidi_component") if e.proto.id.endswith(f"-{key}"))
    state = WidgetState(id=f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{widget}__events")
    message = {"number": 1, "moves": list(moves), "resting": True}
    state.json_trigger_value = json.dumps([{"event": "hand", "value": message}])
    states = app._tree.get_widget_states()
    states.widgets.append(state)
    return app._run(states)


# Three networks


@pytest.mark.parametrize("y", [None, 3, 8])
def test_three_networks_have_their_own_answers_and_losses(open_page: Opener, y: int | None) -> None:
    said = {} if y is None else {"y": str(y)}
    app = open_page("digit", strokes=INK, tab="networks", **said)
    for network, outcome in zip(("linear", "mlp", "cnn"), outcomes(app), strict=True):
        z = network_says(load_model(network), IMAGE)
        key = f"digit.network.{network}"
        np.testing.assert_allclose(column(app, key, "z")["values"], z, atol=1e-5)
        np.testing.assert_allclose(column(app, key, "p")["values"], softmax(z), atol=1e-6)
        assert np.argmax(column(app, key, "p")["outline"]) == (3 if y is None else y)
        says(outcome, z, 3 if y is None else y)


# The last layer


@pytest.mark.parametrize("network", ["linear", "mlp", "cnn"])
def test_the_last_layer_adds_up_to_the_networks_logits(open_page: Opener, network: str) -> None:
    app = open_page("digit", strokes=INK, tab="layer", net=network)
    model = load_model(network)
    with torch.no_grad():
        x = model[:-1](torch.tensor(IMAGE)[None, None])[0].double().numpy()
    W, b = model[-1].weight.double().numpy().T, model[-1].bias.double().numpy()
    pushes = x[:, None] * W
    z = network_says(model, IMAGE)
    rows = re.findall(r"<tr data-class=\d>(.*?)</tr>", html_of(app))
    assert len(rows) == 10
    for k, row in enumerate(rows):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        shown = [numbers(text_of(cell))[0] for cell in cells[:5]]
        down, up = np.minimum(pushes[:, k], 0).sum(), np.maximum(pushes[:, k], 0).sum()
        assert shown == pytest.approx([k, down, up, b[k], z[k]], abs=1.1e-4)
        strongest = np.sort(np.abs(pushes[:, k]))[::-1][:4]
        named = re.findall(r"</sub> (\S+?)(?:,|$)", cells[5].replace("\N{MINUS SIGN}", "-"))
        assert np.abs([float(n) for n in named]) == pytest.approx(strongest, abs=0.0051)
    formula = text_of(html_of(app)).split("z 3 =")[1]
    assert f"= {z[3]:.4f}" in formula[:80]


def test_softmax_regression_shows_its_ten_weights_as_pictures(open_page: Opener) -> None:
    html = html_of(open_page("digit", strokes=INK, tab="layer", net="linear"))
    assert html.count("Weights of class") == 10
    assert html.count("Ink times weight for class") == 10
    z = network_says(load_model("linear"), IMAGE)
    captions = text_of("".join(re.findall(r"<figcaption>x·W.*?</figcaption>", html)))
    assert numbers(captions)[2::3] == pytest.approx(z.tolist(), abs=0.0051)


# What matters


@pytest.mark.parametrize("y", [3, 5])
def test_the_strongest_pixel_is_autograds(open_page: Opener, y: int) -> None:
    app = open_page("digit", strokes=INK, y=str(y), tab="matters")
    pixels = torch.tensor(IMAGE)[None, None].requires_grad_(True)
    torch.nn.functional.cross_entropy(load_model("cnn")(pixels), torch.tensor([y])).backward()
    assert pixels.grad is not None
    gradient = pixels.grad[0, 0].numpy()
    at = np.unravel_index(np.abs(gradient).argmax(), (28, 28))
    found = re.search(r"strongest pixel.*?per unit", text_of(html_of(app)))
    assert found
    row, place, value = numbers(found.group())
    assert (row, place) == at
    half_a_digit = 5e-5 if abs(gradient[at]) > 5e-3 else 0
    assert value == pytest.approx(gradient[at], rel=2e-3, abs=half_a_digit)


EFFECTS = {
    "fade": (0.7, lambda image, amount: image * (1 - amount)),
    "rotate": (-75.0, lambda image, by: ndimage.rotate(image, -by, reshape=False, order=1)),
    "shift": (6.5, lambda image, by: ndimage.shift(image, (0, by), order=1)),
}


@pytest.mark.parametrize("effect", EFFECTS)
def test_the_network_answers_to_the_harmed_picture(open_page: Opener, effect: str) -> None:
    amount, harm = EFFECTS[effect]
    app = open_page("digit", strokes=INK, y="3", tab="matters", effect=effect, amount=str(amount))
    z = network_says(load_model("cnn"), harm(IMAGE, amount))
    assert abs(z - Z).max() > 0.5, "the harm must matter"
    np.testing.assert_allclose(column(app, "digit.harm", "z")["values"], z, atol=2e-3)
    np.testing.assert_allclose(column(app, "digit.harm", "p")["values"], softmax(z), atol=1e-3)
    says(outcomes(app)[0], np.array(column(app, "digit.harm", "z")["values"]), 3)
    assert column(app, "softmax_bars", "z")["values"] == pytest.approx(Z.tolist()), (
        "the drawing itself stays"
    )


def test_noise_harms_and_a_hand_takes_it_back(open_page: Opener) -> None:
    app = open_page("digit", strokes=INK, y="3", tab="matters", effect="noise", amount="0.8")
    assert not np.allclose(column(app, "digit.harm", "z")["values"], Z, atol=0.1)
    hand(app, "digit.amount", [0, "amount", 0])
    np.testing.assert_allclose(column(app, "digit.harm", "z")["values"], Z, atol=1e-5)
    assert "amount" not in app.query_params


def test_another_effect_starts_at_nothing(open_page: Opener) -> None:
    app = open_page("digit", strokes=INK, tab="matters", effect="shift", amount="-20")
    app.button_group(key="digit.effect").set_value("fade").run()
    assert link(app, "effect") == "fade"
    assert "amount" not in app.query_params
    assert column(app, "digit.amount", "amount")["values"] == [0]


# Watch it learn


@pytest.mark.parametrize("moment", [0, 5, 11])
def test_a_checkpoint_says_what_it_said_then(open_page: Opener, moment: int) -> None:
    app = open_page("digit", strokes=INK, y="3", tab="learn", moment=str(moment))
    z = network_says(load_checkpoint(moment), IMAGE)
    np.testing.assert_allclose(column(app, "digit.learning", "z")["values"], z, atol=1e-5)
    says(outcomes(app)[0], z, 3)


def test_the_curve_holds_the_losses_of_all_checkpoints(open_page: Opener) -> None:
    app = open_page("digit", strokes=INK, y="3", tab="learn")
    expected = [loss(network_says(load_checkpoint(i), IMAGE), 3) for i in range(12)]
    drawn = data_of(chart(app)["data"][0]["y"])
    np.testing.assert_allclose(drawn, expected, rtol=1e-3, atol=1e-6)


def test_beside_it_stand_the_curves_of_the_training(open_page: Opener) -> None:
    app = open_page("digit", strokes=INK, y="3", tab="learn")
    drawn = {trace["name"]: trace for trace in chart(app)["data"]}
    epochs = training_curves()
    x, y = (data_of(drawn["training, mean"][axis]) for axis in "xy")
    assert x.tolist() == epochs["images"]
    assert y.tolist() == epochs["training_loss"]
    for name, key in (
        ("held-out digits, mean", "mnist_loss"),
        ("drawn digits, mean", "strokes_loss"),
    ):
        x, y = (data_of(drawn[name][axis]) for axis in "xy")
        assert (np.diff(x) > 0).all()
        # The last checkpoint may have an earlier one mixed in: then it is the one that counts.
        measured = dict(zip(epochs["images"], epochs[key], strict=True))
        measured |= {max(at["images"], 100): at[key] for at in checkpoints()}
        assert dict(zip(x.tolist(), y.tolist(), strict=True)) == measured


def test_the_last_checkpoint_is_the_network_above_before_it_was_calibrated(
    open_page: Opener,
) -> None:
    app = open_page("digit", strokes=INK, tab="learn")
    told = re.search(r"its logits divided by (\S+), which", html_of(app))
    assert told
    z = np.array(column(app, "digit.learning", "z")["values"])
    np.testing.assert_allclose(z / float(told.group(1)), Z, rtol=0.01, atol=0.02)
    assert "divided by" not in html_of(open_page("digit", strokes=INK, tab="learn", moment="10"))


# Preprocessing


def test_four_ways_are_four_pictures_with_their_own_answers(open_page: Opener) -> None:
    small = write_strokes([0.4 * stroke for stroke in example_drawings()[3]])
    app = open_page("digit", strokes=small, y="3", tab="preprocessing", pen="9")
    pictures = variants(read_strokes(small), 280, 280, 9)
    for name, outcome in zip(pictures, outcomes(app), strict=True):
        z = network_says(load_model("cnn"), pictures[name])
        key = f"digit.variant.{name}"
        np.testing.assert_allclose(column(app, key, "p")["values"], softmax(z), atol=1e-5)
        says(outcome, z, 3)


def test_small_in_a_corner_only_the_first_way_suffers(open_page: Opener) -> None:
    app = open_page("digit", strokes=INK, y="3", tab="preprocessing")
    app.button(key="digit.shrink").click().run()
    small = read_strokes(link(app, "strokes"))
    high = np.max([s.max(axis=0) for s in small], axis=0)
    low = np.min([s.min(axis=0) for s in small], axis=0)
    assert (high - low).max() < 80
    assert low[0] < 60
    assert high[1] > 220
    assert np.argmax(column(app, "digit.variant.strokes", "p")["values"]) == 3
    whole = column(app, "digit.variant.whole", "p")["values"][3]
    assert whole < column(app, "digit.variant.strokes", "p")["values"][3]


# What if

NUDGES = ",".join(["0"] * 5 + ["13.5"] + ["0"] * 4)


def test_nudges_and_temperature_change_the_distribution(open_page: Opener) -> None:
    app = open_page("digit", strokes=INK, y="5", tab="whatif", T="2.5", nudge=NUDGES)
    z = Z + np.eye(10)[5] * 13.5
    np.testing.assert_allclose(column(app, "digit.nudges", "z")["values"], z, atol=1e-5)
    np.testing.assert_allclose(column(app, "digit.nudges", "p")["values"], softmax(z / 2.5), 1e-5)
    says(outcomes(app)[0], z, 5, 2.5)


def test_the_smallest_flip_is_half_the_gap_each_and_flips(open_page: Opener) -> None:
    app = open_page("digit", strokes=INK, tab="whatif")
    second, first = np.argsort(Z)[-2:]
    gap = Z[first] - Z[second]
    told = re.search(r'class="hint flip">(.*?)</p>', html_of(app))
    assert told
    shown = numbers(told.group(1))
    assert shown[:4] == pytest.approx([first, gap / 2, second, gap / 2], abs=1e-4)
    assert shown[4] == pytest.approx(gap / math.sqrt(2), abs=1e-4)
    assert shown[-1] == pytest.approx(gap, abs=1e-4)
    app.button(key="digit.flip").click().run()
    z = np.array(column(app, "digit.nudges", "z")["values"])
    assert np.argmax(z) == second
    assert np.linalg.norm(z - Z) == pytest.approx(gap / math.sqrt(2), abs=0.02)
    app.button(key="digit.own").click().run()
    assert column(app, "digit.nudges", "z")["values"] == pytest.approx(Z.tolist(), abs=1e-5)
    assert "nudge" not in app.query_params


def test_a_hand_nudges_a_logit(open_page: Opener) -> None:
    app = open_page("digit", strokes=INK, tab="whatif")
    hand(app, "digit.nudges", [7, "z", 20.0])
    assert column(app, "digit.nudges", "z")["values"][7] == pytest.approx(20.0)
    says(outcomes(app)[0], np.where(np.arange(10) == 7, 20.0, Z), 3)


@pytest.mark.parametrize("typed", ["abc", "1e9", "-inf", "<b>1</b>"])
def test_a_logit_that_is_none_is_said_and_changes_nothing(open_page: Opener, typed: str) -> None:
    app = open_page("digit", strokes=INK, tab="whatif", nudge=NUDGES)
    before = column(app, "digit.nudges", "z")["values"]
    hand(app, "digit.nudges", [2, "z", typed])
    told = bars_of(app, "digit.nudges")
    assert [at[:2] for at in told["problems"]] == [[2, "z"]]
    assert column(app, "digit.nudges", "z")["values"] == before
    hand(app, "digit.nudges", [2, "z", "1,5"])
    assert not bars_of(app, "digit.nudges")["problems"]
    assert column(app, "digit.nudges", "z")["values"][2] == pytest.approx(1.5)


@pytest.mark.parametrize("nudge", [{}, {"nudge": NUDGES, "T": "0.7"}])
def test_the_explorer_gets_the_same_ten_logits_to_the_last_digit(
    open_page: Opener, nudge: dict[str, str]
) -> None:
    app = open_page("digit", strokes=INK, tab="whatif", **nudge)
    z = column(app, "digit.nudges", "z")["values"]
    link = parse_qs(app.get("page_link")[0].proto.query_string)
    query = {name: values[0] for name, values in link.items()}
    assert query["y"] == "3"
    explorer = open_page("softmax", **query)
    assert bars_of(explorer, "logit_bars")["names"] == [str(k) for k in range(10)]
    assert column(explorer, "logit_bars", "z")["values"] == z
    p = column(app, "digit.nudges", "p")["values"]
    assert column(explorer, "softmax_bars", "p")["values"] == p
    assert not explorer.warning


# Whatever the tab


TABS = ("networks", "layer", "matters", "learn", "preprocessing", "whatif")


@pytest.mark.parametrize("tab", TABS)
def test_an_empty_canvas_asks_for_a_drawing(open_page: Opener, tab: str) -> None:
    app = open_page("digit", tab=tab, blank="1")
    assert "Draw a digit first" in html_of(app)
    assert not outcomes(app)


@pytest.mark.parametrize("tab", TABS)
def test_spanish_has_decimal_commas(open_page: Opener, tab: str) -> None:
    app = open_page("digit", strokes=INK, y="5", tab=tab, lang="es")
    text = text_of(re.sub(r"<style>.*?</style>", "", html_of(app), flags=re.DOTALL))
    assert re.search(r"\d,\d", text)
    assert not re.search(r"(?<![\d/])\d+\.\d", text), "a point in a Spanish number"


def test_a_spanish_answer_is_the_networks(open_page: Opener) -> None:
    app = open_page("digit", strokes=INK, y="8", tab="networks", lang="es")
    z = network_says(load_model("mlp"), IMAGE)
    assert "pérdida" in outcomes(app)[1]
    says(outcomes(app)[1], z, 8)


BAD = {
    "strokes": ["!", "A" * 4000, "AAA", "é"],
    "tab": ["nothing", "", "../x"],
    "y": ["10", "-1", "3.0", "three"],
    "T": ["0", "-1", "nan", "1e99", "x"],
    "nudge": ["1,2", "a," * 9 + "b", ",".join(["1000"] * 10), ",".join(["nan"] * 10)],
    "moment": ["12", "-1"],
    "effect": ["explode"],
    "amount": ["181", "inf"],
    "net": ["rnn"],
    "pen": ["0", "4000"],
}


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, vs in BAD.items() for v in vs])
def test_a_bad_value_in_a_link_is_named_and_the_rest_is_kept(
    open_page: Opener, name: str, value: str
) -> None:
    good = {"strokes": INK, "y": "4", "pen": "12", "tab": "learn", "moment": "6"}
    app = open_page("digit", **(good | {name: value}))
    assert [message(warning).count("was not used") for warning in app.warning] == [1]
    assert f"“{name}”" in message(app.warning[0])
    assert bars_of(app, "softmax_bars")["pick"]["chosen"] == (None if name == "y" else 4)
    if name != "strokes":
        assert column(app, "softmax_bars", "z")["values"] == pytest.approx(Z.tolist())
    if name not in ("strokes", "tab", "moment"):
        assert column(app, "digit.moment", "moment")["values"] == [6]


def test_a_new_drawing_has_no_nudges(open_page: Opener) -> None:
    app = open_page("digit", strokes=INK, tab="whatif", nudge=NUDGES, T="2")
    app.button(key="digit.undo").click().run()
    assert "nudge" not in app.query_params
    assert link(app, "T") == "2"


@pytest.mark.parametrize("tab", TABS)
def test_only_the_open_tab_is_drawn(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch, tab: str
) -> None:
    from ui.digit import tab_bar

    drawn: list[str] = []
    for name, show in list(tab_bar.SHOW.items()):

        def spy(state, seen, name=name, show=show):
            drawn.append(name)
            show(state, seen)

        monkeypatch.setitem(tab_bar.SHOW, name, spy)
    open_page("digit", strokes=INK, tab=tab)
    assert set(drawn) == {tab}


def test_a_page_link_stays_on_the_site(open_page: Opener) -> None:
    link = open_page("digit", strokes=INK, tab="whatif").get("page_link")[0].proto
    assert not urlsplit(link.page).netloc


# While a hand moves


@pytest.mark.parametrize(
    ("tab", "move"),
    [
        ("matters", Move(0, "amount", -33.0)),
        ("learn", Move(0, "moment", 4.4)),
        ("whatif", Move(0, "T", 3.5)),
        ("whatif", Move(6, "z", 12.25)),
    ],
)
def test_the_short_way_shows_what_the_page_shows(open_page: Opener, tab: str, move: Move) -> None:
    answer = draw(LIVE, {"lang": "es", "strokes": INK, "tab": tab, "y": "5"}, (move,))
    before = open_page("digit", strokes=INK, tab=tab, y="5", lang="es")
    app = open_page("digit", **answer["query"])
    assert len(answer["pictures"]) == 3
    for key, picture in answer["pictures"].items():
        if isinstance(picture, str):
            assert picture in html_of(app)
            assert picture not in html_of(before)
        else:
            shown = bars_of(app, key)
            assert {name: shown[name] for name in picture} == json.loads(json.dumps(picture))


@pytest.mark.parametrize("strokes", ["", "!", "A" * 4000])
def test_the_short_way_has_nothing_to_show_without_a_drawing(strokes: str) -> None:
    query = {"lang": "en", "strokes": strokes, "blank": "1", "tab": "whatif"}
    assert not draw(LIVE, query, (Move(0, "T", 2.0),))["pictures"]


@pytest.mark.parametrize("value", ["nonsense", "1e400", "-inf"])
def test_the_short_way_passes_over_what_is_no_number(value: str) -> None:
    query = {"lang": "en", "v": "1", "strokes": INK, "tab": "whatif"}
    assert draw(LIVE, query, (Move(3, "z", value), Move(99, "z", 1.0)))["query"] == query
