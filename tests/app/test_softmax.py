"""The explorer, panel by panel: what is on the page equals an oracle."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
import scipy.special
import scipy.stats
import torch
from streamlit.testing.v1 import AppTest

from tests.app.reading import (
    Opener,
    chart,
    column,
    data_of,
    element,
    html_of,
    loss_of,
    marked,
    message,
    numbers,
    table,
)
from ui.softmax.presets import PRESETS
from ui.softmax.state import LINK, TABS

Z = (1.5, -0.5, 2.0)


@pytest.fixture
def explore(open_page: Opener) -> Any:
    def opener(**query: str) -> AppTest:
        return open_page("softmax", **{"lang": "en", **query})

    return opener


def z_of(values: tuple[float, ...] = Z) -> str:
    return ",".join(map(str, values))


@pytest.mark.parametrize(
    ("lang", "p", "loss"), [("en", "0.9099", "0.0944"), ("es", "0,9099", "0,0944")]
)
def test_it_opens_on_the_lectures_example(explore: Any, lang: str, p: str, loss: str) -> None:
    app = explore(lang=lang)
    assert p in element(app, "softmax_bars")["columns"][1]["texts"]
    assert loss_of(app).split()[2] == loss
    assert numbers(loss_of(app)) == pytest.approx([0.0944, 0.1362], abs=5e-5)


def test_the_worked_table_of_the_lecture(explore: Any) -> None:
    app = explore()
    assert column(app, "z") == [-1.45, -7.82, -3.78]
    assert column(app, "e^(z/T)") == pytest.approx([0.2346, 0.0004, 0.0228], abs=5e-5)
    assert column(app, "p") == [0.9099, 0.0016, 0.0885]
    assert column(app, "y") == [1, 0, 0]
    assert column(app, "ln p") == pytest.approx([-0.0944, -6.4644, -2.4244])
    assert column(app, "y ln p") == pytest.approx([-0.0944, 0, 0])
    assert table(app)[-1] == ["Σ", "", "", "0.2578", "1.0000", "1.0000", "", "−0.0944"]


def test_the_chain_with_a_temperature(explore: Any) -> None:
    app = explore(z=z_of(), T="0.5", y="1")
    z, scaled = element(app, "logit_bars")["columns"]
    weights, p = element(app, "softmax_bars")["columns"]
    assert z["values"] == list(Z)
    assert scaled["values"] == pytest.approx(np.array(Z) / 0.5)
    assert weights["values"] == pytest.approx(np.exp(np.array(Z) / 0.5))
    assert p["values"] == pytest.approx(scipy.special.softmax(np.array(Z) / 0.5))
    nats = -scipy.special.log_softmax(np.array(Z) / 0.5)[1]
    assert numbers(loss_of(app)) == pytest.approx([nats, nats / math.log(2)], abs=5e-5)


def test_arrows_say_how_each_column_follows_from_the_one_before(explore: Any) -> None:
    app = explore(lang="es", z="0,0", T="2")
    columns = element(app, "logit_bars")["columns"] + element(app, "softmax_bars")["columns"]
    assert [(c["arrow"], c["title"]) for c in columns] == [
        ("", "logits z"),
        ("→", "z/T"),
        ("→", "e^(z/T)"),
        ("÷ 2,0000 →", "p = softmax(z/T)"),
    ]
    too_large = explore(z="1000,0")
    assert element(too_large, "softmax_bars")["columns"][1]["arrow"] == "→"


@pytest.mark.parametrize(
    ("largest", "end"),
    [("3", 10), ("10", 10), ("10.5", 20), ("-49", 50), ("1000", 1000), ("1e308", 1e308)],
)
def test_the_tracks_of_the_logits_reach_as_far_as_the_largest(
    explore: Any, largest: str, end: float
) -> None:
    z = element(explore(z=f"{largest},0"), "logit_bars")["columns"][0]
    assert (z["low"], z["high"]) == (-end, end)


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize(
    "query",
    [
        {"z": "1e308,-1e308,-inf", "y": "2", "T": "0.05"},
        {"z": "0,-inf", "y": "0.5,0.5", "names": "<img src=x onerror=alert(1)>,**x**"},
        {"z": ",".join(["5"] * 12), "y": "11", "eps": "1", "T": "20"},
    ],
)
def test_every_panel_stands_the_extremes(
    explore: Any, tab: str, lang: str, query: dict[str, str]
) -> None:
    app = explore(tab=tab, lang=lang, **query)
    assert not app.exception
    assert not app.warning
    assert "<img src=x" not in html_of(app)


def test_target_one_class_is_all_divergence(explore: Any) -> None:
    app = explore(tab="target", z=z_of())
    nats = -scipy.special.log_softmax(Z)[0]
    assert column(app, "nats") == pytest.approx([0, nats, nats], abs=5e-5)
    assert html_of(app).count('class="parts"') == 1, "in the tab, and not beside the loss"


@pytest.mark.parametrize(
    ("query", "y"),
    [({"y": "0.2,0.3,0.5"}, [0.2, 0.3, 0.5]), ({"y": "1", "eps": "0.3"}, [0.1, 0.8, 0.1])],
)
def test_target_splits_the_cross_entropy(
    explore: Any, query: dict[str, str], y: list[float]
) -> None:
    app = explore(tab="target", z=z_of(), **query)
    p = scipy.special.softmax(Z)
    floor, extra = scipy.stats.entropy(y), scipy.stats.entropy(y, p)
    assert column(app, "nats") == pytest.approx([floor, extra, floor + extra], abs=5e-5)
    assert column(app, "bits") == pytest.approx(
        np.array([floor, extra, floor + extra]) / math.log(2), abs=5e-5
    )
    grown = re.search(r'parts-h" style="flex-grow:([\d.]+)', html_of(app))
    assert grown
    assert float(grown[1]) == pytest.approx(floor / (floor + extra), abs=1e-3)


def test_a_whole_target_can_be_typed_and_a_wrong_one_stays(explore: Any) -> None:
    app = explore(tab="target", z=z_of())
    app.text_input(key="softmax.whole_target").set_value("0,25 0.25 0.5").run()
    assert app.query_params["y"] in (["0.25,0.25,0.5"], "0.25,0.25,0.5")
    app.run()
    app.text_input(key="softmax.whole_target").set_value("0.5 0.5 0.5").run()
    assert "1.5" in message(app.error[0]).replace("\\", "")
    assert app.text_input(key="softmax.whole_target").value == "0.5 0.5 0.5"
    assert app.query_params["y"] in (["0.25,0.25,0.5"], "0.25,0.25,0.5")


def test_temperature_shows_both_ends(explore: Any) -> None:
    app = explore(tab="temperature", z="1,1,0", T="2")
    assert column(app, "T → 0") == [0.5, 0.5, 0]
    assert column(app, "T = 2.00") == pytest.approx(scipy.special.softmax([0.5, 0.5, 0]), abs=5e-5)
    assert column(app, "T = 20.00") == pytest.approx(
        scipy.special.softmax([0.05, 0.05, 0]), abs=5e-5
    )
    assert column(app, "T → ∞") == [0.3333] * 3
    first = chart(app)["data"][0]
    heats, p = data_of(first["x"]), data_of(first["y"])
    assert (heats[0], heats[-1]) == pytest.approx((0.05, 20))
    at = int(np.argmin(abs(heats - 1)))
    assert p[at] == pytest.approx(scipy.special.softmax(np.array([1, 1, 0]) / heats[at])[0])


def test_the_gradient_is_torchs(explore: Any) -> None:
    app = explore(tab="gradient", z=z_of(), y="0.2,0.3,0.5", T="2", k="2")
    z = torch.tensor(Z, dtype=torch.float64, requires_grad=True)
    y = torch.tensor([0.2, 0.3, 0.5], dtype=torch.float64)
    torch.nn.functional.cross_entropy(z / 2, y).backward()
    assert z.grad is not None
    expected = z.grad.numpy()
    assert element(app, "softmax.gradient")["columns"][1]["values"] == pytest.approx(expected)
    assert marked(app, "data-check").endswith(".")
    assert numbers(marked(app, "data-check"))[-1] < 1e-12
    products = column(app, "product", 1)
    assert sum(products) == pytest.approx(expected[2], abs=2e-4)
    outer, inner = (column(app, name, 1) for name in ("∂L/∂p k", "∂p k /∂z j"))
    assert np.array(outer) * np.array(inner) == pytest.approx(products, abs=2e-4)


def test_the_jacobian_is_torchs(explore: Any) -> None:
    app = explore(tab="gradient", z=z_of())
    shown = re.findall(r'--share:[\d.]+">([^<]+)</span>', html_of(app))
    matrix = np.array([float(text.replace("−", "-")) for text in shown]).reshape(len(Z), len(Z))
    jacobian = torch.func.jacrev(lambda x: torch.softmax(x, 0))(
        torch.tensor(Z, dtype=torch.float64)
    )
    assert matrix == pytest.approx(jacobian.numpy(), abs=5e-5)


def test_steps_move_the_logits_and_the_curve_grows(explore: Any) -> None:
    app = explore(tab="gradient", z=z_of(), y="1", rate="0.5")
    app.button(key="softmax.step").click().run()
    app.run()
    z = torch.tensor(Z, dtype=torch.float64)
    leaf = z.clone().requires_grad_()
    torch.nn.functional.cross_entropy(leaf, torch.tensor(1)).backward()
    assert leaf.grad is not None
    z = z - 0.5 * leaf.grad
    assert element(app, "logit_bars")["columns"][0]["values"] == pytest.approx(z.tolist())
    assert len(data_of(chart(app)["data"][0]["y"])) == 2
    app.button(key="softmax.steps").click().run()
    app.run()
    assert len(data_of(chart(app)["data"][0]["y"])) == 52
    steps, first, last = numbers(marked(app, "data-descent"))
    assert steps == 51
    assert first == pytest.approx(-scipy.special.log_softmax(Z)[1], abs=5e-5)
    assert last == pytest.approx(numbers(loss_of(app))[0])
    app.button(key="softmax.back").click().run()
    app.run()
    assert element(app, "logit_bars")["columns"][0]["values"] == list(Z)


def test_a_learning_rate_typed_in_vain_stays_with_a_message(explore: Any) -> None:
    app = explore(tab="gradient")
    app.text_input(key="softmax.rate").set_value("fast").run()
    assert "fast" in message(app.error[0])
    assert app.text_input(key="softmax.rate").value == "fast"
    app.text_input(key="softmax.rate").set_value("0,25").run()
    app.run()
    assert not app.error
    assert app.query_params["rate"] in (["0.25"], "0.25")


def test_the_triangle_has_the_loss_of_each_point(explore: Any) -> None:
    app = explore(tab="landscape", z=z_of(), y="0.2,0.3,0.5")
    surface, *_rest, point, _edge = chart(app)["data"]
    loss = data_of(surface["z"])
    y, x = np.nonzero(np.isfinite(loss))
    at = len(y) // 3
    px, py = data_of(surface["x"])[x[at]], data_of(surface["y"])[y[at]]
    third = py / math.sqrt(0.75)
    p = np.array([1 - px - third / 2, px - third / 2, third])
    assert loss[y[at], x[at]] == pytest.approx(-(np.array([0.2, 0.3, 0.5]) @ np.log(p)))
    mine = scipy.special.softmax(Z)
    corner = np.array([[0, 0], [1, 0], [0.5, math.sqrt(0.75)]])
    assert [point["x"][0], point["y"][0]] == pytest.approx(mine @ corner)
    assert numbers(marked(app, "data-landscape"))[:3] == pytest.approx(mine, abs=5e-5)


def test_the_plane_has_the_loss_over_two_logits(explore: Any) -> None:
    app = explore(tab="landscape", z="1,2,0.5,-1", y="3", axes="3,1")
    surface = chart(app)["data"][0]
    x, y, loss = (data_of(surface[name]) for name in ("x", "y", "z"))
    z = [1, y[7], 0.5, x[20]]
    assert loss[7, 20] == pytest.approx(-scipy.special.log_softmax(z)[3])


def test_choosing_the_other_axis_swaps(explore: Any) -> None:
    app = explore(tab="landscape", z="1,2,0.5,-1")
    app.selectbox(key="softmax.axis0").set_value(1).run()
    assert app.query_params["axes"] in (["1,0"], "1,0")


def test_sigmoids_do_not_sum_to_one(explore: Any) -> None:
    app = explore(tab="sigmoids", z=z_of())
    alone, share, p = element(app, "softmax.sigmoids")["columns"]
    expected = scipy.special.expit(Z)
    assert alone["values"] == pytest.approx(expected)
    assert share["values"] == pytest.approx(expected / expected.sum())
    assert p["values"] == pytest.approx(scipy.special.softmax(Z))
    assert numbers(marked(app, "data-sigmoids")) == pytest.approx([expected.sum(), 1], abs=5e-5)


def test_the_last_layer_feeds_the_bars(explore: Any) -> None:
    app = explore(tab="layer")
    assert numbers(marked(app, "data-shapes")) == [2, 2, 2, 3, 1, 3, 2, 3]
    app.text_area(key="softmax.layer.W").set_value("1 2 3\n0,5 −1 2").run()
    app.run()
    x = np.array([[1, 2], [-1, 0.5]])
    expected = x @ np.array([[1, 2, 3], [0.5, -1, 2]]) + np.array([1, -1, 0])
    assert element(app, "logit_bars")["columns"][0]["values"] == pytest.approx(expected[0])
    shown = [numbers(" ".join(row[1:])) for row in table(app)[1:]]
    assert np.array(shown) == pytest.approx(expected)
    app.button_group(key="softmax.example").set_value(1).run()
    app.run()
    assert element(app, "logit_bars")["columns"][0]["values"] == pytest.approx(expected[1])


def test_matrices_change_shape_one_field_after_the_other(explore: Any) -> None:
    app = explore(tab="layer")
    app.text_area(key="softmax.layer.W").set_value("1 2 3 4\n5 6 7 8").run()
    assert "4" in message(app.error[0])
    assert app.text_area(key="softmax.layer.W").value == "1 2 3 4\n5 6 7 8"
    assert element_count(app.run()) == 3
    app.text_area(key="softmax.layer.b").set_value("0 0 0 0").run()
    app.run()
    assert not app.error
    assert element(app, "logit_bars")["columns"][0]["values"] == [11, 14, 17, 20]


def element_count(app: AppTest) -> int:
    return len(element(app, "logit_bars")["names"])


def test_a_singular_matrix_is_said_to_be_one(explore: Any) -> None:
    app = explore(tab="layer", W="1_2_3;2_4_6")
    assert numbers(marked(app, "data-rank")) == [1, 2]
    assert not app.error


def test_matrices_of_a_link_that_do_not_fit_get_a_message(explore: Any) -> None:
    app = explore(tab="layer", X="1_2_3")
    assert "3" in message(app.error[0])
    assert not app.exception


def test_stability_shows_where_the_naive_form_fails(explore: Any) -> None:
    app = explore(tab="stability", z="100,0", c="0")
    found = html_of(app)
    verdicts = {
        name: "✓" in re.search(rf'data-precision="{name}".*?</h2>', found, re.S)[0]  # type: ignore[index]
        for name in ("float64", "float32", "float16")
    }
    assert verdicts == {"float64": True, "float32": False, "float16": False}
    assert table(app, 1)[1][1:] == ["∞", "NaN", "1.0000"]
    losses = re.findall(r"loss: naive (?:<b[^>]*>)?([^<,]+).*?, shifted (\S+?)</p>", found)
    assert losses == [("0.0000", "0.0000"), ("NaN", "0.0000"), ("NaN", "0.0000")]
    assert table(app, 0)[1][1] == "2.7e+43"


def test_a_constant_changes_nothing_but_the_naive_form(explore: Any) -> None:
    app = explore(tab="stability", z=z_of(), c="1000")
    assert "the same to the last bit" in marked(app, "data-change")
    assert table(app, 0)[1][1:] == ["∞", "NaN", f"{scipy.special.softmax(Z)[0]:.4f}"]
    rounded = explore(tab="stability", z="-1.45,-7.82,-3.78", c="1000")
    assert 0 < numbers(marked(rounded, "data-change"))[-1] < 1e-12


@pytest.mark.parametrize("tab", ["gradient", "torch"])
def test_where_torch_has_no_loss_the_page_says_why(explore: Any, tab: str) -> None:
    told = explore(tab=tab, z="1000,-inf,-7.5", y="0.2,0,0.8")
    assert "0 · ln 0 = 0" in marked(told, "data-undefined")
    assert "data-undefined" not in html_of(explore(tab=tab, z="1000,-inf,-7.5", y="0"))


def test_a_divergence_is_finite_while_the_loss_is(explore: Any) -> None:
    app = explore(tab="target", z="1000,-inf,-7.5", y="0.2,0,0.8")
    floor, extra, total = (float(row[1].replace("−", "-")) for row in table(app, 0)[1:])
    assert total == pytest.approx(0.8 * 1007.5)
    assert floor + extra == pytest.approx(total)


def test_the_landscape_says_a_logit_that_no_chart_can_show(explore: Any) -> None:
    app = explore(tab="landscape", z="-inf,1,2,1")
    assert marked(app, "data-landscape").startswith("z = (−∞, 1.00), loss")


def test_what_was_typed_in_vain_is_taken_back_with_its_value_or_its_tab(explore: Any) -> None:
    app = explore(tab="target", z=z_of())
    app.text_input(key="softmax.whole_target").set_value("0.5 0.6 0.7").run()
    assert "1.8" in message(app.error[0]).replace("\\", "")
    app.button_group(key="softmax.tab").set_value("gradient").run()
    app.run()
    app.button_group(key="softmax.further-tab").set_value("target").run()
    app.run()
    assert not app.error
    assert app.text_input(key="softmax.whole_target").value == "1  0  0"


def test_names_are_text_in_the_jacobian_too(explore: Any) -> None:
    app = explore(tab="gradient", names="<b>cat</b>,x,y")
    assert "<th scope='col'>&lt;b&gt;cat&lt;/b&gt;</th>" in html_of(app)
    assert not app.get("plotly_chart")
    assert "−0.0000" not in html_of(app)


def test_pytorch_lines_run_and_give_the_loss(explore: Any) -> None:
    app = explore(tab="torch", z=z_of(), y="0.2,0.3,0.5", T="0.5")
    found: dict[str, Any] = {"print": lambda *_: None}
    exec(app.code[0].value, found)
    assert found["loss"].item() == pytest.approx(numbers(loss_of(app))[0], abs=5e-5)
    assert column(app, "p by torch") == pytest.approx(found["p"].tolist(), abs=5e-7)
    assert column(app, "∂L/∂z by torch") == pytest.approx(found["z"].grad.tolist(), abs=5e-7)
    assert column(app, "p here") == column(app, "p by torch")
    assert numbers(marked(app, "data-check"))[-1] < 1e-12


RIGHT = "abcbb"  # worked out by hand: shift, 0.665 to 0.506, −ln ¼ = ln 4, one bit, 0.9 − 1


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_quiz_reveals_what_is_right(explore: Any, lang: str) -> None:
    app = explore(tab="quiz", lang=lang, quiz=RIGHT.upper())
    assert numbers(marked(app, "data-score"))[:2] == [5, 5]
    wrong = explore(tab="quiz", lang=lang, quiz="BCABC".replace("B", "C"))
    assert numbers(marked(wrong, "data-score"))[0] == 0


def test_a_prediction_is_kept_until_it_is_revealed(explore: Any) -> None:
    app = explore(tab="quiz")
    assert "data-score" not in html_of(app)
    assert all(app.button(key=f"softmax.quiz.{i}.reveal").disabled for i in range(5))
    app.radio(key="softmax.quiz.1").set_value(0).run()
    assert app.query_params["quiz"] in (["-a---"], "-a---")
    assert "data-answer" not in html_of(app)
    app.button(key="softmax.quiz.1.reveal").click().run()
    assert "0.6652" in marked(app, 'data-answer="1"')
    assert marked(app, 'data-answer="1"').startswith("✗")
    assert app.radio(key="softmax.quiz.1").disabled


def test_downloads_are_there_and_the_link_is_the_state(explore: Any) -> None:
    app = explore(tab="download", z=z_of(), names="a,b,c")
    assert len(app.get("download_button")) == 2
    query = dict(part.split("=") for part in app.code[0].value.split("?")[1].split("&"))
    assert query["z"] == "1.5%2C-0.5%2C2"
    assert query["names"] == "a%2Cb%2Cc"
    assert "tab" not in query, "who opens it comes to the page, and not to its downloads"


def test_the_lectures_own_z_need_not_be_sent_to_the_bars(explore: Any) -> None:
    assert explore(tab="layer").button(key="softmax.feed").disabled
    assert not explore(tab="layer", z=z_of()).button(key="softmax.feed").disabled


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_shows_its_loss_and_writes_its_link(explore: Any, preset: str) -> None:
    app = explore(z=z_of())
    app.button_group(key="softmax.preset").set_value(preset).run()
    app.run()
    state = PRESETS[preset]
    log_p = scipy.special.log_softmax(np.array(state.z) / state.temperature)
    assert numbers(loss_of(app))[0] == pytest.approx(-(state.target @ log_p), abs=5e-5)
    query = {k: v[0] if isinstance(v, list) else v for k, v in app.query_params.items()}
    assert LINK.parse(query)[0] == state
    assert app.button_group(key="softmax.preset").value == preset


def test_classes_come_and_go_between_2_and_12(explore: Any) -> None:
    app = explore(z="1,2,3")
    app.button(key="softmax.fewer").click().run()
    app.run()
    assert element(app, "logit_bars")["columns"][0]["values"] == [1, 2]
    assert app.button(key="softmax.fewer").disabled
    full = explore(z=",".join("0" * 12))
    assert full.button(key="softmax.more").disabled


def test_the_kind_of_target_changes_the_controls(explore: Any) -> None:
    app = explore(z=z_of(), y="2")
    assert element(app, "softmax_bars")["pick"]["chosen"] == 2
    app.button_group(key="softmax.kind").set_value("smooth").run()
    app.run()
    assert element(app, "softmax.smoothing")["columns"][0]["values"] == [0.1]
    app.button_group(key="softmax.kind").set_value("any").run()
    app.run()
    softmax_bars = element(app, "softmax_bars")
    assert softmax_bars["pick"] is None
    assert softmax_bars["columns"][-1]["edit"]


@pytest.mark.parametrize("z", ["1,nan", "1,1e400", ",".join("1" * 13), "a,b", ""])
def test_a_bad_link_gets_a_message_and_the_lecture(explore: Any, z: str) -> None:
    app = explore(z=z)
    assert "“z”" in message(app.warning[0])
    assert numbers(loss_of(app))[0] == 0.0944


def test_hostile_names_are_text(explore: Any) -> None:
    app = explore(names="<img src=x onerror=alert(1)>,**x**,=1+1")
    assert "<img" not in html_of(app)
    assert "&lt;img src=x onerror=alert(1)&gt;" in html_of(app)
    assert element(app, "logit_bars")["names"] == ["<img src=x onerror=alert(1)>", "**x**", "=1+1"]


def test_a_logit_is_worked_out_from_its_row_and_column(explore: Any) -> None:
    app = explore(tab="layer", lang="es")
    assert marked(app, "data-worked") == "z 1 = 1·0,75 + 2·(−1,6) + 1 = −1,45"


def test_the_landscape_is_walked_where_it_is_seen(explore: Any) -> None:
    app = explore(tab="landscape", z="0,0,0", y="0")
    app.button(key="softmax.steps").click().run()
    steps, first, last = numbers(marked(app, "data-descent"))
    assert (steps, first) == (50, pytest.approx(math.log(3), abs=5e-5))
    assert last < 0.1
