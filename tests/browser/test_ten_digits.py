"""Ten digits drawn with the mouse on the real canvas, and two with a finger: each is recognised."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from core.digits import example_drawings, load_model, logits, preprocess_strokes
from scripts.chromium import TABLET

SIDE, MARGIN = 280, 45


def on_canvas(strokes: list[np.ndarray]) -> list[np.ndarray]:
    """The strokes in pixels of the canvas, filling its middle."""
    low = np.min([stroke.min(axis=0) for stroke in strokes], axis=0)
    high = np.max([stroke.max(axis=0) for stroke in strokes], axis=0)
    scale = (SIDE - 2 * MARGIN) / float((high - low).max())
    return [(stroke - (low + high) / 2) * scale + SIDE / 2 for stroke in strokes]


def corner(page: Page) -> np.ndarray:
    canvas = page.locator(".st-key-canvas .dc-container")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    return np.array([box["x"], box["y"]])


def draw(page: Page, strokes: list[np.ndarray]) -> None:
    """Draw with the mouse, one stroke after the other."""
    start = corner(page)
    for stroke in on_canvas(strokes):
        page.mouse.move(*(start + stroke[0]))
        page.mouse.down()
        for point in stroke[1:]:
            page.mouse.move(*(start + point))
        page.mouse.up()


def touch(page: Page, strokes: list[np.ndarray]) -> None:
    """Draw with a finger."""
    session = page.context.new_cdp_session(page)

    def send(kind: str, points: list[np.ndarray]) -> None:
        session.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": float(x), "y": float(y)} for x, y in points]},
        )

    start = corner(page)
    for stroke in on_canvas(strokes):
        send("touchStart", [start + stroke[0]])
        for point in stroke[1:]:
            send("touchMove", [start + point])
        send("touchEnd", [])


def says(page: Page, digit: int) -> None:
    expect(page.locator(".st-key-prediction .answer b")).to_have_text(str(digit))


@pytest.mark.parametrize("digit", range(10))
def test_a_drawn_digit_is_recognised(desktop, digit: int) -> None:
    page = desktop.go("/digit?lang=en")
    prediction = page.locator(".st-key-prediction")
    expect(prediction).to_contain_text("Nothing drawn, nothing predicted")
    expect(prediction.locator(".answer")).to_have_count(0)
    draw(page, example_drawings()[digit])
    says(page, digit)
    page.locator(".st-key-softmax_bars input[type=radio]").nth(digit).click()
    page.wait_for_url(re.compile(rf"[?&]y={digit}\b"))
    expect(page.locator(".st-key-loss")).to_have_text(re.compile(r"loss L\s*0\.0"))


@pytest.mark.parametrize("digit", [3, 7])
def test_a_finger_draws_too(open_page: Callable, digit: int) -> None:
    page = open_page(TABLET).go("/digit?lang=en")
    before = page.evaluate("scrollY")
    touch(page, example_drawings()[digit])
    says(page, digit)
    assert page.evaluate("scrollY") == before, "the page does not scroll away"


def test_a_link_brings_the_drawing_to_another_browser(open_page: Callable) -> None:
    first = open_page().go("/digit?lang=en&y=4")
    draw(first, example_drawings()[4])
    says(first, 4)
    first.wait_for_url(re.compile("strokes="))
    seen = first.locator(".st-key-loss").inner_text()
    second = open_page(url=first.url.split("/digit")[0]).go("/digit" + first.url.split("/digit")[1])
    says(second, 4)
    expect(second.locator(".st-key-loss")).to_have_text(seen, use_inner_text=True)


def test_the_number_on_the_page_is_the_networks(desktop) -> None:
    from ui.drawing.ink import read_strokes

    page = desktop.go("/digit?lang=en&y=8")
    draw(page, example_drawings()[8])
    says(page, 8)
    page.wait_for_url(re.compile("strokes="))
    text = re.search(r"strokes=([^&]+)", page.url)
    assert text
    z = logits(load_model("cnn"), preprocess_strokes(read_strokes(text.group(1))))[0]
    shown = page.locator(".st-key-softmax_bars .bars-row[data-class='8']").inner_text()
    assert f"{z[8]:.2f}" in shown
