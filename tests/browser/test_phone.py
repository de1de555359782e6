"""A phone in the hand: its keyboard, its menu, its fingers, on end and on its side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from scripts.chromium import PHONE, settle
from ui.softmax.state import TABS as SOFTMAX_TABS


def test_a_phone_shows_the_keys_that_are_needed_and_does_not_zoom(phone: Any) -> None:
    page = phone.go("/softmax?lang=en")
    z = page.locator(".st-key-logit_bars input.bars-value").first
    assert z.get_attribute("inputmode") == "text", "a logit may have a minus"
    assert float(z.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)")) >= 16
    page = phone.go("/weather?lang=en")
    word = page.locator(".st-key-weather_states input[data-column=code]").first
    assert word.get_attribute("inputmode") == "numeric"


@pytest.mark.parametrize(
    "path",
    [
        "/softmax?tab=target&y=0.2,0.3,0.5&z=1,2,3",
        "/weather?tab=blocks",
        "/digit?tab=attempts",
        "/train?tab=step",
    ],
)
def test_no_field_is_so_small_that_a_phone_zooms(phone: Any, path: str) -> None:
    page = phone.go(path + "&lang=en")
    small = page.locator(
        "select, textarea, input:not([type=radio], [type=checkbox], [type=range], [type=file])"
    ).evaluate_all(
        "(all) => all.filter((e) => e.checkVisibility() && parseFloat(getComputedStyle(e).fontSize) < 16).map((e) => e.outerHTML.slice(0, 120))"
    )
    assert not small


def test_a_phone_shows_that_there_are_more_tabs(phone: Any) -> None:
    page = phone.go("/softmax?lang=es")
    tabs = page.locator(".st-key-softmax_tabs").get_by_role("radio")
    edges = tabs.evaluate_all("(all) => all.map((e) => e.getBoundingClientRect().right)")
    assert len(edges) == len(SOFTMAX_TABS)
    assert max(edges) <= PHONE["viewport"]["width"]


@pytest.mark.parametrize("tab", ["Preprocessing", "What matters"])
def test_the_next_tab_stays_at_hand_on_a_phone(phone: Any, tab: str) -> None:
    page = phone.go("/digit?lang=en")
    bar = page.locator("[class*='-tab ']").first
    page.get_by_role("radio", name=tab).tap()
    expect(page.get_by_role("radio", name=tab)).to_be_checked()
    settle(page)
    page.wait_for_function(
        "() => document.querySelector('.st-key-panel').getBoundingClientRect().top < innerHeight / 2"
    )
    box = bar.bounding_box()
    assert box
    assert box["y"] >= 56  # below the header


def test_the_menu_of_a_phone_can_be_closed_and_hit(phone: Any) -> None:
    page = phone.go("/?lang=en")
    page.get_by_role("button", name="Open the menu of pages").tap()
    menu = page.locator("[data-testid=stSidebar]")
    links = menu.get_by_role("link")
    expect(links).to_have_count(5)
    assert min(link.bounding_box()["height"] for link in links.all()) >= 44
    menu.get_by_role("button", name="Close the menu of pages").tap()
    expect(menu).to_have_attribute("data-collapsed", "true")
    expect(page.locator(".st-key-language")).to_be_visible()
    page.locator("[data-testid=stExpandSidebarButton]").tap()
    links.nth(2).tap()
    expect(page.locator(".st-key-weather_states")).to_be_visible()
    expect(menu).to_have_attribute("data-collapsed", "true")


def test_a_closed_menu_is_no_stop_of_the_tab_key_and_nothing_covers_its_button(
    open_page: Callable[..., Any],
) -> None:
    page = open_page(PHONE | {"viewport": {"width": 320, "height": 640}}).go("/weather?lang=es")
    expect(page.locator("[data-testid=stSidebarNavLink]").first).to_be_hidden()
    menu = page.get_by_test_id("stExpandSidebarButton").bounding_box()
    share = page.locator(".st-key-share").bounding_box()
    assert menu["x"] + menu["width"] <= share["x"] + 1
    page.get_by_test_id("stExpandSidebarButton").tap()
    expect(page.locator("[data-testid=stSidebarNavLink]").first).to_be_visible()


def test_a_phone_shows_what_an_area_costs(phone: Any) -> None:
    page = phone.go("/weather?lang=es&tab=areas")
    costs = page.locator(".area-row span").evaluate_all(
        "(all) => all.map((e) => [e.querySelector('small').checkVisibility(), e.getBoundingClientRect().right])"
    )
    assert len(costs) > 6
    assert all(shown and right <= PHONE["viewport"]["width"] for shown, right in costs)


def test_a_phone_shows_curves_with_words_that_can_be_read(phone: Any) -> None:
    page = phone.go("/train?lang=es")
    page.locator(".train-curves text").first.wait_for()
    sizes = page.locator(".train-curves text").evaluate_all(
        "(all) => all.map((e) => parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a)"
    )
    assert min(sizes) >= 11


def test_leaving_the_path_is_one_line_with_its_title_on_a_phone(phone: Any) -> None:
    page = phone.go("/?lang=es&stop=10")
    place = page.locator(".path-place").bounding_box()
    leave = page.locator(".st-key-path-leave button").bounding_box()
    assert leave["y"] < place["y"] + place["height"]


def test_a_finger_hits_what_it_means(phone: Any) -> None:
    """WCAG 2.2, 2.5.8 asks for 24 px."""
    for view in ("/", "/softmax", "/weather", "/digit"):
        page = phone.go(f"{view}?lang=es")
        sizes = page.locator("[type=radio], .stMain button, .st-key-language button").evaluate_all(
            "(all) => all.map((e) => e.getBoundingClientRect()).filter((r) => r.width)"
            ".map((r) => Math.min(r.width, r.height))"
        )
        assert len(sizes) > 3
        assert min(sizes) >= 24, view


@pytest.mark.parametrize(
    ("path", "first"), [("/softmax", ".st-key-logit_bars"), ("/digit", ".st-key-canvas")]
)
def test_a_phone_on_its_side_has_logits_p_and_loss_in_sight(
    open_page: Callable[..., Any], path: str, first: str
) -> None:
    made = open_page(PHONE | {"viewport": {"width": 844, "height": 390}})
    page = made.go(f"{path}?lang=en")
    for place in (first, ".st-key-softmax_bars", ".st-key-loss .loss"):
        box = page.locator(place).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 390, place


def test_a_phone_on_its_side_sees_the_plane_whole_beside_what_trains(
    open_page: Callable[..., Any],
) -> None:
    page = open_page(PHONE | {"viewport": {"width": 844, "height": 390}}).go("/train?lang=en")
    plane, go = (page.locator(place).bounding_box() for place in (".train-plane", ".train-go"))
    assert plane
    assert go
    assert plane["height"] <= 390 - 56
    assert plane["y"] - go["y"] < 120


def test_classes_are_told_apart_on_the_narrowest_phone(open_page: Callable[..., Any]) -> None:
    page = open_page(PHONE | {"viewport": {"width": 320, "height": 700}}).go("/train?lang=es")
    cut = page.locator(".st-key-train_chain .bars-row[data-class] .bars-name").evaluate_all(
        "(all) => all.map((e) => e.scrollWidth > e.clientWidth)"
    )
    assert cut == [False, False, False]


def test_a_stop_begins_below_the_header_on_a_phone_on_its_side(
    open_page: Callable[..., Any],
) -> None:
    page = open_page(PHONE | {"viewport": {"width": 844, "height": 390}}).go("/softmax?stop=5")
    header = page.get_by_test_id("stHeader").bounding_box()
    assert page.locator(".st-key-path").bounding_box()["y"] >= header["y"] + header["height"]
