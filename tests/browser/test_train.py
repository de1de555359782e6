"""Training under a real hand: play, pause, step, points, controls, links, a phone, a server that dies."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import numpy as np
import pytest
import torch
from playwright.sync_api import Page, Route, expect

from core.training.run import Change
from core.training.sets import load
from core.training.training import Training
from scripts.chromium import DESKTOP, PHONE, settle
from tests.browser.addresses import said
from tests.browser.between import Between, is_end, is_link
from tests.browser.pen import finger
from tests.unit.training.test_network import torch_model
from ui.language.numbers import precise
from ui.language.sentences import speaking
from ui.link.stroke_text import write_strokes
from ui.train.state import LINK, Train

STEP = "[data-step]"
# What a reader of the page sees in each frame for some seconds: how many pictures a second, in how many frames.
WATCH = """seconds => new Promise((done) => {
    const seen = new Set(), began = performance.now();
    let frames = 0;
    const field = document.querySelector('.train-field');
    const frame = () => {
        const data = field.getContext('2d').getImageData(0, 0, field.width, field.height).data;
        let hash = 0;
        for (let i = 0; i < data.length; i += 97) hash = (hash * 31 + data[i]) | 0;
        seen.add(hash + document.querySelector('[data-step]').dataset.step);
        frames += 1;
        if (performance.now() - began > 1000 * seconds) done([seen.size / seconds, frames / seconds]);
        else requestAnimationFrame(frame);
    };
    frame();
})"""

# How many pixels of the points' canvas are in the ink of rims.
INKED = """(() => {
    const marks = document.querySelector('.train-marks');
    const ink = getComputedStyle(marks).colorScheme.includes('dark') ? [242, 242, 242] : [27, 31, 36];
    const data = marks.getContext('2d').getImageData(0, 0, marks.width, marks.height).data;
    let count = 0;
    for (let i = 0; i < data.length; i += 4) if (ink.every((tone, c) => Math.abs(data[i + c] - tone) < 24) && data[i + 3] > 200) count++;
    return count;
})()"""


def state_of(page: Page) -> Train:
    """The state that the page's address says."""
    return said(page.url, LINK)


def step_of(page: Page) -> int:
    return int(page.locator(STEP).get_attribute("data-step") or "-1")


def has_come_to(page: Page, step: int | None = None) -> Train:
    """Wait until the link says the step that is shown, and return the link's state."""
    page.wait_for_function(
        "() => document.querySelector('.train-go').getAttribute('aria-pressed') === 'false'"
        " && (new URLSearchParams(location.search).get('steps') ?? '0') === document.querySelector('[data-step]').dataset.step"
    )
    if step is not None:
        assert step_of(page) == step
    return state_of(page)


def trained(state: Train) -> Training:
    training = Training(state.run)
    training.advance(state.steps)
    return training


def shown(loss: float) -> str:
    """The loss as the English page writes it."""
    with speaking("en"):
        return precise(loss)


def says_its_losses(page: Page, training: Training) -> None:
    legend = page.locator(".train-legend")
    expect(legend).to_contain_text(shown(training.train_score().loss))
    expect(legend).to_contain_text(shown(training.held_score().loss))


def press(page: Page, name: str) -> None:
    page.locator(f".train-{name}").click()


def place(page: Page, x: float, y: float, edge: float = 3.0) -> dict[str, float]:
    """Where a point of the plane lies on its picture."""
    box = page.locator(".train-marks").bounding_box()
    assert box
    return {"x": box["width"] * (x + edge) / 2 / edge, "y": box["height"] * (edge - y) / 2 / edge}


def test_it_trains_to_98_per_cent_pauses_and_steps(desktop) -> None:
    page = desktop.go("/train?lang=en")
    expect(page.locator(STEP)).to_have_attribute("data-step", "0")
    press(page, "go")
    page.wait_for_function(
        "() => Number(document.querySelector('[data-right]')?.dataset.right) >= 0.98"
    )
    press(page, "go")
    state = has_come_to(page)
    training = trained(state)
    assert training.train_score().right >= 0.9, "it reached 98 %, and goes up and down"
    says_its_losses(page, training)
    press(page, "step")
    expect(page.locator(STEP)).to_have_attribute("data-step", str(state.steps + 1))
    says_its_losses(page, trained(has_come_to(page)))
    press(page, "epoch")
    page.wait_for_function(
        f"() => Number(document.querySelector('[data-step]').dataset.step) > {state.steps + 1}"
    )
    assert has_come_to(page).steps % 10 == 0, "an epoch has ten batches"
    press(page, "start")
    expect(page.locator(STEP)).to_have_attribute("data-step", "0")
    assert has_come_to(page) == Train()


