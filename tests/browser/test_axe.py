"""What can be read: no view breaks a rule of axe, nothing is too pale, high contrast keeps what it must.

``make test-all`` opens every tab in both themes and languages; otherwise each is opened once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from scripts.chromium import DESKTOP, PHONE
from tests.browser.views import ALL, LOOKS, STOPS, VIEWS, go

# What of words drawn in charts is paler than 4.5 to 1 on the page, as WCAG counts it.
PALE = """() => {
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (channels) => channels.slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = numbers(getComputedStyle(document.querySelector(".stApp")).backgroundColor);
  const shown = [...document.querySelectorAll("svg text")].filter((e) => e.textContent.trim() && e.checkVisibility());
  return shown.map((e) => {
    const fill = numbers(getComputedStyle(e).fill);
    let opacity = (fill[3] ?? 1) * getComputedStyle(e).fillOpacity;
    for (let at = e; at; at = at.parentElement) opacity *= getComputedStyle(at).opacity;
    const [a, b] = [fill.map((c, i) => opacity * c + (1 - opacity) * ground[i]), ground].map(light).sort();
    return [e.textContent, (b + 0.05) / (a + 0.05)];
  }).filter(([, contrast]) => contrast < 4.5);
}"""


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {node['target']} {node['failureSummary'][:160]}"
        for v in found
        for node in v["nodes"]
    ]


def pale(page: Page) -> list[str]:
    return [f"{text!r} has a contrast of {contrast:.1f}" for text, contrast in page.evaluate(PALE)]


@pytest.mark.parametrize("options", [DESKTOP, PHONE])
@pytest.mark.parametrize(("scheme", "lang"), LOOKS)
def test_axe_finds_nothing_at_a_stop_and_when_it_is_projected(
    open_page: Callable[..., Any], scheme: str, lang: str, options: dict[str, Any]
) -> None:
    made = open_page(options | {"color_scheme": scheme})
    found = {}
    for view in [f"/?stop={n}{shown}" for n in STOPS for shown in ("", "&present=1")]:
        go(made.page, made.url, view, lang)
        wide = made.page.evaluate(
            "() => document.querySelector('[data-testid=stMain]').scrollWidth > innerWidth"
        )
        if wrong := violations(made.page) + ["it is wider than the screen"] * wide:
            found[view] = wrong
    assert not found


@pytest.mark.parametrize(("scheme", "lang"), LOOKS)
def test_axe_finds_nothing_on_any_tab(
    open_page: Callable[..., Any], scheme: str, lang: str
) -> None:
    # Each view once; with --all-views in each look.
    mine = VIEWS if LOOKS is ALL else VIEWS[LOOKS.index((scheme, lang)) :: len(LOOKS)]
    made = open_page(DESKTOP | {"color_scheme": scheme})
    found = {}
    for view in mine:
        go(made.page, made.url, view, lang)
        if wrong := violations(made.page) + pale(made.page):
            found[view] = wrong
    assert not found, "\n".join(
        f"{view}: {line}" for view, lines in found.items() for line in lines
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_button_of_the_first_rank_can_be_read(open_page: Callable[..., Any], scheme: str) -> None:
    page = open_page(DESKTOP | {"color_scheme": scheme}).go("/softmax?lang=en&stop=5")
    words = page.get_by_role("button", name="Reveal").locator("p")
    color = words.evaluate("(e) => getComputedStyle(e).color")
    assert color == {"light": "rgb(255, 255, 255)", "dark": "rgb(13, 27, 36)"}[scheme]


def test_what_was_answered_is_read_like_what_is_asked(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&tab=quiz&quiz=Ab---")
    colors = [
        page.get_by_text(words, exact=True).first.evaluate("(e) => getComputedStyle(e).color")
        for words in ("nothing", "it falls")
    ]
    assert colors[0] == colors[1]


def test_what_takes_from_a_logit_is_orange_as_the_words_say(desktop: Any) -> None:
    page = desktop.go("/digit?lang=en&tab=layer")
    orange = page.evaluate(
        "() => { const e = document.body.appendChild(document.createElement('i'));"
        " e.style.color = 'var(--c-y)'; return getComputedStyle(e).color; }"
    )
    for place in (".formula .against", ".pushed.against .push"):
        tone = page.locator(place).first.evaluate("(e) => getComputedStyle(e).color")
        assert tone == orange


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bars_and_chosen_tabs_are_seen_in_high_contrast(
    open_page: Callable[..., Any], scheme: str
) -> None:
    made = open_page(DESKTOP | {"forced_colors": "active", "color_scheme": scheme})
    page = made.go("/weather?lang=en")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for place in (".bars-fill", ".area-fill", '[role=radio][aria-checked="true"]'):
        tone = page.locator(place).first.evaluate("(e) => getComputedStyle(e).backgroundColor")
        assert tone not in (ground, "rgba(0, 0, 0, 0)"), place
    # What is paid and what of it is too much are told apart, and the ideal's edge from both.
    paid, excess = (
        page.locator(place).first.evaluate(
            "(e) => getComputedStyle(e).backgroundColor + getComputedStyle(e).backgroundImage"
        )
        for place in (".area-fill", ".area-extra")
    )
    assert paid != excess
    edge = page.locator(".area-ideal").first.evaluate("(e) => getComputedStyle(e).borderTopColor")
    assert edge not in (ground, paid.removesuffix("none"))
    page = made.go("/train?lang=en")
    tools = page.locator(".train-tools button")
    chosen, other = (
        tools.nth(i).evaluate("(e) => getComputedStyle(e).backgroundColor") for i in (0, 1)
    )
    assert chosen != other
