"""The explorer's bars under a real hand: mouse, keys, fingers; fast, slow and cut off."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Route, expect

from core.gradient import loss_gradient
from core.softmax import softmax
from scripts.chromium import DESKTOP, PHONE, settle
from tests.browser.between import Between, is_link
from tests.browser.explorer import Grip, forbid_channels, has_come_to_rest, sliders, state_of

# A hand that moves in every frame for two seconds, and what a reader sees of it: the states of the
# softmax bars and of the loss, frame by frame.
DRAG = """slider => new Promise((done) => {
    const box = slider.getBoundingClientRect(), began = performance.now(), states = [];
    let frames = 0;
    const frame = () => {
        const now = performance.now() - began;
        const bars = [...document.querySelectorAll('.st-key-softmax_bars .bars-fill')].map((bar) => bar.style.width);
        states.push(bars.join() + document.querySelector('.st-key-loss').innerText);
        if (now >= 2000) return done({ distinct: new Set(states).size, frames, seconds: now / 1000 });
        const clientX = box.left + box.width * (0.5 + 0.3 * Math.sin(now / 300));
        slider.dispatchEvent(new PointerEvent('pointermove', { clientX, clientY: box.top + 5, bubbles: true }));
        frames += 1;
        requestAnimationFrame(frame);
    };
    frame();
})"""


def near(slider: Locator, value: float) -> float:
    """The value of a slider, which is within a pixel of what the hand said."""
    now = float(slider.get_attribute("aria-valuenow") or "nan")
    assert now == pytest.approx(value, abs=0.2)
    return now


def test_two_seconds_of_dragging_are_at_least_thirty_states_each(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&z=0,1,-1&y=0")
    bar = sliders(page).first
    bar.press("End")  # the server has answered once: it is warm
    has_come_to_rest(page, (10, 1, -1))
    grip = Grip(page, bar)
    grip.press(0)
    # What else the machine does can take the frames of one drag, not of all three. A browser that gets too little
    # of it to draw sixty a second still shows a new state in every other frame.
    rates = []
    for _ in range(3):
        seen = bar.evaluate(DRAG)
        states, frames = (seen[what] / seen["seconds"] for what in ("distinct", "frames"))
        rates.append(f"{states:.0f} states in {frames:.0f} frames a second")
        if enough := frames > 10 and states >= min(30, frames / 2):
            break
    grip.to(3)
    page.mouse.up()
    assert enough, rates
    has_come_to_rest(page, (near(bar, 3), 1, -1))


def test_arrow_keys_move_and_shift_moves_ten_times_as_far(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&z=0,1,-1&y=1")
    bar = sliders(page).nth(2)
    bar.focus()
    for key in ("ArrowRight", "ArrowUp", "Shift+ArrowRight", "ArrowLeft", "PageDown", "ArrowDown"):
        page.keyboard.press(key)
    has_come_to_rest(page, (0, 1, -1))
    for key in ("Shift+ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    has_come_to_rest(page, (0, 1, 0.1))
    expect(bar).to_be_focused()
    page.keyboard.press("End")
    has_come_to_rest(page, (0, 1, 10))


def test_a_finger_drags_a_bar_and_scrolls_past_it(open_page: Callable) -> None:
    page = open_page(PHONE).go("/softmax?lang=en&z=0,1,-1&y=0")
    fingers = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        at = [{"x": x, "y": y} for x, y in points]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    bar = sliders(page).first
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box
    left, middle = box["x"], box["y"] + box["height"] / 2
    touch("touchStart", (left + box["width"] / 2, middle))
    for share in (0.55, 0.6, 0.7, 0.8):
        touch("touchMove", (left + box["width"] * share, middle + 2))
    touch("touchEnd")
    moved = near(bar, 6)
    has_come_to_rest(page, (moved, 1, -1))
    scrolled = "() => document.querySelector('[data-testid=\"stMain\"]').scrollTop"
    before = page.evaluate(scrolled)
    touch("touchStart", (left + 5, middle))
    for step in range(1, 12):
        touch("touchMove", (left + 5, middle - 15 * step))
    touch("touchEnd")
    page.wait_for_function(f"before => ({scrolled})() > before + 50", arg=before)
    has_come_to_rest(page, (moved, 1, -1))


def test_a_tap_sets_a_bar(open_page: Callable) -> None:
    page = open_page(PHONE).go("/softmax?lang=en&z=0,1,-1&y=0")
    bar = sliders(page).nth(1)
    box = bar.bounding_box()
    assert box
    bar.tap(position={"x": box["width"] * 0.25, "y": box["height"] / 2})
    page.wait_for_url(re.compile("z=0%2C-"))
    has_come_to_rest(page, (0, near(bar, -5), -1))


def test_late_answers_never_win_over_the_hand(desktop: Any) -> None:
    forbid_channels(desktop.page)
    page = desktop.go("/softmax?lang=en&z=0,1,-1&y=0")
    late: list[Any] = []
    page.route("**/live/softmax", lambda route: late.append(route))
    first, second = sliders(page).first, sliders(page).nth(1)
    grip = Grip(page, first)
    grip.press(0)
    for value in (1, 2, 3, 4):
        grip.to(value)
    page.mouse.up()
    grip = Grip(page, second)
    grip.press(-2)
    grip.to(-3)
    page.mouse.up()
    hand = near(first, 4), near(second, -3)
    for _ in range(20):  # one message at a time, each answered late
        while late:
            late.pop(0).continue_()
            assert (near(first, 4), near(second, -3)) == hand
        page.wait_for_timeout(20)  # lets Playwright hand over the next request
    has_come_to_rest(page, (*hand, -1))


@pytest.mark.parametrize("how", ["cut", "refused", "nonsense"])
def test_where_the_short_way_is_closed_the_long_one_is_taken(open_page: Callable, how: str) -> None:
    made = open_page(DESKTOP, guard=False)
    forbid_channels(made.page)
    page = made.go("/softmax?lang=en&z=0,1,-1&y=0")
    answers = {
        "cut": lambda route: route.abort(),
        "refused": lambda route: route.fulfill(status=503),
        "nonsense": lambda route: route.fulfill(status=200, body="<html>"),
    }
    page.route("**/live/softmax", answers[how])
    bar = sliders(page).first
    grip = Grip(page, bar)
    grip.press(0)
    before = page.locator(".st-key-loss").inner_text()
    grip.to(-4)
    page.wait_for_function(
        "before => document.querySelector('.st-key-loss').innerText !== before", arg=before
    )
    grip.to(5)
    page.mouse.up()
    has_come_to_rest(page, (near(bar, 5), 1, -1))


@pytest.mark.parametrize("late", [False, True])
def test_keys_then_a_drag_then_another_bar(desktop: Any, late: bool) -> None:
    """A bar that comes to rest while the answer to another is late is not forgotten."""
    if late:
        forbid_channels(desktop.page)
    page = desktop.go("/softmax?lang=en&z=0,1,-1&y=0")
    held: list[Route] = []
    if late:
        page.route("**/live/softmax", lambda route: held.append(route), times=1)
    first, second = sliders(page).first, sliders(page).nth(1)
    first.focus()
    page.keyboard.press("Shift+ArrowRight")
    grip = Grip(page, second)
    grip.press(4)
    grip.to(6)
    page.mouse.up()
    first.focus()
    page.keyboard.press("ArrowRight")
    for route in held:
        route.continue_()
    has_come_to_rest(page, (1.1, near(second, 6), -1))


def test_every_pixel_counts_and_a_temperature_of_one_is_within_reach(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&z=0.05,1,-1&y=0&T=1")
    bar, heat = sliders(page).first, sliders(page, "softmax-temperature")
    bar.hover()
    box = bar.bounding_box()
    assert box
    assert box["width"] >= 300
    middle, row = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def value(slider: Locator) -> float:
        return float(slider.get_attribute("aria-valuenow") or "nan")

    page.mouse.move(
        middle + 4, row
    )  # a hand that takes hold of the grip, not quite in its middle, moves nothing
    page.mouse.down()
    page.mouse.up()
    assert value(bar) == 0.05
    page.mouse.down()
    seen = []
    for x in range(1, 40):
        page.mouse.move(middle + 4 + x, row)
        seen.append(value(bar))
    page.mouse.up()
    assert len(set(seen)) == len(seen)
    assert max(np.diff(seen)) < 0.1, "every tenth is within reach"
    has_come_to_rest(page, (seen[-1], 1, -1))
    heat.hover()
    box = heat.bounding_box()
    assert box
    middle, row = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(middle + 60, row)
    page.mouse.down()
    heats = []
    for x in range(60, -60, -1):
        page.mouse.move(middle + x, row)
        heats.append(value(heat))
    page.mouse.up()
    assert {0.9, 1.0, 1.1} <= set(heats)


def test_an_open_tab_follows_before_the_hand_rests(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&z=0,1,-1&y=0&tab=gradient")
    bar = sliders(page).first
    grip = Grip(page, bar)
    grip.press(0)
    grip.to(3)
    expect(bar).not_to_have_attribute("aria-valuenow", "0")
    z = near(bar, 3)
    slope = loss_gradient([z, 1.0, -1.0], 0)
    for k, row in enumerate(
        page.locator(".st-key-softmax-gradient .bars-row:not(.bars-head)").all()
    ):
        expect(row).to_contain_text(f"{slope[k]:.4f}".replace("-", "\N{MINUS SIGN}"))
    derived = page.locator(".st-key-derivation tfoot")
    expect(derived).to_contain_text(f"{slope[0]:.4f}".replace("-", "\N{MINUS SIGN}"))
    assert state_of(page).z == (0, 1, -1)  # the hand still holds the bar: the link waits
    page.mouse.up()
    has_come_to_rest(page, (z, 1, -1))


@pytest.mark.parametrize("told", ["not yet", "between link and drawing", "before"])
@pytest.mark.parametrize("tab", ["Gradient", "Worked table"])
def test_what_a_click_draws_does_not_undo_a_hand_that_overtook_it(
    desktop: Any, tab: str, told: str
) -> None:
    """The click's answer comes after the hand's live one, at once or in parts; the hand rests after it, within it or before."""
    between = Between(desktop.page)
    page = desktop.go("/softmax?lang=en&z=1,2,3&y=0&tab=download")
    between.closed = True
    page.get_by_role("radio", name=tab).click()
    said = between.said
    sliders(page).first.press("End")
    p = softmax([10.0, 2.0, 3.0])
    rows = page.locator(".st-key-softmax_bars .bars-row:not(.bars-head)")
    expect(rows.first).to_contain_text(f"{p[0]:.4f}")
    while told == "between link and drawing" and not between.let_through(is_link):
        page.wait_for_timeout(10)
    while told != "not yet" and between.said == said:
        page.wait_for_timeout(10)  # lets the page speak
    between.open()
    expect(page.get_by_role("radio", name=tab)).to_be_checked()
    has_come_to_rest(page, (10, 2, 3))
    settle(page)
    for row, share in zip(rows.all(), p, strict=True):
        expect(row).to_contain_text(f"{share:.4f}")
    expect(page.locator(".st-key-panel")).to_contain_text(f"{p[2]:.4f}")


def test_escape_restores_what_was_before_the_hand(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&z=0,1,-1&y=0")
    bar = sliders(page).first
    grip = Grip(page, bar)
    grip.press(2)
    grip.to(7)
    near(bar, 7)
    page.keyboard.press("Escape")
    page.mouse.up()
    has_come_to_rest(page, (0, 1, -1))
    bar.press("Shift+ArrowRight")
    bar.press("Escape")
    has_come_to_rest(page, (0, 1, -1))


def test_share_opens_full_right_after_a_bar_was_let_go(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&z=0,1,-1&y=0")
    grip = Grip(page, sliders(page).first)
    grip.press(0)
    grip.to(4)
    page.mouse.up()
    # The focus leaves the bar: both are told to Streamlit in one message, each for a part of the page of its own.
    page.get_by_role("button", name="Share").click()
    expect(page.locator("[data-testid=stPopoverBody] img.qr")).to_be_visible()
