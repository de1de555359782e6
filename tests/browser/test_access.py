"""Everybody finds their way: by keyboard, by ear, with the Back button, with what they copy."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from scripts.chromium import DESKTOP, settle
from tests.browser.pen import draw


def test_what_follows_is_heard_once_the_hand_rests(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en")
    heard = page.locator("[role=status].heard")
    expect(heard).to_have_text("")
    page.locator(".st-key-logit_bars [role=slider]").first.press("Home")
    expect(heard).to_contain_text(re.compile(r"class \d: p = 0\.\d{4}"), timeout=20_000)
    expect(heard).to_contain_text(re.compile(r"loss L \d+\.\d{4} nats"))


def test_the_class_that_the_loss_is_of_is_heard_with_its_probability(desktop: Any) -> None:
    page = desktop.go("/train?lang=en")
    page.get_by_role("button", name="one step").click()
    heard = page.locator("[role=status].heard")
    rows = page.locator(".st-key-softmax_bars .bars-row[data-target]")
    expect(heard).to_contain_text(
        re.compile(r"class 3: p = 0\.\d{4}\. class 1: y = 1, p = 0\.\d{4}\. loss L")
    )
    expect(rows).to_have_count(1)


def test_layers_are_added_and_taken_away_by_the_same_key(desktop: Any) -> None:
    page = desktop.go("/train?lang=en")
    fewer, more = (
        page.get_by_role("button", name=f"hidden layers: {what}") for what in ("fewer", "more")
    )
    fewer.focus()
    for layers in (1, 0):
        page.keyboard.press("Enter")
        expect(page.locator(".train-widths input")).to_have_count(layers)
    expect(more).to_be_focused()  # there is nothing to take away any more
    for layers in (1, 2):
        page.keyboard.press("Enter")
        expect(page.locator(".train-widths input")).to_have_count(layers)
        expect(more).to_be_focused()
    page.wait_for_url(lambda url: "net=16%2C16" in url or "net=" not in url)
    expect(more).to_be_focused()


def test_a_class_that_comes_is_heard(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&z=2,1&y=0")
    page.get_by_role("button", name="class", exact=False).last.click()
    heard = page.locator("[role=status].heard")
    expect(heard).to_contain_text("class 1, class 2, class 3", timeout=20_000)


def test_a_drawn_digit_and_what_it_costs_are_heard(desktop: Any) -> None:
    page = desktop.go("/digit?lang=en")
    heard = page.locator("[role=status].heard")
    page.locator(".st-key-softmax_bars [type=radio]").nth(7).check()
    expect(heard).to_have_text(re.compile(r"loss L \d+\.\d{4} nats .* bits"), timeout=20_000)
    page.get_by_role("button", name="Examples").click()
    page.get_by_role("radio", name="8", exact=True).click()
    expect(heard).to_contain_text("the network says. 8 p", timeout=20_000)
    expect(heard).not_to_contain_text("8: p = ")  # p is said once
    page.get_by_role("button", name="Clear").click()
    expect(heard).to_contain_text("Nothing drawn, nothing predicted")
    expect(heard).to_contain_text("No drawing, no loss")


def test_what_is_no_digit_is_heard_to_be_none(desktop: Any) -> None:
    page = desktop.go("/digit?lang=en&blank=1")
    draw(
        page,
        [
            np.array(
                [
                    [0.0, 0.0],
                    [40.0, 90.0],
                    [90.0, 10.0],
                    [10.0, 60.0],
                    [95.0, 70.0],
                    [20.0, 5.0],
                    [50.0, 99.0],
                ]
            )
        ],
    )
    expect(page.locator(".st-key-prediction .doubt")).to_be_visible()
    expect(page.locator("[role=status].heard")).to_contain_text("This does not look like a digit")


def test_what_a_probability_changes_is_heard(desktop: Any) -> None:
    page = desktop.go("/weather?lang=en")
    page.locator(".st-key-weather_states [role=slider]").first.press("ArrowRight")
    heard = page.locator("[role=status].heard")
    expect(heard).to_contain_text(re.compile(r"bits per day: my code 2\.\d\d"), timeout=20_000)
    expect(heard).not_to_contain_text("fixed")  # nor what of a list stays
    expect(heard).not_to_contain_text("loss")  # it stays


def test_data_sets_are_one_group_of_choices(desktop: Any) -> None:
    page = desktop.go("/train?lang=en")
    page.get_by_label("weight decay").focus()
    page.keyboard.press("Tab")
    focused = "document.activeElement.innerText"
    assert page.evaluate(focused) == "spiral"
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("data=blobs"))
    expect(page.get_by_role("radio", name="clouds")).to_be_checked()
    expect(page.get_by_role("radio", name="clouds")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SELECT"
    expect(page.get_by_role("slider", name="points of each")).to_be_visible()
    expect(page.get_by_role("button", name="hidden layers: more")).to_be_visible()


def test_tab_enters_a_group_at_the_chosen_one(desktop: Any) -> None:
    page = desktop.go("/weather?lang=en&tab=antenna")
    page.locator(".st-key-weather_states [role=slider]").last.focus()
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.role") == "radio":
            break
    assert page.evaluate("document.activeElement.innerText") == "Antenna"


def test_tab_goes_from_the_language_to_share_and_stops_at_no_formula(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en")
    page.get_by_role("radio", name="EN", exact=True).focus()
    stops = []
    for _ in range(30):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.innerText ?? ''"))
    assert "Share" in stops[0]
    assert not [words for words in stops if words.startswith("L =")]


def test_streamlits_own_words_follow_the_language(desktop: Any) -> None:
    page = desktop.go("/weather?lang=es&tab=data")
    expect(page.get_by_role("navigation", name="Páginas")).to_be_visible()
    expect(page.get_by_role("link", name="Ir al contenido")).to_have_count(1)
    expect(page.get_by_role("button", name="Subir archivo")).to_be_visible()
    expect(page.get_by_text("MB por archivo")).to_be_visible()
    page.get_by_role("radio", name="EN", exact=True).click()
    expect(page.get_by_role("button", name="Upload")).to_be_visible()
    expect(page.get_by_text("MB per file")).to_be_visible()
    expect(page.get_by_role("navigation", name="Pages", exact=True)).to_be_visible()


def test_focus_is_seen_on_cards_and_navigation(desktop: Any) -> None:
    page = desktop.go("/?lang=en")
    places = {"[class*=st-key-door_] a", "header a"}
    for _ in range(40):
        page.keyboard.press("Tab")
        for place in list(places):
            if page.evaluate("(place) => document.activeElement.matches(place)", place):
                page.wait_for_function(
                    "() => getComputedStyle(document.activeElement).outlineStyle === 'solid'"
                )
                places.remove(place)
    assert not places


def test_copied_numbers_are_numbers(open_page: Callable[..., Any]) -> None:
    made = open_page(DESKTOP | {"permissions": ["clipboard-read", "clipboard-write"]})
    for path, cell, copied in (
        ("/softmax?lang=en", ".st-key-worked tbody tr:first-child td >> nth=0", "-1.4500"),
        ("/weather?lang=en&tab=blocks", ".st-key-panel tbody tr:last-child td >> nth=0", "1953125"),
    ):
        page = made.go(path)
        page.locator(cell).evaluate("(cell) => getSelection().selectAllChildren(cell)")
        page.keyboard.press("Control+C")
        page.wait_for_function(
            "async (copied) => (await navigator.clipboard.readText()).trim() === copied", arg=copied
        )


def test_a_link_without_language_costs_no_press_of_back(desktop: Any) -> None:
    page = desktop.page
    page.goto("about:blank")
    desktop.go("/softmax")
    page.wait_for_url(re.compile("lang=en"))
    page.go_back()
    assert page.url == "about:blank"


def test_back_after_the_menu_leads_where_one_was(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&z=1,2,3&y=2")
    page.get_by_role("link", name="Start").click()
    expect(page.locator(".st-key-door_weather")).to_be_visible()
    page.get_by_role("link", name="Softmax").first.click()
    page.wait_for_url(re.compile("z=1%2C2%2C3"))
    page.go_back()
    expect(page.locator(".st-key-door_weather")).to_be_visible()


@pytest.mark.parametrize(("path", "name"), [("/digit?lang=en", "Examples"), ("/?lang=en", "Share")])
def test_tab_goes_into_an_open_panel_and_back_to_its_button(
    desktop: Any, path: str, name: str
) -> None:
    page = desktop.go(path)
    opener = page.get_by_test_id("stPopoverButton").filter(has_text=name)
    opener.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_test_id("stPopoverBody")
    expect(panel.locator("button:visible").first).to_be_visible()
    settle(page)
    page.keyboard.press("Tab")
    expect(panel.locator(":focus")).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    expect(opener).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(opener).to_be_focused()


def test_a_panel_closes_when_tab_leaves_it_and_the_focus_goes_on(desktop: Any) -> None:
    page = desktop.go("/?lang=en")
    page.get_by_test_id("stPopoverButton").filter(has_text="Share").focus()
    page.keyboard.press("Enter")
    panel = page.get_by_test_id("stPopoverBody")
    last = panel.get_by_role("button", name="Print")
    expect(last).to_be_visible()
    settle(page)
    last.focus()
    page.keyboard.press("Tab")
    expect(panel).to_have_count(0)
    settle(page)
    expect(page.locator(".st-key-logit_bars [role=slider]").first).to_be_focused()


@pytest.mark.parametrize(
    ("path", "fewer", "more"),
    [("/softmax", "− class", "+ class"), ("/weather", "− state", "+ state")],
)
def test_a_button_that_is_spent_keeps_the_focus_in_its_place(
    desktop: Any, path: str, fewer: str, more: str
) -> None:
    page = desktop.go(f"{path}?lang=en&" + ("z=1,2,3" if path == "/softmax" else "p=0.5,0.3,0.2"))
    button = page.get_by_role("button", name=fewer)
    rows = page.locator(".bars").first.locator(".bars-row[data-class]")
    button.focus()
    page.keyboard.press("Space")
    expect(button).to_be_disabled()
    expect(page.locator(":focus")).to_have_text(fewer)
    page.keyboard.press("Space")  # one press too many brings nothing back
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=more)).to_be_focused()
    expect(rows).to_have_count(2)


def test_what_came_for_a_button_has_its_focus(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&tab=quiz")
    page.get_by_role("radio", name="nothing", exact=True).focus()
    page.keyboard.press("Space")
    reveal = page.get_by_role("button", name="reveal").first
    expect(reveal).to_be_enabled()
    reveal.press("Enter")
    expect(page.locator("[data-answer='0']")).to_be_focused()
    page = desktop.go("/weather?lang=en&tab=text")
    page.get_by_role("button", name="Try an example").press("Enter")
    expect(page.locator("[data-cheaper]")).to_be_focused()


def test_a_link_to_another_page_leaves_the_focus_to_its_title(desktop: Any) -> None:
    page = desktop.go("/?lang=en")
    page.get_by_role("link", name="The lecture, from the first").press("Enter")
    title = page.get_by_role("heading", level=1)
    expect(title).to_contain_text("Draw a digit")
    expect(title).to_be_focused()


def test_bars_are_a_table_with_names_for_rows_and_columns(desktop: Any) -> None:
    page = desktop.go("/weather?lang=en")
    row = page.get_by_role("table").first.get_by_role("row").nth(1)
    expect(row.get_by_role("rowheader").get_by_role("textbox")).to_have_value("sunny")
    cells = 10
    expect(row.get_by_role("cell")).to_have_count(cells)
    expect(page.get_by_role("table").first.get_by_role("columnheader")).to_have_count(cells)
    expect(row.get_by_role("cell").nth(5)).to_have_text("4.00")  # 1/p
    row = page.locator(".st-key-softmax_bars").get_by_role("row", name="sunny")
    expect(row.get_by_role("rowheader")).to_have_text("sunny")


def test_a_mistake_is_heard_where_it_was_made_and_once(desktop: Any) -> None:
    page = desktop.go("/weather?lang=en")
    more, alerts = page.get_by_role("button", name="+ state"), page.get_by_role("alert")
    for n in (6, 7):
        more.press("Enter")
        expect(
            page.get_by_role("textbox", name=f"my code, state {n}")
        ).to_have_accessible_description(f"my code: codeword {n} is empty")
    expect(alerts).to_have_count(0)  # nobody did anything wrong
    sunny, cloudy = (page.get_by_role("textbox", name=f"my code, {s}") for s in ("sunny", "cloudy"))
    sunny.fill("0")
    sunny.press("Enter")
    clash = "a reader cannot tell them apart"
    expect(alerts).to_have_text(re.compile(f"“cloudy” too: {clash}"))
    expect(cloudy).to_have_accessible_description(re.compile(f"“sunny” too: {clash}"))
    field = page.get_by_role("textbox", name="p in city A, sunny")
    field.fill("x")
    field.press("Enter")
    expect(alerts).to_have_text(re.compile(f"{clash} · p in city A: “x” is not a number"))
    expect(alerts).to_have_attribute("aria-atomic", "false")


def test_the_antenna_is_heard(desktop: Any) -> None:
    page = desktop.go("/weather?lang=en&tab=antenna")
    heard = page.locator("[role=status].heard")
    for label, typed, said in (
        ("days", "50", r"50 days took \d+ bits"),
        ("Days to encode", "sunny, rain", "2 days, 8 bits: 11001101"),
        ("Bits to decode", "100", "partly cloudy, cloudy"),
    ):
        field = page.get_by_role("textbox", name=label, exact=label == "days")
        field.fill(typed)
        field.press("Enter")
        expect(heard).to_contain_text(re.compile(said))


def test_a_message_describes_its_field_and_enter_stays_in_it(desktop: Any) -> None:
    page = desktop.go("/?lang=en")
    field = page.locator(".st-key-logit_bars input.bars-value").first
    field.fill("abc")
    field.press("Enter")
    expect(field).to_have_accessible_description("“abc” is not a number")
    expect(field).to_be_focused()
    field.fill("1")
    field.press("Enter")
    expect(field).to_have_accessible_description("")


def test_the_paper_is_no_stop_of_the_tab_key(desktop: Any) -> None:
    page = desktop.go("/digit?lang=en")
    paper = page.locator(".st-key-canvas .dc-scroll")
    expect(paper).to_have_attribute("tabindex", "-1")


def test_a_name_is_asked_for_in_the_language_that_was_changed_to(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=es")
    expect(page.get_by_label("Nombre de la clase 1").first).to_be_visible()
    page.get_by_role("radio", name="EN", exact=True).click()
    expect(page.get_by_label("Name of class 1").first).to_be_visible()


def test_a_verdict_that_comes_below_the_window_is_scrolled_to(open_page: Any) -> None:
    page = open_page({"viewport": {"width": 1366, "height": 768}}).go("/softmax?lang=en&tab=quiz")
    page.get_by_role("radio", name="ln 4", exact=True).focus()
    page.keyboard.press("Space")
    reveal = page.get_by_role("button", name="reveal").nth(2)
    expect(reveal).to_be_enabled()
    settle(page)
    reveal.evaluate(
        "button => { const main = document.querySelector('[data-testid=stMain]');"
        " main.scrollTop += button.getBoundingClientRect().bottom - innerHeight + 4; }"
    )  # the button is the last that is in sight
    reveal.click()
    verdict = page.locator("[data-answer='2']")
    expect(verdict).to_be_focused()
    expect(verdict).to_be_in_viewport(ratio=0.99)
