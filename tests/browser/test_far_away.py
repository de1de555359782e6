"""A hand whose server is a continent away: it never waits, and its last word counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from benchmarks.far_away import far_away
from core.digits import example_drawings
from core.softmax import cross_entropy_from_logits
from scripts.chromium import DESKTOP, settle
from scripts.server import AppServer
from tests.browser.explorer import forbid_channels
from tests.browser.pen import corner, on_canvas

ROUND_TRIP = 0.15
FIRST_MS = 30_000
# How often what a place says changes while a hand moves in every frame for two seconds.
MOVED = """([slider, place]) => new Promise((done) => {
    const box = slider.getBoundingClientRect(), began = performance.now(), seen = new Set();
    let frames = 0;
    const frame = () => {
        const now = performance.now() - began;
        seen.add(document.querySelector(place).textContent);
        frames += 1;
        if (now >= 2000) return done([(1000 * seen.size) / now, (1000 * frames) / now]);
        const clientX = box.left + box.width * (0.5 + 0.3 * Math.sin(now / 300));
        slider.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY: box.top + 5, bubbles: true }));
        requestAnimationFrame(frame);
    };
    frame();
})"""


@pytest.fixture
def far(open_page: Callable, server: AppServer) -> Iterator[Callable[[str], Page]]:
    """Open pages of a server that is far away."""
    with far_away(server.port, ROUND_TRIP / 2) as url:
        pages = []

        def go(path: str) -> Page:
            pages.append(open_page(DESKTOP, url=url).go(path))
            return pages[-1]

        yield go
        for page in pages:
            page.context.close()


def grip(page: Page, element: str) -> tuple[float, float, float]:
    """Take hold of an element's first bar, and return where it begins, its width and its height on the page."""
    bar = page.locator(f".st-key-{element} [role=slider]").first
    bar.hover()  # waits until the page stands
    box = bar.bounding_box()
    assert box
    page.mouse.down()
    return box["x"], box["width"], box["y"] + box["height"] / 2


@pytest.mark.parametrize(
    ("path", "element", "place"),
    [
        ("/softmax?lang=en&z=0,1,-1&y=0", "logit_bars", ".st-key-loss"),
        ("/weather?lang=en", "weather_states", ".st-key-averages"),
    ],
)
def test_bars_follow_though_each_answer_is_late(
    far: Callable[[str], Page], path: str, element: str, place: str
) -> None:
    page = far(path)
    left, width, y = grip(page, element)
    bar = page.locator(f".st-key-{element} [role=slider]").first.element_handle()
    states, frames = page.evaluate(MOVED, [bar, place])
    # One question at a time would be less than 7 a second; a busy machine draws less than 60 frames.
    assert states > min(10, frames / 4), f"{states} states in {frames} frames a second"
    page.mouse.move(left + 0.75 * width, y)
    page.mouse.up()
    value = float(bar.get_attribute("aria-valuenow") or "nan")
    parameter = "z" if element == "logit_bars" else "p"
    page.wait_for_url(re.compile(rf"{parameter}={value:g}(%2C|,)"))
    settle(page)
    assert float(bar.get_attribute("aria-valuenow") or "nan") == value
    if element == "logit_bars":
        loss = cross_entropy_from_logits([value, 1, -1], [1, 0, 0])
        expect(page.locator(place)).to_contain_text(f"{loss:.4f}"[:5])


def test_a_hand_that_goes_on_at_once_loses_nothing(far: Callable[[str], Page]) -> None:
    page = far("/softmax?lang=en&z=0,1,-1&y=0")
    bars = page.locator(".st-key-logit_bars [role=slider]")
    values = []
    bars.first.hover()
    for i, share in enumerate((0.3, 0.6, 0.8)):  # three bars, one after the other, without a pause
        box = bars.nth(i).bounding_box()
        assert box
        y = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + box["width"] / 2 + 20, y)
        page.mouse.down()
        page.mouse.move(box["x"] + share * box["width"], y, steps=4)
        page.mouse.up()
        values.append(float(bars.nth(i).get_attribute("aria-valuenow") or "nan"))
    page.wait_for_url(re.compile("z=" + "%2C".join(f"{v:g}" for v in values)))
    settle(page)
    assert [float(b.get_attribute("aria-valuenow") or "nan") for b in bars.all()] == values
    loss = cross_entropy_from_logits(values, [1, 0, 0])
    expect(page.locator(".st-key-loss")).to_contain_text(f"{loss:.3f}"[:5])


CHAIN = """() => [".st-key-softmax_bars", ".st-key-prediction", ".st-key-loss"].map(
    (place) => document.querySelector(place).innerText).join()"""


# Whether nothing has changed since it was last asked.
STILL = f"""() => {{
    const before = window.before;
    window.before = ({CHAIN})();
    return window.before === before;
}}"""


@pytest.mark.parametrize("channel", [True, False])
def test_the_pen_is_read_while_it_is_down_and_lifting_it_changes_nothing(
    far: Callable[[str], Page], open_page: Callable, channel: bool
) -> None:
    made = open_page(DESKTOP)
    if not channel:
        forbid_channels(made.page)
    page = far("/digit?lang=en") if channel else made.go("/digit?lang=en")
    expect(page.get_by_role("img", name="Paper: draw a digit")).to_be_visible(timeout=FIRST_MS)
    start, seen = corner(page), set()
    answer = page.locator(".st-key-prediction .answer b")
    for stroke in on_canvas(list(example_drawings()[8])):
        page.mouse.move(*(start + stroke[0]))
        page.mouse.down()
        for point in stroke[1:]:
            page.mouse.move(*(start + point))
            seen.add(page.evaluate(CHAIN))
        if channel:
            assert len(seen) > 5, "it follows while the pen is down"
        expect(answer).to_have_text("8")
        page.wait_for_function(STILL, polling=500)
        before = page.evaluate(CHAIN)
        assert "strokes=" not in page.url, "the pen is still down"
        page.mouse.up()
        page.wait_for_url("**strokes=*")
        settle(page)
        assert page.evaluate(CHAIN) == before
