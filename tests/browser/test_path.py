"""The lecture's path and the Share control, in a real browser: keys, history, live answers, access."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from scripts.chromium import DESKTOP, PHONE, settle
from tests.browser.between import Between, is_end
from ui.lecture.stops import STOPS

LAST = len(STOPS)
PROJECTOR = {"viewport": {"width": 1024, "height": 768}}


def query(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def stop_is(page: Page, number: int, revealed: bool) -> None:
    """Wait until the page is at a stop, with or without its answer."""
    page.wait_for_function(
        """([number, revealed]) => {
            const query = new URLSearchParams(location.search);
            return query.get("stop") === number && (query.get("reveal") === "1") === revealed;
        }""",
        arg=[str(number), revealed],
    )
    expect(page.locator(".path-place")).to_have_text(f"{number} of {LAST}")
    expect(page.locator(".path-answer")).to_have_count(1 if revealed else 0)
    settle(page)


def broken_rules(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
    return [
        f"{v['id']}: {n['target']} {n['failureSummary'][:200]}" for v in found for n in v["nodes"]
    ]


def opened(made: Any, path: str) -> Page:
    """Open a path, and wait until its bar hears keys."""
    page: Page = made.go(path)
    page.locator("[data-keys]").wait_for(state="attached")
    return page


def answer_by_keys(page: Page, number: int) -> None:
    """Type or choose an answer at three of the stops."""
    if number in ANSWERS:
        page.get_by_label("Your prediction").focus()
        page.keyboard.type(ANSWERS[number])
    elif number == 4:
        page.locator(".st-key-path_answer input[type=radio]").first.focus()
        page.keyboard.press("ArrowDown")
        page.wait_for_url(re.compile("guess=1"))


ANSWERS = {2: "1.9", 5: "0.8; 0.1; 0.1"}
VERDICTS = {2: "You predicted 1.9; it is 1.8808", 4: "That is right", 5: "costs 0.5"}


def test_the_whole_path_by_keys_and_back_to_ones_own_work(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&z=1,2,3&y=2&names=a,b,c")
    page.get_by_role("link", name="Start").click()
    door = page.get_by_role("link", name="The lecture, from the first slide to the last")
    door.focus()
    page.keyboard.press("Enter")
    page.locator("[data-keys]").wait_for(state="attached")  # the bar hears keys
    broken = []
    for number in range(1, LAST + 1):
        stop_is(page, number, False)
        answer_by_keys(page, number)
        page.keyboard.press("PageDown")
        stop_is(page, number, True)
        if number in VERDICTS:
            expect(page.locator(".path-verdict")).to_contain_text(VERDICTS[number])
        broken += [f"{number}: {rule}" for rule in broken_rules(page)]
        page.keyboard.press("PageDown")
    assert not broken, "\n".join(broken)
    stop_is(page, LAST, True)  # after the last there is nowhere to go
    page.keyboard.press("PageUp")
    stop_is(page, LAST - 1, True)
    page.get_by_role("button", name="Leave the lecture").press("Enter")
    page.wait_for_url(re.compile("z=1%2C2%2C3"))
    expect(page.locator(".st-key-path")).to_have_count(0)
    settle(page)  # until the run is over, the panel of the stop stands beside one's own
    expect(page.locator(".st-key-loss")).to_contain_text("0.4076")
    page.go_back()
    stop_is(page, LAST - 1, True)
    page.go_back()
    stop_is(page, LAST, True)


def test_enter_reveals_what_was_predicted_and_not_what_cannot_be_read(desktop: Any) -> None:
    page = opened(desktop, "/softmax?lang=en&stop=2")
    field = page.get_by_label("Your prediction")
    field.press("Enter")
    field.fill("about two")
    field.press("Enter")
    expect(page.locator(".path-problem")).to_contain_text("is not a number")
    stop_is(page, 2, False)
    field.fill("1,88")
    field.press("Enter")
    stop_is(page, 2, True)
    expect(page.locator(".path-verdict")).to_contain_text("You predicted 1.88; it is 1.8808")


def test_who_left_the_path_has_the_keys_back_at_once(desktop: Any) -> None:
    page = opened(desktop, "/softmax?lang=en&stop=6")
    page.keyboard.press("PageDown")
    stop_is(page, 6, True)
    page.get_by_role("button", name="Leave the lecture").click()
    page.wait_for_function("() => !location.search.includes('stop=')")
    page.locator(".st-key-path_keys").wait_for(state="detached")
    assert page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true, cancelable: true, composed: true }))"
    ), "the page scrolls by it"


def test_back_is_no_trap_after_a_link_with_another_pages_stop(desktop: Any) -> None:
    page = desktop.page
    page.goto("about:blank")
    desktop.go("/softmax?lang=en&stop=10")
    stop_is(page, 10, False)
    assert urlsplit(page.url).path == "/weather"
    page.go_back()
    assert page.url == "about:blank"


def test_who_opened_a_stop_by_its_link_goes_on_to_another_page_and_stays_there(
    desktop: Any,
) -> None:
    page = desktop.page
    with page.expect_websocket() as socket:
        desktop.go(f"/?lang=en&stop={LAST - 1}")
    stop_is(page, LAST - 1, False)
    page.get_by_role("button", name="Forward").click()
    stop_is(page, LAST, False)
    opened: list[str] = []
    page.on("framenavigated", lambda frame: opened.append(urlsplit(frame.url).path))
    rests = b'"event":"rest"'  # the network's word, a moment after it was trained
    with socket.value.expect_event("framesent", lambda sent: rests in bytes(sent)):
        page.get_by_role("button", name="one step").click()
    page.get_by_role("button", name="Reveal").click()
    stop_is(page, LAST, True)
    assert set(opened) == {"/train"}


@pytest.mark.parametrize(
    ("typed", "said"), [("1.9", "You predicted 1.9"), ("abc", "“abc” is not a number")]
)
def test_what_was_typed_last_counts_when_reveal_is_pressed_before_its_answer_came(
    desktop: Any, typed: str, said: str
) -> None:
    between = Between(desktop.page)
    page = opened(desktop, "/?lang=en&stop=2")
    page.get_by_label("Your prediction").focus()
    page.keyboard.type(typed)
    between.closed = True
    page.keyboard.press("Tab")  # Streamlit hears what was typed
    while not any(map(is_end, between.waiting)):
        page.wait_for_timeout(10)  # lets the page speak
    said_before = between.said
    page.get_by_role("button", name="Reveal").click()
    while between.said == said_before or len([*filter(is_end, between.waiting)]) < 2:
        page.wait_for_timeout(10)
    between.open()
    settle(page)
    expect(page.locator(".st-key-path")).to_contain_text(said)
    expect(page.locator(".path-answer")).to_have_count(0 if typed == "abc" else 1)


def test_an_answer_is_heard_when_it_is_revealed(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&stop=4")
    page.get_by_role("button", name="Reveal").click()
    expect(page.locator("[role=status].heard")).to_contain_text("Scores, called logits")


def test_a_stop_is_heard_with_its_place_and_title_and_the_focus_is_never_lost(desktop: Any) -> None:
    page = opened(desktop, "/softmax?lang=en&stop=20&reveal=1")
    forward = page.get_by_role("button", name="Forward")
    forward.press("Enter")
    expect(page.locator("[role=status].heard")).to_contain_text(re.compile(r"21 of 21\. .+\. .+"))
    title = page.get_by_role("heading", name=page.locator(".path-title").inner_text())
    expect(title).to_be_visible()
    expect(forward).to_be_disabled()
    focused = page.locator(":focus")
    expect(focused).to_contain_text("Forward")  # in its place: a press too many does nothing
    page.get_by_role("radio", name="the logits z").press("Space")
    page.get_by_role("button", name="Reveal").press("Enter")
    expect(page.locator(".path-answer")).to_be_visible()
    expect(focused).to_contain_text("Forward")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-path")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_it_is_heard_when_a_goal_is_reached(desktop: Any) -> None:
    page = opened(desktop, "/weather?lang=en&stop=12")
    heard = page.locator("[role=status].heard")
    codes = page.locator(".st-key-weather_states input[data-column=code]")
    for row, word in ((4, "1111"), (3, "1110")):
        codes.nth(row).fill(word)
        codes.nth(row).press("Enter")
    for row, word, said in ((0, "10", "“10” appears twice"), (2, "110", "It holds. 1.95 bits")):
        codes.nth(row).fill(word)
        codes.nth(row).press("Enter")
        expect(heard).to_contain_text(said)


@pytest.mark.parametrize(
    ("path", "bars"), [("/softmax?stop=6", "logit_bars"), ("/weather?stop=13", "weather_states")]
)
def test_the_way_back_to_the_lectures_numbers_comes_with_the_first_move(
    desktop: Any, path: str, bars: str
) -> None:
    page = opened(desktop, path + "&lang=en&reveal=1")
    back = page.get_by_role("button", name="As in the lecture")
    expect(back).to_have_count(0)
    slider = page.locator(f".st-key-{bars} [role=slider]").first
    before = slider.get_attribute("aria-valuenow")
    slider.press("Home")
    expect(back).to_be_visible()
    back.click()
    expect(back).to_have_count(0)
    expect(slider).to_have_attribute("aria-valuenow", str(before))


def test_the_last_stop_is_heard_too_where_a_network_is_trained(desktop: Any) -> None:
    page = opened(desktop, "/softmax?lang=en&stop=20&reveal=1")
    page.keyboard.press("PageDown")
    heard = page.locator("[role=status].heard")
    expect(heard).to_contain_text("torch.nn.functional.cross_entropy")  # once the page rests
    page.keyboard.press("PageDown")
    expect(heard).to_contain_text("cross_entropy takes logits")


def test_a_clicker_that_sends_ten_keys_a_second_loses_none(desktop: Any) -> None:
    page = opened(desktop, "/digit?lang=en&stop=1")
    expect(page.locator(".path-place")).to_be_visible()
    for _press in range(24):
        page.keyboard.press("PageDown")
        page.wait_for_timeout(100)  # the hand's own speed: nothing is waited for
    stop_is(page, 13, False)
    for _press in range(5):
        page.keyboard.press("PageUp")
    page.wait_for_url(re.compile("stop=8"))


def test_arrows_belong_to_the_bar_under_the_hand(desktop: Any) -> None:
    page = opened(desktop, "/softmax?lang=en&stop=6")
    slider = page.locator(".st-key-logit_bars [role=slider]").first
    slider.press("ArrowRight")
    page.wait_for_url(re.compile("z=-1.35"))
    assert query(page)["stop"] == "6"
    page.locator(".path-title").click()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowRight")
    stop_is(page, 6, True)


def test_a_goal_is_told_while_the_hand_moves(desktop: Any) -> None:
    page = opened(desktop, "/softmax?lang=en&stop=6")
    expect(page.locator(".path-goal")).to_contain_text("Not yet.")
    for slider in page.locator(".st-key-logit_bars [role=slider]").all():
        slider.press("Home")
    page.wait_for_url(re.compile("z=-10%2C-10%2C-10"))
    expect(page.locator(".path-goal")).to_contain_text("It holds.")


def test_what_is_covered_is_nowhere_in_the_page_while_a_hand_moves(desktop: Any) -> None:
    page = opened(desktop, "/softmax?lang=en&stop=5")
    answers: list[str] = []
    page.on("response", lambda r: answers.append(r.text()) if "/live/" in r.url else None)
    page.locator(".st-key-logit_bars [role=slider]").first.press("ArrowRight")
    page.wait_for_url(re.compile("z=-1.35"))
    expect(page.locator(".st-key-loss")).to_contain_text("Covered until you reveal")
    told = page.content() + "".join(answers)
    for number in ("0.9178", "0.0808", "0.2592"):  # p and e^z of where the hand is
        assert number not in told
    page.get_by_role("button", name="Reveal").click()
    expect(page.locator(".st-key-softmax_bars")).to_contain_text("0.9178")


def test_a_browser_without_storage_walks_too(desktop: Any) -> None:
    desktop.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no storage'); } });"
    )
    page = opened(desktop, "/softmax?lang=en&stop=5")
    page.keyboard.press("PageDown")
    stop_is(page, 5, True)


def open_share(page: Page) -> None:
    page.locator(".st-key-share button").first.click()
    expect(page.locator("[data-testid=stPopoverBody] img.qr")).to_be_visible()


def test_share_builds_the_link_hides_and_gives_the_notebook(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&z=1,2,3&y=2")
    open_share(page)
    assert not broken_rules(page)
    page.get_by_role("button", name="tabs", exact=True).click()
    page.wait_for_url(re.compile("hide=tabs"))
    link = page.locator("[data-testid=stPopoverBody] code").first
    expect(link).to_contain_text("hide=tabs")
    assert "z=1,2,3" in link.inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as notebook").click()
    file = nbformat.reads(download.value.path().read_text(encoding="utf-8"), as_version=4)
    nbformat.validate(file)
    assert "[1.0, 2.0, 3.0]" in json.dumps(file)
    again = desktop.go(urlsplit(link.inner_text())._replace(scheme="", netloc="").geturl())
    expect(again.locator(".st-key-loss")).to_contain_text("0.4076")
    expect(again.get_by_role("radio", name="Gradient")).to_have_count(0)


def test_print_takes_the_page_its_link_and_its_code_along(desktop: Any) -> None:
    page = desktop.go("/softmax?lang=en&z=1,2,3&y=2")
    page.evaluate("window.print = () => { window.printed = true; }")
    open_share(page)
    page.get_by_role("button", name="Print").click()
    page.wait_for_function("window.printed === true")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".st-key-printed img.qr")).to_be_visible()
    expect(page.locator(".st-key-printed p")).to_contain_text("z=1,2,3")
    expect(page.locator(".st-key-loss")).to_be_visible()
    code, loss = (
        page.locator(place).first.bounding_box()["y"]
        for place in (".st-key-printed img.qr", ".st-key-loss")
    )
    assert code > loss, "the code stands below what it leads to"
    for gone in (".st-key-softmax-preset", ".st-key-share", "[data-testid=stHeader]"):
        expect(page.locator(gone).first).to_be_hidden()


@pytest.mark.parametrize("size", [PROJECTOR, PHONE])
@pytest.mark.parametrize("path", ["/softmax?stop=8&reveal=1", "/weather?stop=11", "/digit?stop=1"])
def test_what_is_projected_fits_and_every_hidden_control_is_gone(
    open_page: Any, size: dict[str, Any], path: str
) -> None:
    page = open_page(DESKTOP | size).go(path + "&lang=en&present=1")
    expect(page.locator(".path-text")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not broken_rules(page)
    expect(page.get_by_role("link", name="Weather")).to_have_count(0)
    expect(page.locator(".st-key-language")).to_be_hidden()