def test_regions_move_while_it_trains(desktop) -> None:
    page = desktop.go("/train?lang=en")
    press(page, "go")
    # What else the machine does can take the pictures of one look, not of all three.
    looks = []
    for _ in range(3):
        pictures, frames = page.evaluate(WATCH, 2)
        looks.append(f"{pictures:.0f} pictures in {frames:.0f} frames a second")
        if enough := pictures >= min(10, frames / 3):
            break
    assert enough, looks
    press(page, "go")


def test_a_point_that_is_clicked_shows_its_chain_as_torch_has_it(desktop) -> None:
    page = desktop.go("/train?lang=en&steps=150")
    data = load(Train().run)
    chosen = 222
    at = data.all_inputs[chosen]
    page.locator(".train-marks").click(position=place(page, *at))
    page.wait_for_url(re.compile(r"at=\d+"))
    state = has_come_to(page)
    assert isinstance(state.point, int)
    np.testing.assert_allclose(data.all_inputs[state.point], at, atol=0.05)
    x = torch.from_numpy(data.all_inputs[[state.point]])
    z = torch_model(trained(state))(x)
    p = torch.softmax(z, dim=1)[0].detach().numpy()
    loss = torch.nn.functional.cross_entropy(
        z, torch.tensor([int(data.all_labels[state.point])])
    ).item()
    texts = page.locator(".st-key-softmax_bars .bars-value[data-column=p]").all_inner_texts()
    assert [f"{v:.4f}" for v in p] == texts
    expect(page.locator(".st-key-loss")).to_contain_text(shown(loss))


def test_a_place_between_the_points_has_a_target_to_choose(desktop) -> None:
    page = desktop.go("/train?lang=en&steps=100")
    page.locator(".train-marks").click(position=place(page, 2.5, 2.5))
    page.locator(".train-target select").select_option("2")
    page.wait_for_url(re.compile("y=2"))
    state = has_come_to(page)
    assert state.point == pytest.approx((2.5, 2.5), abs=0.02)
    p = trained(state).logits(np.array([state.point]))[0]
    loss = float(np.log(np.exp(p - p.max()).sum()) + p.max() - p[2])
    expect(page.locator(".st-key-loss")).to_contain_text(shown(loss))


def test_controls_and_points_while_it_trains_are_in_the_link_with_their_steps(desktop) -> None:
    page = desktop.go("/train?lang=en")
    press(page, "go")
    page.wait_for_function("() => Number(document.querySelector('[data-step]').dataset.step) > 20")
    field = page.locator("[data-field=rate] input")
    field.fill("0,005")
    field.press("Enter")
    page.locator(".train-tools button").nth(2).click()  # adds points of class 2
    page.locator(".train-marks").click(position=place(page, 2.5, -2.5))
    at = page.evaluate("Number(document.querySelector('[data-step]').dataset.step)")
    page.wait_for_function(
        "at => Number(document.querySelector('[data-step]').dataset.step) > Math.max(at, 60)",
        arg=at,
    )
    page.locator(".train-marks").click(position=place(page, -2.5, -2.5))
    page.locator("[data-field=optimiser] select").select_option("sgd")
    page.wait_for_timeout(200)
    press(page, "go")
    state = has_come_to(page)
    assert [(c.field, c.value) for c in state.changes] == [("rate", 0.005), ("optimiser", "sgd")]
    assert [p.label for p in state.own] == [1, 1]
    assert 0 < state.changes[0].step <= state.own[0].step < state.own[1].step <= state.steps
    says_its_losses(page, trained(state))


