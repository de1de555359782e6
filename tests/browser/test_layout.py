"""What lies where: in sight, without jumps, as wide as the screen, on small screens and large ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import TimeoutError, expect

from scripts.chromium import DESKTOP, PHONE, settle
from tests.browser.views import TABS, VIEWS, go

SHIFT = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


UNDER_THE_BAR = """() => {
    const ends = [...document.querySelectorAll("[class*='-tab '], [class$='-tab']")].map((bar) => bar.getBoundingClientRect().bottom);
    return document.querySelector(".st-key-panel").getBoundingClientRect().top - Math.max(...ends) < 60;
}"""


@pytest.mark.parametrize("size", [(1366, 768), (1280, 800)])
def test_the_first_half_of_what_a_tab_opens_is_in_sight(
    open_page: Callable[..., Any], size: tuple[int, int]
) -> None:
    width, height = size
    made = open_page({"viewport": {"width": width, "height": height}})
    late = {}
    for name in TABS:
        go(made.page, made.url, f"/{name}")
        bars = made.page.locator("[class*='-tab '], [class$='-tab']").get_by_role("radio")
        for i in range(bars.count()):
            bars.nth(i).click()
            expect(bars.nth(i)).to_have_attribute("aria-checked", "true")
            settle(made.page)
            try:
                made.page.wait_for_function(
                    "() => { const r = document.querySelector('.st-key-panel').getBoundingClientRect();"
                    " return r.height > 0 && r.top + r.height / 2 <= innerHeight && r.top >= 0; }",
                    timeout=3000,
                )
            except TimeoutError:
                box = made.page.locator(".st-key-panel").bounding_box()
                late[f"/{name} {bars.nth(i).inner_text()}"] = box
            if not made.page.evaluate(UNDER_THE_BAR):
                late[f"/{name} {bars.nth(i).inner_text()}"] = "something stands between"
            # Back to the top as a visitor goes there: the page no longer brings the panel into sight, and does not
            # move away under the next click.
            made.page.locator("[data-testid=stMain]").evaluate(
                "(main) => (main.dispatchEvent(new WheelEvent('wheel', { bubbles: true })), main.scrollTo(0, 0))"
            )
    assert not late


@pytest.mark.parametrize("size", [(1366, 768), (1280, 800)])
def test_both_points_of_the_landscape_are_in_sight(
    open_page: Callable[..., Any], size: tuple[int, int]
) -> None:
    width, height = size
    page = open_page({"viewport": {"width": width, "height": height}}).go("/softmax?tab=landscape")
    points = page.locator(".js-plotly-plot .scatterlayer .point")
    expect(points).to_have_count(2)
    lowest = points.evaluate_all(
        "(all) => Math.max(...all.map((e) => e.getBoundingClientRect().bottom))"
    )
    assert lowest <= height


@pytest.mark.parametrize("options", [DESKTOP, PHONE])
def test_nothing_empty_stands_above_the_title(
    open_page: Callable[..., Any], options: dict[str, Any]
) -> None:
    made = open_page(options)
    for view in ("/", *(f"/{page}" for page in TABS)):
        page = made.go(view)
        above = page.evaluate(
            "() => { const page = document.querySelector('[data-testid=stMainBlockContainer]');"
            " return document.querySelector('h1').getBoundingClientRect().top"
            " - page.getBoundingClientRect().top - parseFloat(getComputedStyle(page).paddingTop); }"
        )
        assert abs(above) < 4, view


@pytest.mark.parametrize("options", [DESKTOP, PHONE])
def test_nothing_jumps_while_a_page_is_built(
    open_page: Callable[..., Any], options: dict[str, Any]
) -> None:
    shifts = {}
    for view in ("/", "/softmax", "/weather", "/digit", "/train"):
        made = open_page(options)
        made.page.add_init_script(SHIFT)
        made.go(view)
        shifts[view] = made.page.evaluate("window.shift")
    assert max(shifts.values()) < 0.1, shifts


def test_what_a_tab_opens_by_key_is_in_sight_too(desktop: Any) -> None:
    page = desktop.go("/train?lang=en")
    page.get_by_role("radio", name="Surfaces").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="One step taken apart")).to_be_checked()
    page.wait_for_function(
        "() => { const r = document.querySelector('.st-key-panel').getBoundingClientRect(); return r.height > 0 && r.top + r.height / 2 <= innerHeight; }"
    )


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("path", ["/", "/softmax"])
def test_a_loss_that_gets_more_digits_moves_nothing(
    open_page: Callable[..., Any], device: dict[str, Any], path: str
) -> None:
    page = open_page(device).go(f"{path}?lang=en&z=2,1,0&y=0")
    losses = page.locator(".st-key-loss .loss-value")

    def places() -> list[float]:
        bits, whole = losses.nth(1).bounding_box(), page.locator(".st-key-loss").bounding_box()
        assert bits
        assert whole
        return [bits["x"], bits["y"], whole["y"] + whole["height"]]

    before, spoken = places(), len(losses.first.inner_text())
    page.locator(".st-key-logit_bars [role=slider]").first.press("Shift+End")
    page.locator(".st-key-logit_bars [role=slider]").first.press("End")
    expect(losses.first).to_have_text(re.compile(r"^0\.00"))
    assert len(losses.first.inner_text()) > spoken
    assert places() == before


def test_a_message_keeps_the_rows_beside_their_probabilities(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&z=2,1,0&y=0")
    field = page.locator(".st-key-logit_bars input.bars-value").nth(1)
    field.fill("abc")
    field.press("Enter")
    expect(page.locator(".st-key-logit_bars [role=alert]")).to_have_text("“abc” is not a number")
    tops = "(rows) => rows.map((row) => row.getBoundingClientRect().top)"
    z, p = (
        page.locator(f".st-key-{key} .bars-row").evaluate_all(tops)
        for key in ("logit_bars", "softmax_bars")
    )
    assert z == p


def test_a_large_screen_is_used(open_page: Callable[..., Any]) -> None:
    page = open_page({"viewport": {"width": 1920, "height": 1080}}).go("/softmax?lang=en")
    main = page.locator("[data-testid=stMainBlockContainer]").bounding_box()
    assert main["width"] >= 0.8 * 1920
    loss = page.locator(".st-key-loss .loss b").first
    assert float(loss.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)")) >= 28


def test_a_page_shows_itself_where_its_script_never_comes(open_page: Callable[..., Any]) -> None:
    made = open_page(DESKTOP, guard=False)
    made.page.route("**/page_frame.js*", lambda route: route.abort())
    made.page.goto(made.url + "/softmax")
    expect(made.page.locator("h1")).to_be_visible(timeout=20_000)


def test_what_projects_and_shares_covers_no_button_of_the_path(desktop: Any) -> None:
    page = desktop.go("/digit?lang=en&stop=1&present=1")
    leave = page.get_by_role("button", name="Leave the lecture").bounding_box()
    share = page.locator(".st-key-share").bounding_box()
    assert share["y"] > leave["y"] + leave["height"]


def test_words_that_a_reader_spaces_out_are_not_cut(phone: Any) -> None:
    """WCAG 2.2, 1.4.12."""
    cut = {}
    for view in ("/", "/softmax?tab=target", "/digit?tab=learn"):
        page = phone.go(f"{view}{'&' if '?' in view else '?'}lang=es")
        page.add_style_tag(
            content="* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
            " word-spacing: 0.16em !important; }"
        )
        found = page.locator(".bars-title, .numbers th, [class*=st-key-door_] a :is(div, span, p)")
        words = found.evaluate_all(
            "(all) => all.filter((e) => e.scrollWidth > e.clientWidth + 1 && e.clientWidth"
            " && getComputedStyle(e).overflowX === 'hidden').map((e) => e.innerText)"
        )
        if words:
            cut[view] = words
    assert not cut


def test_nothing_is_wider_than_320_pixels(open_page: Callable[..., Any]) -> None:
    made = open_page(PHONE | {"viewport": {"width": 320, "height": 640}})
    wide = []
    for view in VIEWS:
        go(made.page, made.url, view, "es")
        try:
            made.page.wait_for_function(
                "() => document.documentElement.scrollWidth <= innerWidth"
                " && document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth",
                timeout=5000,
            )
        except TimeoutError:
            wide.append(view)
    assert not wide


@pytest.mark.parametrize("size", [(341, 192), (683, 384)], ids=["400 %", "200 %"])
def test_a_laptop_that_is_zoomed_has_all_in_its_width_and_the_title_below_the_header(
    open_page: Callable[..., Any], size: tuple[int, int]
) -> None:
    """The window is low then and, at 400 %, wider than high: it is no phone on its side."""
    made = open_page({"viewport": {"width": size[0], "height": size[1]}})
    for path in ("/", "/softmax?y=0.2,0.5,0.3", "/weather", "/digit", "/train"):
        page = made.go(path + ("&" if "?" in path else "?") + "lang=es")
        page.wait_for_function(
            "() => { const main = document.querySelector('[data-testid=stMain]');"
            " const end = document.querySelector('[data-testid=stHeader]').getBoundingClientRect().bottom;"
            " return main.scrollWidth <= innerWidth && main.querySelector('h1').getBoundingClientRect().top >= end; }"
        )
