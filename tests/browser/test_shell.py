"""What every page shares, in a real browser: deep links, languages, history, the miniature."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from scripts.chromium import DESKTOP

LECTURE = "/softmax?lang=es&v=1&z=-1.45,-7.82,-3.78&y=0&T=1"


def test_the_first_request_to_a_fresh_server_is_a_spanish_deep_link(
    fresh_server: Callable, open_page: Callable
) -> None:
    page = open_page(url=fresh_server().url).go(LECTURE)
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page).to_have_title("Softmax – softmax interactiva")
    expect(page.get_by_role("link", name="Dígito")).to_be_visible()
    expect(page.locator(".st-key-softmax_bars")).to_contain_text("0,9099")
    expect(page.locator(".st-key-loss")).to_contain_text("0,0944")


@pytest.mark.parametrize(("locale", "word"), [("es-CL", "Clima"), ("en-GB", "Weather")])
def test_without_a_link_the_browser_says_the_language(
    open_page: Callable, locale: str, word: str
) -> None:
    page = open_page(DESKTOP | {"locale": locale}).go("/")
    expect(page.get_by_role("link", name=word).first).to_be_visible()
    assert f"lang={locale[:2]}" in page.url


def test_switching_the_language_keeps_the_state(desktop) -> None:
    page = desktop.go("/softmax?lang=en&z=1,2,3&y=2")
    page.locator(".st-key-language").get_by_text("ES", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator(".st-key-loss")).to_contain_text("0,4076")
    page.wait_for_url(re.compile("lang=es.*z=1%2C2%2C3|z=1%2C2%2C3.*lang=es"))


def test_a_page_is_found_as_it_was_left(desktop) -> None:
    page = desktop.go("/softmax?lang=es&z=1,2,3&y=2")
    page.get_by_role("link", name="Inicio").click()
    expect(page.locator(".st-key-loss")).to_contain_text("0,0944")
    page.get_by_role("link", name="Softmax").first.click()
    expect(page.locator(".st-key-loss")).to_contain_text("0,4076")
    page.wait_for_url(re.compile("z=1%2C2%2C3"))


def test_back_and_forward_win_over_the_hand(desktop) -> None:
    page = desktop.go("/?lang=en&z=2,1,-1&y=0")
    bar = page.locator(".st-key-logit_bars [role=slider]").first
    bar.press("Home")
    page.wait_for_url(re.compile("z=-10%2C1%2C-1"))
    expect(page.locator(".st-key-loss")).to_contain_text("11.1269")
    page.go_back()
    expect(page.locator(".st-key-loss")).to_contain_text("0.3490")
    expect(bar).to_have_attribute("aria-valuenow", "2")
    page.go_forward()
    expect(page.locator(".st-key-loss")).to_contain_text("11.1269")


def test_a_door_leads_to_its_page(desktop) -> None:
    page = desktop.go("/?lang=en")
    page.locator(".st-key-door_weather").click(position={"x": 20, "y": 60})
    page.wait_for_url(re.compile("/weather"))


@pytest.mark.parametrize("path", ["/", "/softmax", "/weather", "/digit", "/train"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_screen_reader_finds_its_way(open_page: Callable, path: str, scheme: str) -> None:
    page = open_page(DESKTOP | {"color_scheme": scheme}).go(path + "?lang=es")
    page.locator("h1").wait_for()
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
    ours = [
        f"{v['id']}: {node['target']} {node['failureSummary'][:200]}"
        for v in found
        for node in v["nodes"]
    ]
    assert not ours, "\n".join(ours)
