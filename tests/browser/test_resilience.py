"""A server that dies or cannot be reached: every page comes back by itself, with all that the hand did."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from scripts.chromium import settle
from scripts.proxy import Proxy
from scripts.server import AppServer, wait_until
from tests.browser.cuttable import line_to
from tests.browser.pen import says, strokes_in
from tests.browser.test_copies import websockets
from tests.browser.test_digit import picture_of, upload

BACK_MS = 5000
AWAY_MS = 60_000
PAGES = ("/", "/softmax", "/weather", "/digit", "/train")
Open = Callable[[str], Page]


def press(page: Page) -> None:
    """Move the first bar by one step of an arrow key."""
    bar = page.locator("[role=slider]").first
    bar.focus()
    page.keyboard.press("ArrowRight")


def stroke(page: Page, x: float) -> None:
    """Draw a vertical stroke at x of the paper."""
    box = page.locator(".st-key-canvas .dc-container").bounding_box()
    assert box
    page.mouse.move(box["x"] + x, box["y"] + 60)
    page.mouse.down()
    for y in range(60, 220, 20):
        page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.up()


def touch(page: Page, path: str, x: float = 100) -> None:
    """Change something with the hand, and wait until the link says it."""
    before = page.url
    if path == "/digit":
        stroke(page, x)
    elif path == "/train":
        other = "EN" if "lang=es" in before else "ES"
        page.locator(".st-key-language button", has_text=other).click()
    else:
        press(page)
    page.wait_for_function("(url) => location.href !== url", arg=before, timeout=BACK_MS)


def connection(page: Page, state: str) -> None:
    app = page.locator('[data-testid="stApp"]')
    expect(app).to_have_attribute("data-test-connection-state", state, timeout=AWAY_MS)


def away(page: Page) -> None:
    app = page.locator('[data-testid="stApp"]')
    expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED", timeout=AWAY_MS)


@pytest.mark.parametrize("touched", [False, True])
def test_every_page_works_again_after_the_server_was_restarted(
    fresh_server: Callable[..., AppServer], open_page: Callable[..., Any], touched: bool
) -> None:
    server = fresh_server()
    pages = {path: open_page(url=server.url, guard=False).go(path) for path in PAGES}
    if touched:
        for path, page in pages.items():
            touch(page, path)
    server.kill()
    for page in pages.values():
        away(page)
    fresh_server(port=server.port)
    for path, page in pages.items():
        connection(page, "CONNECTED")
        back = time.monotonic()
        touch(page, path, 180)
        assert time.monotonic() - back < 5


def test_what_the_hand_did_while_nobody_answered_is_not_lost(
    fresh_server: Callable[..., AppServer], open_page: Callable[..., Any]
) -> None:
    server = fresh_server()
    softmax = open_page(url=server.url, guard=False).go("/softmax?z=2,1,0&y=1")
    digit = open_page(url=server.url, guard=False).go("/digit")
    stroke(digit, 100)
    digit.wait_for_url(lambda url: strokes_in(url) == 1)
    server.kill()
    for page in (softmax, digit):
        away(page)
    press(softmax)
    softmax.locator(".st-key-logit_bars input.bars-value").nth(1).fill("1.5")
    softmax.keyboard.press("Enter")
    stroke(digit, 180)
    # Longer than anything is tried again: what waits must wait for the connection, not for so many seconds.
    softmax.wait_for_timeout(22_000)
    fresh_server(port=server.port)
    for page in (softmax, digit):
        connection(page, "CONNECTED")
    softmax.wait_for_url("**z=2.1%2C1.5%2C0*", timeout=BACK_MS)
    digit.wait_for_url(lambda url: strokes_in(url) == 2, timeout=BACK_MS)
    expect(digit.locator(".st-key-prediction .answer b")).to_be_visible()
    stroke(digit, 220)
    digit.wait_for_url(lambda url: strokes_in(url) == 3, timeout=BACK_MS)


def test_an_uploaded_picture_that_is_gone_is_said_to_be_gone(
    fresh_server: Callable[..., AppServer], open_page: Callable[..., Any]
) -> None:
    server = fresh_server()
    page = open_page(url=server.url, guard=False).go("/digit?lang=en")
    upload(page, "seven.jpg", "image/jpeg", picture_of(7))
    says(page, 7)
    gone = page.get_by_text("The uploaded picture is not here any more")
    expect(gone).to_have_count(0)
    server.kill()
    away(page)
    fresh_server(port=server.port)
    connection(page, "CONNECTED")
    expect(gone).to_be_visible(timeout=BACK_MS)
    stroke(page, 140)
    page.wait_for_url(lambda url: strokes_in(url) == 1)
    expect(gone).to_have_count(0)


def test_a_cut_line_loses_nothing_and_what_was_done_meanwhile_arrives(
    server: AppServer, open_page: Callable[..., Any]
) -> None:
    with line_to(server.port) as line:
        weather = open_page(url=line.url, guard=False).go("/weather?lang=en")
        digit = open_page(url=line.url, guard=False).go("/digit?lang=en")
        line.cut()
        for page in (weather, digit):
            away(page)
        before = weather.url
        press(weather)
        stroke(digit, 140)
        line.mend()
        for page in (weather, digit):
            connection(page, "CONNECTED")
        weather.wait_for_function("(url) => location.href !== url", arg=before, timeout=BACK_MS)
        digit.wait_for_url(lambda url: strokes_in(url) == 1, timeout=BACK_MS)
        for page in (weather, digit):
            page.wait_for_function("() => !document.querySelector('[data-stale=true]')")


def test_pages_that_nobody_touched_come_back_on_the_other_copy(
    fresh_server: Callable[..., AppServer], open_page: Callable[..., Any], tmp_path: Path
) -> None:
    copies = [fresh_server(), fresh_server()]
    folder = tmp_path / "nginx"
    folder.mkdir()
    with Proxy(folder, [copy.port for copy in copies]) as proxy:
        pages = {path: open_page(url=proxy.url, guard=False).go(path) for path in PAGES}
        dying, other = sorted(copies, key=websockets, reverse=True)
        moving = websockets(dying)
        dying.kill()
        wait_until(lambda: websockets(other) >= len(PAGES), 60, f"{moving} pages did not move")
        for path, page in pages.items():
            connection(page, "CONNECTED")
            touch(page, path, 180)


def test_a_page_whose_run_was_given_up_is_loaded_anew_and_not_again_and_again(
    open_page: Callable[..., Any],
) -> None:
    page = open_page(guard=False).go("/softmax?lang=en&z=2,1,0")
    give_up = "setTimeout(() => { throw new Error('Bad delta path index 4') }); window.old = true"
    page.evaluate(give_up)
    page.wait_for_function("!window.old")
    settle(page)
    expect(page.locator(".st-key-logit_bars input.bars-value").first).to_have_value("2.00")
    with page.expect_event("pageerror"):
        page.evaluate(give_up)
    touch(page, "/softmax")
    assert page.evaluate("window.old")
