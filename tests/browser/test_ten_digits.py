"""Ten digits drawn with the mouse on the real canvas, and two with a finger: each is recognised."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import expect

from core.digits import example_drawings, load_model, logits, preprocess_strokes
from scripts.chromium import PHONE, settle
from tests.browser.pen import corner, draw, finger, says, strokes_in, touch


@pytest.mark.parametrize("digit", range(10))
def test_a_drawn_digit_is_recognised(desktop, digit: int) -> None:
    page = desktop.go("/digit?lang=en&blank=1")
    prediction = page.locator(".st-key-prediction")
    expect(prediction).to_contain_text("Nothing drawn, nothing predicted")
    expect(prediction.locator(".answer")).to_have_count(0)
    draw(page, example_drawings()[digit])
    says(page, digit)
    page.locator(".st-key-softmax_bars input[type=radio]").nth(digit).click()
    page.wait_for_url(re.compile(rf"[?&]y={digit}\b"))
    # In nats: the true digit gets more than half of the probability.
    expect(page.locator(".st-key-loss .loss b").first).to_have_text(re.compile(r"^0\.[0-6]"))


@pytest.mark.parametrize("digit", [3, 7])
def test_a_finger_draws_and_the_page_stays(open_page: Callable, digit: int) -> None:
    page = open_page(PHONE).go("/digit?lang=en")
    before = page.locator(".st-key-canvas").bounding_box()
    touch(page, example_drawings()[digit])
    says(page, digit)
    assert page.locator(".st-key-canvas").bounding_box() == before, "the page scrolled away"
    # Beside the paper a finger scrolls, so that the page could have.
    up = np.array([[350.0, y] for y in range(400, 200, -20)]) - corner(page)
    finger(page, up)
    page.wait_for_function(
        "(top) => document.querySelector('.st-key-canvas').getBoundingClientRect().top < top - 50",
        arg=before["y"],
    )
    says(page, digit)


def test_a_link_brings_the_drawing_to_another_browser(open_page: Callable) -> None:
    first = open_page().go("/digit?lang=en&y=4")
    draw(first, example_drawings()[4])
    first.wait_for_url(lambda url: strokes_in(url) == len(example_drawings()[4]))
    says(first, 4)
    settle(first)
    seen = first.locator(".st-key-loss").inner_text()
    second = open_page(url=first.url.split("/digit")[0]).go("/digit" + first.url.split("/digit")[1])
    says(second, 4)
    expect(second.locator(".st-key-loss")).to_have_text(seen, use_inner_text=True)


def test_the_number_on_the_page_is_the_networks(desktop) -> None:
    from ui.link.stroke_text import read_strokes

    page = desktop.go("/digit?lang=en&y=8")
    draw(page, example_drawings()[8])
    page.wait_for_url(lambda url: strokes_in(url) == len(example_drawings()[8]))
    says(page, 8)
    settle(page)
    text = re.search(r"strokes=([^&]+)", page.url)
    assert text
    z = logits(load_model("cnn"), preprocess_strokes(read_strokes(text.group(1))))[0]
    row = page.locator(".st-key-softmax_bars .bars-row[data-class='8']")
    expect(row).to_contain_text(f"{z[8]:.2f}")