def test_another_network_begins_anew_and_says_so(desktop) -> None:
    page = desktop.go("/train?lang=en&steps=50")
    page.get_by_label("fewer").click()
    expect(page.locator(STEP)).to_have_attribute("data-step", "0")
    expect(page.locator(".train-play > .train-problem")).to_contain_text("begins anew")
    assert has_come_to(page).hidden == (16,)


def test_presses_faster_than_answers_all_count(desktop) -> None:
    page = desktop.go("/train?lang=en")
    page.get_by_label("fewer").evaluate("button => { button.click(); button.click(); }")
    expect(page.locator(".train-widths input")).to_have_count(0)
    page.wait_for_url(re.compile("net=none"))
    page.get_by_label("more").evaluate("button => { button.click(); button.click(); }")
    expect(page.locator(".train-widths input")).to_have_count(2)
    page.wait_for_url(lambda url: "net=none" not in url)
    assert state_of(page).hidden == (16, 16)


def test_steps_pressed_faster_than_pictures_all_count(open_page: Callable) -> None:
    """Also those pressed before the first picture came, and those whose picture is lost on its way."""
    desktop = open_page(guard=False)
    page = desktop.page
    held: list[Route] = []
    lost: list[Route] = []

    def on_its_way(route: Route) -> None:
        if not held:
            return held.append(route)
        if not lost and route.request.post_data_json["epochs"]:
            lost.append(route)
            return route.abort()
        return route.continue_()

    page.route("**/training/picture", on_its_way)
    desktop.go("/train?lang=en")
    while not held:
        page.wait_for_timeout(10)  # lets the page speak
    press(page, "step")
    press(page, "epoch")
    press(page, "step")
    held[0].continue_()
    expect(page.locator(STEP)).to_have_attribute("data-step", "11")
    assert len(lost) == 1
    assert has_come_to(page).steps == 11, "one to ten: the epoch's end; eleven: one more"


def test_what_is_typed_in_vain_is_said_beside_its_control(desktop) -> None:
    page = desktop.go("/train?lang=es&steps=50")
    field = page.locator("[data-field=rate] input")
    field.fill("mucho")
    field.press("Enter")
    expect(page.locator("[data-field=rate] .train-problem")).to_contain_text("no es un número")
    expect(field).to_have_value("mucho")
    expect(field).to_have_accessible_name("tasa de aprendizaje η")
    expect(field).to_have_accessible_description("«mucho» no es un número")
    expect(field).to_be_focused()
    field.fill("0,1")
    field.press("Enter")
    expect(page.locator("[data-field=rate] .train-problem")).to_be_hidden()
    page.wait_for_url(re.compile("changes="))
    assert has_come_to(page, 50).changes == (Change(50, "rate", 0.1),)


def test_a_width_that_no_layer_has_stays_where_it_was_typed(desktop) -> None:
    page = desktop.go("/train?lang=en")
    width = page.get_by_label("hidden layers 1", exact=True)
    width.fill("0")
    width.press("Enter")
    expect(width).to_have_accessible_description("“0” is not a whole number from 1 to 32")
    expect(width).to_have_value("0")
    expect(width).to_have_attribute("aria-invalid", "true")
    width.fill("8")
    width.press("Enter")
    page.wait_for_url(re.compile(r"net=8%2C16"))
    expect(width).to_have_attribute("aria-invalid", "false")
    expect(page.locator("[data-field=hidden] .train-problem")).to_be_hidden()


def test_own_points_from_nothing(desktop) -> None:
    page = desktop.go("/train?lang=en")
    page.get_by_role("radio", name="own points", exact=True).click()
    expect(page.locator(".train-play > .train-problem")).to_contain_text("no point to train on")
    for k, (x, y) in enumerate([(-2, 0), (2, 0), (0, 2)]):
        page.locator(".train-tools button").nth(k + 1).click()
        page.locator(".train-marks").click(position=place(page, x, y))
    page.wait_for_url(re.compile("own=0"))
    press(page, "go")
    page.wait_for_function(
        "() => document.querySelector('[data-right]')?.dataset.right === '1.0000'"
    )
    press(page, "go")
    state = has_come_to(page)
    assert [p.label for p in state.own] == [0, 1, 2]
    expect(page.locator(".train-legend")).to_contain_text(shown(trained(state).train_score().loss))


