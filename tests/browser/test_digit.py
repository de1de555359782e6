"""The digit page in Chromium: pen, tools, other ways in, and the tabs under a hand."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, TimeoutError, expect

from benchmarks.far_away import far_away
from core.digits import example_drawings, load_model, logits, preprocess_strokes, raster
from core.digits.perturbations import rotate
from scripts.chromium import DESKTOP, PHONE, TABLET, settle
from scripts.server import AppServer
from tests.browser.between import PEN, STREAMLIT, Between
from tests.browser.pen import corner, draw, on_canvas, says, strokes_in, touch
from ui.language.numbers import MINUS
from ui.link.stroke_text import read_strokes, write_strokes

INK = {d: write_strokes(on_canvas(strokes)) for d, strokes in example_drawings().items()}
FIRST_MS = 30_000  # a tab opened for the first time may still fetch its part of Streamlit
TABS = {
    "Three networks": ".st-key-networks .bars",
    "The last layer": ".layer-table td",
    "What matters": ".st-key-harm .lines",
    "Watch it learn": ".st-key-curves .js-plotly-plot",
    "Preprocessing": ".st-key-variant_strokes .bars",
    "What if": ".st-key-whatif .flip",
}


# Of all that scrolls: the page lies in a box of Streamlit's, and what is too wide makes that one scroll.
FITS_A_PHONE = """() => Math.max(document.documentElement.scrollWidth,
    document.querySelector('[data-testid="stMain"]').scrollWidth) <= 390"""


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name)


def loss(page: Page) -> float:
    """The loss in nats, as the page shows it."""
    return float(page.locator(".st-key-loss .loss b").first.inner_text())


TEXTS = """(rows, nth) => [...rows].map((row) => {
    const cell = row.querySelectorAll('.bars-value')[nth];
    return cell.value ?? cell.textContent;
})"""
SAME_LOGITS = f"""(places) => {{
    const rows = (place) => document.querySelectorAll(place + ' .bars-row:not(.bars-head)');
    const [one, other] = places.map((place) => ({TEXTS})(rows(place), 0).join());
    return one && one === other;
}}"""


def texts(bars: Locator, nth: int) -> list[str]:
    """What stands in one column of bars, row by row; fields or text."""
    return bars.locator(".bars-row:not(.bars-head)").evaluate_all(TEXTS, nth)


def picture_of(digit: int) -> bytes:
    """A photograph, dark ink on light paper, with a shadow across it."""
    ink = raster(on_canvas(example_drawings()[digit]), 280, 280, pen_width=20)
    shadow = np.linspace(0.85, 1.0, 280)[:, None]
    file = io.BytesIO()
    grey = Image.fromarray(np.uint8(255 * shadow * (1 - 0.8 * ink)))
    grey.resize((640, 640)).save(file, "JPEG")
    return file.getvalue()


def upload(page: Page, name: str, mime: str, content: bytes) -> None:
    button(page, "Picture").click()
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": mime, "buffer": content}
    )


def test_undo_takes_one_stroke_and_clear_takes_all(desktop) -> None:
    page = desktop.go("/digit?lang=en")
    draw(page, example_drawings()[4])
    page.wait_for_url(lambda url: strokes_in(url) == len(example_drawings()[4]))
    says(page, 4)
    settle(page)
    whole = texts(page.locator(".st-key-softmax_bars .bars"), 0)
    button(page, "Undo").click()
    page.wait_for_url(lambda url: strokes_in(url) == len(example_drawings()[4]) - 1)
    expect(page.locator(".st-key-softmax_bars")).not_to_contain_text(whole[4])
    page.go_back()
    expect(page.locator(".st-key-softmax_bars")).to_contain_text(whole[4])
    button(page, "Clear").click()
    expect(page.locator(".st-key-prediction")).to_contain_text("Nothing drawn")
    assert strokes_in(page.url) == 0
    settle(page)
    draw(page, example_drawings()[1])
    says(page, 1)


# The pen's listeners hear of it, and the canvas does not.
UNKEPT = """() => {
    const area = document.querySelector(".st-key-canvas"), box = area.getBoundingClientRect();
    const at = (type, x, y, on) => on.dispatchEvent(new MouseEvent(type, { clientX: box.left + x, clientY: box.top + y }));
    at("mousedown", 140, 40, area);
    for (let y = 40; y < 240; y += 4) at("mousemove", 140, y, window);
    at("mouseup", 140, 240, window);
}"""


def test_a_stroke_that_the_canvas_did_not_keep_is_shown_no_longer(desktop) -> None:
    page = desktop.go("/digit?lang=en&blank=1")
    answer = page.locator(".st-key-prediction .answer b")
    for _ in range(3):  # a busy server may leave one live question unanswered
        page.evaluate(UNKEPT)
        try:
            answer.wait_for(timeout=4000)
            break
        except TimeoutError:
            continue
    expect(answer).to_have_count(1)
    expect(page.locator(".st-key-prediction")).to_contain_text("Nothing drawn", timeout=10_000)
    assert strokes_in(page.url) == 0


def test_a_late_live_answer_does_not_undo_what_the_whole_drawing_is_taken_for(desktop) -> None:
    """The answer to half a stroke comes amid the parts that Streamlit draws of the whole one."""
    page = desktop.page
    streamlit, pen = Between(page, STREAMLIT), Between(page, PEN)
    desktop.go("/digit?lang=en&blank=1")
    first, *path = corner(page) + on_canvas(example_drawings()[0])[0]
    page.mouse.move(*first)
    page.mouse.down()
    for point in path[:16]:
        page.mouse.move(*point)
    expect(page.locator(".st-key-prediction .answer b")).not_to_have_text("0")
    streamlit.closed = pen.closed = True
    for point in path[16:20]:
        page.mouse.move(*point)
    while not pen.waiting:
        page.wait_for_timeout(10)  # lets the page speak
    for point in path[20:]:
        page.mouse.move(*point)
    page.mouse.up()
    while not streamlit.let_through(
        lambda message: b'class=\\"seen' in message or b'class="seen' in message
    ):
        page.wait_for_timeout(10)
    says(page, 0)
    newest = pen.waiting[-1]
    assert pen.let_through(lambda message: message is newest)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    streamlit.open()
    settle(page)
    pen.open()
    says(page, 0)


def test_the_loss_is_small_for_the_right_digit_and_large_for_a_wrong_one(desktop) -> None:
    page = desktop.go("/digit?lang=en&strokes=" + INK[7])
    says(page, 7)
    radios = page.locator(".st-key-softmax_bars input[type=radio]")
    expect(page.locator(".st-key-loss")).to_contain_text("it is taken to be 7")
    radios.nth(2).click()
    page.wait_for_url(re.compile(r"[?&]y=2\b"))
    expect(page.locator(".st-key-loss .formula")).to_contain_text("p2")
    wrong = loss(page)
    radios.nth(7).click()
    expect(page.locator(".st-key-loss .formula")).to_contain_text("p7")
    assert wrong > 2 > 0.1 > loss(page)


def test_the_pen_has_a_width(desktop) -> None:
    page = desktop.go("/digit?lang=en&tab=preprocessing&strokes=" + INK[2])
    whole = page.locator(".st-key-variant_whole img")
    thin = whole.get_attribute("src")
    button(page, "Pen").click()
    slider = page.get_by_role("slider", name="Width of the pen")
    expect(slider).to_have_attribute("aria-valuetext", "18")
    slider.focus()
    slider.press("End")
    page.wait_for_url(re.compile(r"[?&]pen=40\b"))
    expect(whole).not_to_have_attribute("src", thin or "")
    assert strokes_in(page.url) == len(example_drawings()[2]), "the drawing stays"


def test_the_explorer_shows_the_same_ten_logits(desktop) -> None:
    page = desktop.go("/digit?lang=en&y=5&tab=whatif")
    draw(page, example_drawings()[5])
    page.wait_for_url(lambda url: strokes_in(url) == len(example_drawings()[5]))
    says(page, 5)
    nudges = page.locator(".st-key-digit-nudges .bars-row:not(.bars-head)")
    expect(nudges).to_have_count(10)  # the answer was there before Streamlit heard of the stroke
    settle(page)
    # Each stands in a fragment of its own, drawn when it is done.
    page.wait_for_function(SAME_LOGITS, arg=[".st-key-softmax_bars", ".st-key-digit-nudges"])
    z = texts(page.locator(".st-key-softmax_bars .bars"), 0)
    page.get_by_role("link", name="Open these logits on the softmax page").click()
    bars = page.locator(".st-key-logit_bars .bars")
    expect(bars.locator(".bars-row:not(.bars-head)")).to_have_count(10)
    names = bars.locator("input.bars-name").evaluate_all("fields => fields.map(f => f.value)")
    assert names == [str(k) for k in range(10)]
    assert texts(bars, 0) == z
    page.go_back()
    says(page, 5)


def test_a_photograph_is_read_and_every_tab_knows_it(desktop) -> None:
    page = desktop.go("/digit?lang=en&tab=matters&strokes=" + INK[3])
    upload(page, "six.jpg", "image/jpeg", picture_of(6))
    says(page, 6)
    expect(page.locator(".st-key-canvas img.upload")).to_be_visible()
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    settle(page)
    assert strokes_in(page.url) == 0, "a picture does not fit into a link"
    bars, before = drag_amount(page)
    expect(bars).not_to_have_text(before, use_inner_text=True)
    page.mouse.up()
    page.wait_for_url(re.compile("amount="))
    for tab, content in TABS.items():
        page.get_by_role("radio", name=tab).click()
        shown = page.get_by_text("no strokes to redraw") if tab == "Preprocessing" else None
        expect(shown or page.locator(content).first).to_be_visible(timeout=FIRST_MS)
    draw(page, example_drawings()[1])
    says(page, 1)
    expect(page.locator(".st-key-canvas img.upload")).to_have_count(0)


def test_the_camera_takes_a_picture(open_page: Callable) -> None:
    page = open_page(DESKTOP | {"permissions": ["camera"]}).go("/digit?lang=en")
    button(page, "Picture").click()
    page.get_by_text("Use the camera").click()
    page.wait_for_function("document.querySelector('.st-key-digit-camera video')?.readyState >= 2")
    button(page, "Take Photo").click()
    expect(page.locator(".st-key-canvas img.upload")).to_be_visible()
    expect(page.locator(".st-key-prediction .answer")).to_be_visible()


@pytest.mark.parametrize("content", [b"no picture at all", b"\x89PNG\r\n\x1a\n broken"])
def test_what_is_no_picture_is_said_and_loses_nothing(desktop, content: bytes) -> None:
    page = desktop.go("/digit?lang=en&y=3&strokes=" + INK[3])
    upload(page, "digit.png", "image/png", content)
    expect(page.get_by_test_id("stPopoverBody").get_by_role("alert")).to_be_visible()
    expect(page.get_by_test_id("stAlert")).to_have_count(1)
    says(page, 3)
    assert strokes_in(page.url) == len(example_drawings()[3])


def test_a_phone_draws_by_touch_and_nothing_is_wider_than_it(open_page: Callable) -> None:
    shown = ("The last layer", "What matters", "Preprocessing", "What if")
    spanish = ("La capa de salida", "Qué importa", "Preprocesamiento", "Qué pasaría si")
    tabs = {name: TABS[tab] for name, tab in zip(spanish, shown, strict=True)}
    page = open_page(PHONE).go("/digit?lang=es")
    expect(page.locator(".ghost")).to_have_css("opacity", "1")
    touch(page, example_drawings()[2])
    expect(page.locator(".ghost")).to_have_css("opacity", "0")
    says(page, 2)
    expect(page.locator(".st-key-prediction")).to_contain_text("la red dice")
    for tab, content in tabs.items():
        page.get_by_role("radio", name=tab).click()
        expect(page.locator(content).first).to_be_visible(timeout=FIRST_MS)
        # Not at once: while Streamlit puts one tab in the place of another, parts of both can be there for a frame.
        page.wait_for_function(FITS_A_PHONE)
    nats, bits = (page.locator(".st-key-loss .loss b").nth(i).bounding_box() for i in (0, 1))
    assert (nats["x"], nats["y"] < bits["y"]) == (bits["x"], True), "nats stand above bits"


def test_an_example_is_drawn_and_can_be_drawn_on(desktop) -> None:
    page = desktop.go("/digit?lang=en")
    button(page, "Examples").click()
    page.get_by_role("radio", name="8", exact=True).click()
    says(page, 8)
    page.wait_for_url(re.compile(r"[?&]y=8\b"))
    page.keyboard.press("Escape")
    draw(page, [np.array([[0.0, 0.0], [10.0, 300.0]])])
    page.wait_for_url(lambda url: strokes_in(url) == len(example_drawings()[8]) + 1)


def test_each_tab_shows_itself_and_no_other(open_page: Callable) -> None:
    page = open_page(DESKTOP | {"color_scheme": "dark"}).go("/digit?lang=en&strokes=" + INK[9])
    for tab, content in TABS.items():
        page.get_by_role("radio", name=tab).click()
        expect(page.locator(content).first).to_be_visible(timeout=FIRST_MS)
        others = [shown for name, shown in TABS.items() if name != tab]
        expect(page.locator(", ".join(others))).to_have_count(0)


def drag_amount(page: Page) -> tuple[Locator, str]:
    """Take the slider of the effect to its end, and hold it there; return the bars, and what they said."""
    track = page.locator(".st-key-digit-amount [role=slider]")
    bars = page.locator(".st-key-digit-harm .bars")
    track.scroll_into_view_if_needed()
    before, box = bars.inner_text(), track.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2, steps=4)
    return bars, before


def test_the_bars_follow_the_hand_before_it_lets_go(desktop) -> None:
    page = desktop.go("/digit?lang=en&y=3&tab=matters&strokes=" + INK[3])
    bars, before = drag_amount(page)
    expect(bars).not_to_have_text(before, use_inner_text=True)
    assert "amount=" not in page.url, "the link is written when the hand rests"
    page.mouse.up()
    page.wait_for_url(re.compile("amount="))
    amount = re.search(r"amount=([^&]+)", page.url)
    assert amount
    turned = rotate(preprocess_strokes(read_strokes(INK[3])), float(amount.group(1)))
    z = [f"{x:.2f}".replace("-", MINUS) for x in logits(load_model("cnn"), turned)[0]]
    expect(bars).to_contain_text(z[3])
    assert texts(bars, 0) == z
    page.reload()
    expect(bars).to_contain_text(z[3])


def test_a_nudged_logit_and_the_flip(desktop) -> None:
    page = desktop.go("/digit?lang=en&tab=whatif&strokes=" + INK[3])
    answer = page.locator(".st-key-whatif_says .answer b")
    expect(answer).to_have_text("3")
    button(page, "Flip the answer").click()
    expect(answer).not_to_have_text("3")
    button(page, "The network's own logits").click()
    expect(answer).to_have_text("3")
    field = page.locator(".st-key-digit-nudges input.bars-value").nth(0)
    field.fill("nonsense")
    field.press("Enter")
    expect(page.locator(".st-key-digit-nudges")).to_contain_text("is not a number")
    field.fill("50")
    field.press("Enter")
    expect(answer).to_have_text("0")
    says(page, 3)


def test_strokes_that_follow_each_other_faster_than_answers_are_all_kept(
    open_page: Callable, server: AppServer
) -> None:
    with far_away(server.port, seconds=0.2) as url:
        page = open_page(url=url).go("/digit?lang=en")
        expect(page.get_by_role("img", name="Paper: draw a digit")).to_be_visible(timeout=FIRST_MS)
        draw(page, [np.array([[x, 0.0], [x, 80.0]]) for x in (0.0, 20.0, 40.0, 60.0)])
        page.locator(".st-key-softmax_bars input[type=radio]").nth(4).click()
        draw(page, [np.array([[0.0, 40.0], [80.0, 41.0]])])
        page.wait_for_url(lambda address: strokes_in(address) == 5)
        page.wait_for_url(re.compile(r"[?&]y=4\b"))
        settle(page)
        page.go_back()
        page.wait_for_url(lambda address: strokes_in(address) < 5)
        settle(page)
        assert strokes_in(page.url) < 5, "Back is obeyed"
        page.context.close()


@pytest.mark.parametrize("screen", [DESKTOP, TABLET])
def test_the_whole_chain_is_in_sight(open_page: Callable, screen: dict) -> None:
    page = open_page(screen).go("/digit?lang=es&strokes=" + INK[3])
    says(page, 3)
    parts = (".st-key-canvas", ".st-key-prediction .seen", ".st-key-loss .loss")
    paper, seen, loss = (page.locator(part).bounding_box() for part in parts)
    assert paper["x"] + paper["width"] < seen["x"]
    assert seen["y"] + seen["height"] < paper["y"] + paper["height"]
    assert loss["y"] + loss["height"] < screen["viewport"]["height"]


def test_a_doubt_moves_nothing(desktop) -> None:
    cross = write_strokes([np.array([[60.0, 60], [220, 220]]), np.array([[220.0, 60], [60, 220]])])
    tops = set()
    for query in ("&blank=1", "&strokes=" + INK[3], "&y=8&strokes=" + cross, "&strokes=" + cross):
        page = desktop.go("/digit?lang=en" + query)
        doubts = page.locator(".st-key-prediction .doubt")
        expect(doubts).to_have_count(1 if cross in query else 0)
        box = page.locator(".st-key-digit-tab").bounding_box()
        assert box
        tops.add(box["y"])
        fills = page.locator(".st-key-softmax_bars .bars-fill:visible")
        expect(fills).to_have_count(0 if "blank" in query else 20)
    assert len(tops) == 1


def test_a_canvas_that_is_gone_clears_itself_in_silence(desktop) -> None:
    """Left while its drawing loads, the canvas fails behind the page's back; the fixture reads the console."""
    page = desktop.go("/digit?lang=en&strokes=" + INK[3])
    says(page, 3)
    expect(page.get_by_role("img", name="Paper: draw a digit")).to_be_visible()
    fail = """(file) => void Promise.reject(Object.assign(
        new Error("Cannot read properties of undefined (reading 'clearRect')"), { stack: file }))"""
    page.evaluate(fail, "at clear (streamlit-drawable-canvas/index.js:1:1)")
    settle(page)
    assert not desktop.console.errors
    with page.expect_event("pageerror"):
        page.evaluate(fail, "at ours.js:1:1")
    assert len(desktop.console.errors) == 1
    desktop.console.errors.clear()


def test_a_damaged_link_is_said_and_the_paper_is_ready(desktop) -> None:
    page = desktop.go("/digit?lang=en&y=12&strokes=" + "A" * 4000)
    expect(page.get_by_test_id("stAlert")).to_contain_text("3072")
    expect(page.get_by_test_id("stAlert")).to_contain_text("“y”")
    draw(page, example_drawings()[0])
    says(page, 0)
