"""Everybody finds their way: by eye, by keyboard, by ear, on a small screen and in high contrast.

``ALL_VIEWS=1`` opens every tab in both themes and languages; otherwise each is opened once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, TimeoutError, expect

from scripts.chromium import DESKTOP, PHONE, settle
from ui.digit.state import TABS as DIGIT_TABS
from ui.softmax.state import TABS as SOFTMAX_TABS
from ui.train.state import TABS as TRAIN_TABS
from ui.weather.state import TABS as WEATHER_TABS

TABS = {"softmax": SOFTMAX_TABS, "weather": WEATHER_TABS, "digit": DIGIT_TABS, "train": TRAIN_TABS}
VIEWS = ["/", *(f"/{page}?tab={tab}" for page, tabs in TABS.items() for tab in tabs)]
ALL = [(scheme, lang) for scheme in ("light", "dark") for lang in ("en", "es")]
LOOKS = ALL if os.environ.get("ALL_VIEWS") else [("light", "en"), ("dark", "es")]
STOPS = range(1, 22) if os.environ.get("ALL_VIEWS") else (1, 12, 21)  # one on each kind of page
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
SHIFT = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def go(page: Page, url: str, view: str, lang: str = "en") -> None:
    page.goto(f"{url}{view}{'&' if '?' in view else '?'}lang={lang}")
    settle(page)


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


def test_what_projects_and_shares_covers_no_button_of_the_path(desktop: Any) -> None:
    page = desktop.go("/digit?lang=en&stop=1&present=1")
    leave = page.get_by_role("button", name="Leave the lecture").bounding_box()
    share = page.locator(".st-key-share").bounding_box()
    assert share["y"] > leave["y"] + leave["height"]


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


@pytest.mark.parametrize(("scheme", "lang"), LOOKS)
def test_axe_finds_nothing_on_any_tab(
    open_page: Callable[..., Any], scheme: str, lang: str
) -> None:
    # Each view once; with ALL_VIEWS in each look.
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
            made.page.locator("[data-testid=stMain]").evaluate("(main) => main.scrollTo(0, 0)")
    assert not late


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


def test_what_follows_is_heard_once_the_hand_rests(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en")
    heard = page.locator("[role=status].heard")
    expect(heard).to_have_text("")
    page.locator(".st-key-logit_bars [role=slider]").first.press("Home")
    expect(heard).to_contain_text(re.compile(r"class \d: p = 0\.\d{4}"), timeout=20_000)
    expect(heard).to_contain_text(re.compile(r"loss L \d+\.\d{4} nats"))


def test_a_drawn_digit_and_what_it_costs_are_heard(desktop: Any) -> None:
    page = desktop.go("/digit?lang=en")
    heard = page.locator("[role=status].heard")
    page.locator(".st-key-softmax_bars [type=radio]").nth(7).check()
    expect(heard).to_have_text(re.compile(r"loss L \d+\.\d{4} nats .* bits"), timeout=20_000)
    page.get_by_role("button", name="Examples").click()
    page.get_by_role("radio", name="8", exact=True).click()
    expect(heard).to_contain_text("the network says. 8 p", timeout=20_000)
    expect(heard).to_contain_text("8: p = ")


def test_what_a_probability_changes_is_heard(desktop: Any) -> None:
    page = desktop.go("/weather?lang=en")
    page.locator(".st-key-weather_states [role=slider]").first.press("ArrowRight")
    heard = page.locator("[role=status].heard")
    expect(heard).to_contain_text(re.compile(r"entropy H\(A\) 1\.\d\d"), timeout=20_000)
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
    page = made.go("/softmax?lang=en")
    page.locator(".st-key-worked tbody td").first.evaluate(
        "(cell) => getSelection().selectAllChildren(cell)"
    )
    page.keyboard.press("Control+C")
    page.wait_for_function(
        "async () => (await navigator.clipboard.readText()).trim() === '-1.4500'"
    )


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
    page = made.go("/train?lang=en")
    tools = page.locator(".train-tools button")
    chosen, other = (
        tools.nth(i).evaluate("(e) => getComputedStyle(e).backgroundColor") for i in (0, 1)
    )
    assert chosen != other


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


def test_a_phone_shows_the_keys_that_are_needed_and_does_not_zoom(phone: Any) -> None:
    page = phone.go("/softmax?lang=en")
    z = page.locator(".st-key-logit_bars input.bars-value").first
    assert z.get_attribute("inputmode") == "text", "a logit may have a minus"
    assert float(z.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)")) >= 16
    page = phone.go("/weather?lang=en")
    word = page.locator(".st-key-weather_states input[data-column=code]").first
    assert word.get_attribute("inputmode") == "numeric"


def test_a_phone_shows_that_there_are_more_tabs(phone: Any) -> None:
    page = phone.go("/softmax?lang=es")
    tabs = page.locator(".st-key-softmax_tabs").get_by_role("radio")
    edges = tabs.evaluate_all("(all) => all.map((e) => e.getBoundingClientRect().right)")
    assert len(edges) == len(SOFTMAX_TABS)
    assert max(edges) <= PHONE["viewport"]["width"]


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


def test_a_phone_on_its_side_has_logits_p_and_loss_in_sight(open_page: Callable[..., Any]) -> None:
    made = open_page(PHONE | {"viewport": {"width": 844, "height": 390}})
    page = made.go("/softmax?lang=en")
    for place in (".st-key-logit_bars", ".st-key-softmax_bars", ".st-key-loss .loss"):
        box = page.locator(place).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 390, place


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


@pytest.mark.parametrize(("path", "name"), [("/digit?lang=en", "Examples"), ("/?lang=en", "Share")])
def test_tab_goes_into_an_open_panel_and_back_to_its_button(
    desktop: Any, path: str, name: str
) -> None:
    page = desktop.go(path)
    opener = page.get_by_test_id("stPopoverButton").filter(has_text=name)
    opener.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_test_id("stPopoverBody")
    expect(panel.locator("button").first).to_be_visible()
    settle(page)
    page.keyboard.press("Tab")
    expect(panel.locator(":focus")).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    expect(opener).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(opener).to_be_focused()