def test_a_shared_link_shows_the_same_and_back_leads_back(desktop, open_page: Callable) -> None:
    page = desktop.go("/train?lang=en&data=blobs&noise=0.7&net=none&steps=300&changes=100:rate:0.1")
    training = trained(state_of(page))
    says_its_losses(page, training)
    page.locator("[data-field=data] [role=radio]").nth(2).click()
    page.wait_for_url(re.compile("data=rings"))
    has_come_to(page, 0)
    page.go_back()
    expect(page.locator(STEP)).to_have_attribute("data-step", "300")
    says_its_losses(page, training)
    other = open_page(DESKTOP | {"locale": "es-CL"}).go(
        "/train?" + urlsplit(page.url).query.replace("lang=en", "lang=es")
    )
    expect(other.locator(".train-legend")).to_contain_text(
        shown(training.train_score().loss).replace(".", ",")
    )


def test_digits_learn_and_read_the_visitors_drawing(desktop) -> None:
    one = [np.array([[140.0, 40.0], [140.0, 240.0]])]
    page = desktop.go(f"/digit?lang=en&strokes={write_strokes(one)}")
    page.get_by_role("link", name="Train").click()
    page.get_by_role("radio", name="digits 8×8").click()
    page.get_by_label("fewer").click()
    page.get_by_label("fewer").click()
    page.get_by_role("button", name="my drawing").click()
    press(page, "go")
    page.wait_for_function(
        "() => Number(document.querySelector('[data-right]')?.dataset.right) >= 0.95"
    )
    expect(page.locator(".train-tens canvas")).to_have_count(10)
    press(page, "go")
    state = has_come_to(page)
    assert state.ink == write_strokes(one)
    expect(page.locator(".st-key-softmax_bars .bars-row[data-strong]")).to_contain_text("1")


def test_it_trains_on_a_phone(open_page: Callable) -> None:
    page = open_page(PHONE).go("/train?lang=es")
    press(page, "go")
    page.wait_for_function(
        "() => Number(document.querySelector('[data-right]')?.dataset.right) >= 0.9"
    )
    press(page, "go")
    state = has_come_to(page)
    page.locator(".train-marks").tap(position=place(page, 0, 2.7))
    page.wait_for_url(re.compile("at="))
    assert state_of(page).steps == state.steps
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]


def test_a_page_that_nobody_sees_does_not_train(desktop) -> None:
    page = desktop.go("/train?lang=en")
    press(page, "go")
    page.wait_for_function("() => Number(document.querySelector('[data-step]').dataset.step) > 20")
    hide = "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }"
    asked: list[str] = []
    page.evaluate(hide, True)
    page.wait_for_timeout(500)  # what was on its way arrives
    page.on("request", lambda request: asked.append(request.url))
    before = step_of(page)
    page.wait_for_timeout(500)
    assert step_of(page) == before
    assert not [url for url in asked if "/training/" in url]
    page.evaluate(hide, False)
    page.wait_for_function(
        f"() => Number(document.querySelector('[data-step]').dataset.step) > {before}"
    )
    press(page, "go")


def test_a_page_that_is_left_while_it_trains_is_found_where_it_stood(desktop) -> None:
    page = desktop.go("/train?lang=en")
    press(page, "go")
    page.wait_for_function("() => Number(document.querySelector('[data-step]').dataset.step) > 60")
    entries = page.evaluate("history.length")
    page.get_by_role("link", name="Weather").click()
    page.locator(".st-key-weather_page").wait_for()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("link", name="Train").click()
    page.locator(STEP).wait_for()
    assert not [url for url in asked if "/training/" in url]
    state = has_come_to(page)
    assert state.steps > 60
    says_its_losses(page, trained(state))
    assert page.evaluate("history.length") == entries + 2, "one for each page that was opened"


