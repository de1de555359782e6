"""The explorer in a real browser: what is typed, chosen, named and lit, and how it lies on a screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from scripts.chromium import PHONE
from tests.browser.explorer import Grip, fields, has_come_to_rest, sliders, state_of
from ui.softmax.presets import PRESETS
from ui.softmax.state import TABS


@pytest.mark.parametrize(
    ("typed", "shown", "z"), [("0.5", "0.50", 0.5), ("0,5", "0.50", 0.5), ("-3", "−3.00", -3)]
)
def test_typing_a_number(desktop: Any, typed: str, shown: str, z: float) -> None:
    page = desktop.go("/softmax?lang=en&z=0,1,-1&y=0")
    field = fields(page).first
    field.fill(typed)
    field.press("Enter")
    expect(field).to_have_value(shown)
    expect(field).to_be_focused()
    has_come_to_rest(page, (z, 1, -1))


def test_minus_infinity_is_typed_and_costs_infinity(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&z=0,1,-1&y=0")
    fields(page).first.fill("−inf")
    fields(page).first.press("Tab")
    page.wait_for_url(re.compile("z=-inf%2C1%2C-1"))
    expect(fields(page).first).to_have_value("−∞")
    expect(page.locator(".st-key-loss")).to_contain_text("∞")


def test_what_was_typed_in_vain_stays_until_escape(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&z=0,1,-1&y=0")
    field, other = fields(page).first, sliders(page).nth(1)
    field.fill("many")
    field.press("Enter")
    problem = page.locator(".st-key-logit_bars .bars-problem").first
    expect(problem).to_have_text("“many” is not a number")
    expect(field).to_have_attribute("aria-invalid", "true")
    other.press("ArrowRight")
    has_come_to_rest(page, (0, 1.1, -1))
    expect(field).to_have_value("many")
    expect(problem).to_be_visible()
    field.press("Escape")
    expect(field).to_have_value("0.00")
    expect(problem).to_be_hidden()
    has_come_to_rest(page, (0, 1.1, -1))


def test_a_preset_takes_back_a_message_too(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&z=1,2,3&y=0")
    fields(page).first.fill("abc")
    fields(page).first.press("Enter")
    expect(page.locator(".st-key-logit_bars")).to_contain_text("not a number")
    page.get_by_role("radio", name="Stability", exact=True).click()
    expect(page.locator(".st-key-lab")).to_be_visible()
    expect(fields(page).first).to_have_value("abc")  # another tab takes nothing back
    page.get_by_text("uniform", exact=True).click()
    expect(fields(page).first).to_have_value("0.00")
    expect(page.locator(".st-key-logit_bars")).not_to_contain_text("not a number")


def test_a_preset_takes_back_what_the_hand_just_did(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en")
    sliders(page).first.press("Shift+ArrowUp")
    expect(page.locator(".st-key-worked")).not_to_contain_text("0.0944")
    preset = page.locator(".st-key-softmax-preset button").first
    expect(preset).to_have_css("background-color", "rgba(0, 0, 0, 0)")  # not marked any more
    preset.hover()
    page.mouse.down()
    page.wait_for_url(re.compile(r"z=-0\.45%2C"))  # it hears of the hand before the click is one
    page.mouse.up()
    expect(page.locator(".st-key-worked .note")).to_contain_text("0.0944")
    expect(page.locator(".st-key-loss")).to_contain_text("0.0944")
    expect(preset).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
    has_come_to_rest(page, (-1.45, -7.82, -3.78))


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "**x**", "=1+1", "clase, «ñ» %"])
def test_a_hostile_name_is_only_a_name(desktop: Any, name: str) -> None:
    page = desktop.go("/softmax?lang=en&z=0,1,-1&y=0")
    dialogs: list[object] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog), dialog.dismiss()))
    field = page.locator(".st-key-logit_bars input.bars-name").first
    field.fill(name)
    field.press("Enter")
    row = page.locator(".numbers tbody tr").first
    expect(row.locator("th")).to_have_text(name)
    expect(page.locator(".st-key-softmax_bars .bars-name").nth(1)).to_have_text(name)
    page.wait_for_url(re.compile("names="))
    page.reload()
    expect(page.locator(".numbers tbody tr").first.locator("th")).to_have_text(name)
    assert not dialogs
    assert page.locator("img[src=x]").count() == 0


def test_a_name_of_300_characters_gets_a_message_and_stays(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=es&z=0,1,-1&y=0")
    field = page.locator(".st-key-logit_bars input.bars-name").first
    field.fill("x" * 300)
    field.press("Enter")
    problem = page.locator(".st-key-logit_bars .bars-problem").first
    expect(problem).to_contain_text("a lo más 40 caracteres")
    expect(field).to_have_value("x" * 300)


def test_a_huge_logit_stretches_the_track_and_can_be_dragged_back(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&z=0,1,-1&y=0")
    fields(page).first.fill("1e308")
    fields(page).first.press("Enter")
    page.wait_for_url(re.compile("z=1e%2B308"))
    bar = sliders(page).first
    expect(bar).to_have_attribute("aria-valuemax", "1e+308")
    grip = Grip(page, bar)
    grip.press(10)
    grip.to(0)
    page.mouse.up()
    page.wait_for_url(lambda url: "1e%2B308" not in url)
    assert abs(state_of(page).z[0]) < 1e307


def hover_a_class(page: Any) -> None:
    expect(sliders(page, "logit_bars")).to_have_count(3)  # they push the table down
    page.locator(".numbers tbody tr").nth(1).hover()


def lit_everywhere(page: Any) -> None:
    for place in (".st-key-logit_bars", ".st-key-softmax_bars", ".st-key-loss", ".numbers"):
        lit = page.locator(f"{place} [data-lit]")
        expect(lit).to_have_count(1)
        expect(lit).to_have_attribute("data-class", "1")


def test_a_class_under_the_pointer_lights_up_everywhere(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&z=0,1,-1&y=0.2,0.3,0.5")
    hover_a_class(page)
    lit_everywhere(page)
    sliders(page, "logit_bars").nth(1).press("ArrowUp")  # all are written anew
    page.wait_for_url(re.compile(r"z=0%2C1\.1%2C-1(&|$)"))
    lit_everywhere(page)


def test_a_pointer_that_came_before_the_script_lights_up_too(desktop: Any) -> None:
    waiting: list[Any] = []
    page = desktop.page
    page.route("**/page_frame.js*", lambda route: waiting.append(route))
    page.goto(desktop.url + "/softmax?lang=en&z=0,1,-1&y=0.2,0.3,0.5")
    # A page whose script does not come shows itself after a while.
    page.locator(".st-key-logit_bars .bars-row").first.wait_for(timeout=20_000)
    hover_a_class(page)
    assert waiting
    for route in waiting:
        route.continue_()
    lit_everywhere(page)


def test_sharing_out_the_target_by_hand(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&z=0,1,-1&y=0.25,0.25,0.5")
    sliders(page, "softmax_bars").nth(2).press("Home")
    page.wait_for_url(re.compile(r"y=0\.5%2C0\.5%2C0(&|$)"))
    expect(page.locator(".parts-words")).to_contain_text("H(y) 0.6931")


def test_the_target_class_is_chosen_by_keys(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&z=0,1,-1&y=0")
    radios = page.locator(".st-key-softmax_bars [type=radio]")
    radios.first.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url(re.compile("y=1(&|$)"))
    expect(radios.nth(1)).to_be_checked()
    expect(page.locator(".st-key-loss")).to_contain_text("0.4076")


@pytest.mark.parametrize("n", [3, 12])
@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_whole_chain_and_the_tabs_are_seen_without_scrolling(
    desktop: Any, n: int, lang: str
) -> None:
    y = ",".join([str(1 / n)] * n)
    page = desktop.go(f"/softmax?lang={lang}&z={','.join('0' * n)}&y={y}")
    tabs = page.locator(".st-key-softmax-tab")
    expect(tabs).to_be_visible()
    box = tabs.bounding_box()
    assert box
    assert box["y"] + box["height"] <= 800
    no_term_is_cut_off(page)


def no_term_is_cut_off(page: Page) -> None:
    formula = page.locator(".st-key-loss .formula")
    assert formula.evaluate("(e) => e.scrollWidth - e.clientWidth") == 0


@pytest.mark.parametrize("tab", TABS)
def test_a_phone_shows_every_panel_without_sideways_scrolling(
    open_page: Callable, tab: str
) -> None:
    page = open_page(PHONE).go(f"/softmax?lang=es&tab={tab}&y=0.2,0.3,0.5")
    expect(page.locator(".st-key-panel")).to_be_visible()
    wide = page.evaluate(
        "() => [document.documentElement, document.querySelector('[data-testid=\"stMain\"]')].map((e) => e.scrollWidth - e.clientWidth)"
    )
    assert wide == [0, 0]
    no_term_is_cut_off(page)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_link_to_a_preset_shows_what_the_sender_saw(desktop: Any, preset: str) -> None:
    page = desktop.go("/softmax?lang=en&tab=download&z=7,8,9")
    place = list(PRESETS).index(preset)
    page.locator(".st-key-softmax-preset button").nth(place).click()
    link = page.locator(".st-key-panel code")
    state = PRESETS[preset]
    expect(link).to_contain_text("z=" + "%2C".join(f"{x:g}" for x in state.z))
    shown = page.locator(".st-key-loss").inner_text()
    address = urlsplit(link.inner_text().strip())
    again = desktop.go(f"{address.path}?{address.query}")
    expect(again.locator(".st-key-loss")).to_have_text(shown, use_inner_text=True)
    assert state_of(again).z == state.z


def test_one_step_downhill_on_the_page(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&tab=gradient&z=0,0&y=0")
    page.get_by_role("button", name="one step").click()
    page.wait_for_url(re.compile(r"z=0\.5%2C-0\.5.*steps=1"))
    expect(page.locator(".st-key-loss")).to_contain_text("0.3133")
    expect(page.locator("[data-check]")).to_contain_text("autograd")