def test_a_server_that_dies_loses_no_step(fresh_server: Callable, open_page: Callable) -> None:
    first = fresh_server()
    page = open_page(url=first.url, guard=False).go("/train?lang=en")
    press(page, "go")
    page.wait_for_function("() => Number(document.querySelector('[data-step]').dataset.step) > 100")
    first.kill()
    expect(page.locator(".train-play > .train-problem")).to_contain_text("interrupted")
    before = step_of(page)
    fresh_server(port=first.port)
    page.wait_for_function(
        f"() => Number(document.querySelector('[data-step]').dataset.step) > {before + 40}"
    )
    press(page, "go")
    says_its_losses(page, trained(has_come_to(page)))


def test_a_loss_above_the_scale_of_its_curve_is_said_to_be_so(desktop) -> None:
    said = desktop.go("/train?lang=en&rate=10&steps=80").locator(".train-curves svg")
    expect(said).to_contain_text("↑ the loss is above this scale")
    expect(desktop.go("/train?lang=en&steps=80").locator(".train-curves svg")).not_to_contain_text(
        "above this scale"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_points_held_out_are_told_from_the_others(open_page: Callable, scheme: str) -> None:
    made = open_page(DESKTOP | {"color_scheme": scheme})
    inked = {}
    for held in ("0", "0.5"):
        page = made.go(f"/train?lang=en&held={held}")
        expect(page.locator(".train-rim")).to_have_count(int(held != "0"))
        page.wait_for_function(f"{INKED} > 0")
        inked[held] = page.evaluate(INKED)
    assert inked["0.5"] > 2 * inked["0"]


def test_back_leads_back_though_the_answer_to_what_it_undoes_never_came(desktop) -> None:
    """Back cuts off the run that would have repeated what the hand did: what Python says then is known, and leads back."""
    between = Between(desktop.page)
    page = desktop.go("/train?lang=en&data=blobs&steps=300")
    between.closed = True
    page.locator("[data-field=data] [role=radio]").nth(2).click()
    while not between.let_through(is_link):
        page.wait_for_timeout(10)  # lets the page speak
    page.wait_for_url(re.compile("data=rings"))
    while not between.lose(is_end):
        page.wait_for_timeout(10)
    page.go_back()
    between.open()
    expect(page.locator(STEP)).to_have_attribute("data-step", "300")
    page.wait_for_url(re.compile("data=blobs"))


def test_the_first_steps_stand_where_their_axis_says(desktop) -> None:
    page = desktop.go("/train?lang=en&steps=10")
    curve = page.locator("polyline.train-train-loss")
    expect(curve).to_have_attribute("points", re.compile(r"\d"))
    ends = page.locator(".train-curves text", has_text=re.compile(r"^step \d+$"))
    expect(ends).to_have_text("step 20")
    left, right = (
        page.locator(".train-axis").evaluate(f"(axis) => axis.getBBox().{side}")
        for side in ("x", "width")
    )
    last = float(str(curve.get_attribute("points")).split()[-1].split(",")[0])
    assert last == pytest.approx(left + right / 2, abs=1)


def test_a_file_that_is_used_is_trained_on(desktop) -> None:
    page = desktop.go("/train?lang=en&tab=own&steps=20")
    rows = "".join(
        f"{x},{y},{name}\n"
        for x, y, name in [(0, 0, "cat"), (1, 1, "dog"), (2, 0, "cat"), (3, 2, "dog")] * 5
    )
    page.locator("input[type=file]").set_input_files(
        {"name": "points.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    page.get_by_role("button", name="Use it").click()
    expect(page.get_by_role("radio", name="own file")).to_be_checked()
    expect(page.locator(".st-key-softmax_bars .bars-row[data-class] .bars-name")).to_have_text(
        ["cat", "dog"]
    )
    expect(page.locator(STEP)).to_have_attribute("data-step", "0")
    press(page, "step")
    expect(page.locator(STEP)).to_have_attribute("data-step", "1")
    page.wait_for_url(re.compile(r"data=csv.*steps=1|steps=1.*data=csv"))


def test_a_file_that_is_missing_is_a_press_away(desktop) -> None:
    page = desktop.go("/train?lang=en")
    own = page.get_by_role("radio", name="own points", exact=True)
    own.click()
    expect(own).to_be_checked()
    own.press("ArrowRight")
    problem = page.locator("[data-field=data] [role=alert]")
    expect(problem).to_contain_text("choose a file first")
    page.wait_for_url(re.compile("data=own"))
    settle(page)
    expect(problem).to_contain_text("choose a file first")  # Streamlit has drawn the page since
    problem.get_by_role("button", name="Own points").press("Enter")
    expect(page.get_by_text("A CSV file: x, y, class")).to_be_in_viewport()
    tab = page.get_by_role("radio", name="Own points", exact=True)
    expect(tab).to_be_checked()
    expect(tab).to_be_focused()


def test_without_points_nothing_is_said_to_be_reached_and_keys_set_the_first(desktop) -> None:
    page = desktop.go("/train?lang=en&data=blobs")
    expect(page.locator(".train-status")).to_contain_text("accuracy")
    page.get_by_role("radio", name="own points", exact=True).click()
    expect(page.locator(".train-play [role=status]")).to_contain_text("no point to train on")
    expect(page.locator(".train-status")).to_have_text("")
    expect(page.locator(".train-legend")).to_have_text("")
    for key in ("ArrowRight", "ArrowUp", "Enter"):
        page.locator(".train-marks").press(key)
    page.wait_for_url(re.compile(r"[?&]own="))
    (first,) = state_of(page).own
    assert (first.x, first.y, first.label) == (
        pytest.approx(0.1, abs=0.01),
        pytest.approx(0.1, abs=0.01),
        0,
    )


def test_a_point_is_set_and_taken_away_by_keys(desktop) -> None:
    page = desktop.go("/train?lang=en")
    add, clear = (
        page.get_by_role("button", name=f"{what}") for what in ("add class 3", "remove my points")
    )
    expect(clear).to_have_count(0)
    add.press("Enter")
    expect(add).to_have_attribute("aria-pressed", "true")
    expect(add).to_be_focused()
    page.locator(".train-marks").press("ArrowUp")
    page.locator(".train-marks").press("Enter")
    expect(clear).to_be_visible()
    heard = page.locator("[role=status].heard")
    expect(heard).to_contain_text("own points: 1")
    expect(heard).not_to_contain_text("remove")
    expect(heard).to_contain_text(re.compile(r"point \(−?\d\.\d\d, \d\.\d\d\)"))
    page.wait_for_url(re.compile(r"[?&]own="))
    clear.press("Enter")
    expect(clear).to_have_count(0)
    expect(add).to_be_focused()


def test_a_finger_that_scrolls_on_the_plane_sets_no_point(open_page: Callable) -> None:
    page = open_page(PHONE).go("/train?lang=en")
    page.get_by_role("button", name="add class 3").tap()
    top = "document.querySelector('[data-testid=stMain]').scrollTop"
    page.locator(".train-marks").scroll_into_view_if_needed()
    before = page.evaluate(top)
    finger(page, np.array([[150.0, y] for y in range(300, 60, -20)]), ".train-marks")
    page.wait_for_function(f"{top} > {before} + 50")
    expect(page.get_by_role("button", name="remove my points")).to_have_count(0)
    page.locator(".train-marks").tap(position={"x": 100, "y": 200})
    expect(page.get_by_role("button", name="remove my points")).to_be_enabled()
    page.wait_for_url(re.compile(r"[?&]own="))
    assert len(state_of(page).own) == 1


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_free_point_moves_nothing_below_the_plane(desktop, lang: str) -> None:
    page = desktop.go(f"/train?lang={lang}")
    tabs = page.locator(".st-key-train-tab")
    before = tabs.bounding_box()
    page.locator(".train-marks").press("ArrowRight")
    expect(page.locator(".train-target select")).to_be_visible()
    assert tabs.bounding_box() == before


def test_another_language_is_spoken_by_what_the_browser_has_drawn_too(desktop) -> None:
    page = desktop.go("/train?lang=es&steps=50")
    expect(page.locator(".train-status")).to_contain_text("paso 50")
    expect(page.get_by_role("button", name="agregar clase 1")).to_be_visible()
    page.get_by_role("radio", name="EN", exact=True).click()
    expect(page.locator(".train-status")).to_contain_text("step 50")
    expect(page.locator(".train-legend")).to_contain_text(re.compile(r"training \d\.\d"))
    expect(page.get_by_role("button", name="add class 1")).to_be_visible()
