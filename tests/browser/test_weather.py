"""The weather page under a real hand: codes that are typed, probabilities that are dragged, days that are sent."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from core.examples import LECTURE_WEATHER
from core.information import cross_entropy, entropy
from scripts.chromium import settle
from tests.browser.addresses import said
from tests.browser.explorer import Grip
from ui.language.sentences import speaking
from ui.weather.presets import PRESETS
from ui.weather.state import LINK, Weather, with_fitting_lengths

LETTERS = ",".join(map(str, PRESETS["english"].p))
# What stands beyond the edge of the screen, or can be scrolled sideways within the table.
BEYOND = """() => [...document.querySelectorAll('.st-key-weather_page *, .st-key-weather_tools *')]
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5 || e.matches('.bars') && e.scrollWidth > e.clientWidth)
    .map((e) => e.outerHTML.slice(0, 120))"""


def rows(page: Page) -> Locator:
    return page.locator(".st-key-weather_states .bars-row[data-class]")


def codeword(page: Page, row: int) -> Locator:
    return rows(page).nth(row).locator("input[data-column=code]")


def sliders(page: Page) -> Locator:
    """Of each row: city A, city B."""
    return page.locator(".st-key-weather_states [role=slider]")


def averages(page: Page) -> Locator:
    return page.locator(".st-key-averages")


def shown(page: Page, city: int) -> list[float]:
    """The probabilities of a city, as the page shows them."""
    values = [slider.get_attribute("aria-valuenow") for slider in sliders(page).all()[city::2]]
    return [float(str(value)) for value in values]


def type_into(field: Locator, text: str) -> None:
    field.fill(text)
    field.press("Enter")


def test_a_bad_code_is_named_and_a_good_one_is_paid_for(desktop: Any) -> None:
    page = desktop.go("/weather?lang=en")
    type_into(codeword(page, 2), "01")
    conflict = page.locator(".bars-problem").filter(has_text="“0” is the start of “01”")
    expect(conflict).to_have_count(2)  # beside both words
    expect(page.get_by_role("alert")).to_have_count(1)  # and heard once
    type_into(codeword(page, 2), "12")
    expect(page.get_by_role("alert").filter(has_text="12")).to_be_visible()
    expect(averages(page)).to_contain_text("my code –")
    expect(page.locator(".city.a .areas")).to_be_visible()
    type_into(codeword(page, 2), "10")
    expect(averages(page)).to_contain_text("my code 2.25")
    type_into(codeword(page, 0), "1111")
    expect(averages(page)).to_contain_text("my code 2.25")
    page.wait_for_url(re.compile("code=1111%2C0%2C10"))


@pytest.mark.parametrize("typed", ["2", "<img src=x onerror=alert(1)>", "0" * 10_000])
def test_a_hostile_codeword_stays_a_word_with_a_message(desktop: Any, typed: str) -> None:
    page = desktop.go("/weather?lang=en")
    type_into(codeword(page, 1), typed)
    expect(codeword(page, 1)).to_have_attribute("aria-invalid", "true")
    expect(averages(page)).to_contain_text("Huffman 1.95")
    assert page.locator("img[src=x]").count() == 0


def test_what_was_typed_in_vain_stays_until_another_table_comes(desktop: Any) -> None:
    page = desktop.go("/weather?lang=en")
    type_into(codeword(page, 1), "1_0")
    problem = page.get_by_role("alert").filter(has_text="1_0")
    expect(problem).to_be_visible()
    sliders(page).nth(5).press("ArrowRight")
    page.wait_for_url(re.compile(r"q=0\.29"))  # typing in vain has written the whole link already
    page.get_by_role("radio", name="Two cities").click()
    page.wait_for_url(re.compile("tab=cities"))
    expect(problem).to_be_visible()
    expect(codeword(page, 1)).to_have_value("1_0")
    page.get_by_role("radio", name="uniform").click()
    expect(codeword(page, 1)).to_have_value("001")
    expect(problem).to_be_hidden()


def test_dragging_a_probability_moves_both_cities_numbers(desktop: Any) -> None:
    page = desktop.go("/weather?lang=en")
    lecture = f"entropy H(A) {float(entropy(LECTURE_WEATHER.p)):.2f}"
    expect(averages(page)).to_contain_text(lecture)
    grip = Grip(page, sliders(page).nth(2))
    grip.press(-1)
    page.mouse.move(grip.box["x"] + 0.8 * grip.box["width"], grip.box["y"] + 5)
    expect(averages(page)).not_to_contain_text(lecture)
    height = page.locator(".city.a .area-row").nth(1).get_attribute("style")
    assert height not in (None, "height:45.000%"), "the areas follow the hand"
    assert "p=" not in page.url, "the link is written when the hand rests"
    page.mouse.up()
    page.wait_for_url(re.compile(r"p=0\.0\d+%2C0\.(79|8)"))
    p = np.array(shown(page, 0))
    q = np.array(LECTURE_WEATHER.q)
    assert p.sum() == pytest.approx(1)
    assert p[[0, 2, 3, 4]] / p[0] == pytest.approx(np.array(LECTURE_WEATHER.p)[[0, 2, 3, 4]] / 0.25)
    text = averages(page)
    expect(text).to_contain_text(f"entropy H(A) {float(entropy(p)):.2f}")
    expect(text).to_contain_text(f"H(B, A) {float(cross_entropy(q, p)):.2f}")


def test_keys_move_a_probability_of_city_b(desktop: Any) -> None:
    page = desktop.go("/weather?lang=en")
    storm = sliders(page).nth(9)
    storm.focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(storm).to_have_attribute("aria-valuenow", "0.15")
    page.wait_for_url(re.compile("0\\.15(&|$)"))
    assert sum(shown(page, 1)) == pytest.approx(1)


def test_a_comma_is_a_decimal_sign_in_spanish(desktop: Any) -> None:
    page = desktop.go("/weather?lang=es")
    field = rows(page).first.locator("input.bars-value").first
    type_into(field, "0,5")
    expect(field).to_have_value("0,500")
    page.wait_for_url(re.compile(r"p=0\.5%2C"))
    expect(averages(page)).to_contain_text("entropía H(A)")


def test_a_name_and_an_icon_are_the_visitors(desktop: Any) -> None:
    page = desktop.go("/weather?lang=en&tab=antenna")
    type_into(rows(page).first.locator("input.bars-name"), "**fine**")
    type_into(rows(page).first.locator("input[data-column=icon]"), "♥")
    page.wait_for_url(re.compile("icons="))
    expect(page.locator(".st-key-panel")).to_contain_text("♥ **fine**")
    page.go_back()
    page.wait_for_url(lambda url: "icons=" not in url)


def test_the_lectures_states_have_pictures_on_every_machine(desktop: Any) -> None:
    """No font and no network is asked for them, and what the visitor types takes their place."""
    page = desktop.go("/weather?lang=en&tab=antenna")
    icons = rows(page).locator("input[data-column=icon]")
    expect(icons).to_have_count(5)
    assert page.evaluate(PICTURES) == [True] * 5
    expect(page.locator(".st-key-panel .mark").first).to_be_visible()
    type_into(icons.nth(1), "♥")
    page.wait_for_url(re.compile("icons="))
    expect(icons.nth(1)).to_have_css("background-image", "none")
    type_into(icons.nth(1), "")
    expect(icons.nth(1)).not_to_have_css("background-image", "none")
    page.wait_for_url(lambda url: "icons=" not in url)


PICTURES = """() => Promise.all([...document.querySelectorAll('input[data-column=icon]')].map((field) => {
    const picture = new Image();
    picture.src = getComputedStyle(field).backgroundImage.slice(5, -2);
    return picture.decode().then(() => picture.src.startsWith('data:image/svg') && field.value === '');
}))"""


def test_a_thousand_days_are_sent(desktop: Any) -> None:
    page = desktop.go("/weather?lang=en&tab=antenna&days=10")
    panel = page.locator(".st-key-panel")
    expect(panel).to_contain_text("10 days took")
    type_into(panel.get_by_label("days", exact=True), "1000")
    expect(panel).to_contain_text("1000 days took")
    said = re.search(r"1000 days took (\d+) bits: ([\d.]+) per day", panel.inner_text())
    assert said
    assert int(said.group(1)) / 1000 == pytest.approx(float(said.group(2)))
    assert abs(float(said.group(2)) - 2.25) < 0.2
    type_into(panel.get_by_label("Days to encode"), "rain, sunny")
    expect(panel.locator("[data-encoded]")).to_have_text("11011100")
    type_into(panel.get_by_label("Bits to decode"), "11011100")
    expect(panel.locator("[data-decoded]")).to_contain_text("rain")
    type_into(panel.get_by_label("Bits to decode"), "0111")
    expect(panel.locator(".problem")).to_contain_text("at the end")


@pytest.mark.parametrize("path", ["/weather?lang=es", "/weather?lang=en&p=" + LETTERS])
def test_a_phone_shows_a_state_on_two_lines_and_nothing_beyond_its_edge(
    phone: Any, path: str
) -> None:
    page = phone.go(path)
    expect(rows(page).first).to_be_visible()
    state = rows(page).nth(1)
    city_a, city_b = (s.bounding_box() for s in state.get_by_role("slider").all())
    code = codeword(page, 1).bounding_box()
    assert city_a
    assert city_b
    assert code
    assert min(city_a["width"], city_b["width"]) > 150, "a thumb can aim"
    assert min(city_a["height"], city_b["height"]) >= 32
    assert city_a["x"] == city_b["x"], "one scale"
    assert city_a["y"] < city_b["y"]
    assert code["x"] + code["width"] <= city_b["x"]
    assert page.evaluate(BEYOND) == []


@pytest.mark.parametrize("code", ["0,01,011,0111,01111", "0,0,10,110,1110"])
def test_a_link_to_a_code_in_conflict_shows_its_words(desktop: Any, code: str) -> None:
    page = desktop.go("/weather?lang=en&code=" + code)
    expect(codeword(page, 1)).to_have_attribute("aria-invalid", "true")
    expect(codeword(page, 1)).to_have_value(code.split(",")[1])


def test_a_finger_moves_a_probability_and_names_are_whole(phone: Any) -> None:
    for language in ("es", "en"):
        page = phone.go("/weather?lang=" + language)
        name = rows(page).nth(2).locator("input.bars-name")
        assert name.evaluate("field => field.scrollWidth <= field.clientWidth"), (
            "the longest name is cut"
        )
    box = sliders(page).nth(2).bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + 0.9 * box["width"], box["y"] + 5)
    page.wait_for_url(re.compile(r"p=0\.0\d+%2C0\.(89|9)"))
    expect(averages(page)).to_contain_text("entropy H(A) 0.6")
    type_into(codeword(page, 2), "01")
    expect(page.get_by_role("alert").filter(has_text="start of “01”").first).to_be_visible()


THREE = b"State,2019,2020,2021\nsun,50%,20%,60%\nrain,30%,20%,30%\nstorm,20%,60%,10%\n"


def choose(page: Page, label: str, option: str) -> None:
    settle(page)  # a menu closes when its control is drawn again
    field = page.locator(".st-key-weather_columns").get_by_role("combobox", name=label)
    field.click()
    field.press("ArrowDown")  # opens it, should the click have come too early
    page.get_by_role("option", name=option, exact=True).click()


def test_a_file_of_three_columns_is_asked_about_and_used(desktop: Any) -> None:
    page = desktop.go("/weather?lang=en&tab=data")
    file = {"name": "weather.csv", "mimeType": "text/csv", "buffer": THREE}
    page.locator("input[type=file]").set_input_files(files=[file])
    panel = page.locator(".st-key-panel")
    expect(panel.get_by_role("alert")).to_have_text("choose the column that is p")
    choose(page, "p in city A", "2019")
    expect(panel.get_by_role("alert")).to_be_hidden()
    choose(page, "q in city B", "2019")
    expect(panel.get_by_role("alert")).to_have_text("the column “2019” is chosen twice")
    choose(page, "q in city B", "2020")
    expect(panel.get_by_role("alert")).to_be_hidden()
    panel.get_by_role("button", name="Use it").click()
    p, q = np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.2, 0.6])
    expect(averages(page)).to_contain_text(f"entropy H(A) {float(entropy(p)):.2f}")
    expect(averages(page)).to_contain_text(f"H(B, A) {float(cross_entropy(q, p)):.2f}")
    kl = float(cross_entropy(q, p) - entropy(q))
    expect(averages(page)).to_contain_text(f"KL(B‖A) {kl:.2f}")


def test_the_cheaper_code_tells_the_language_of_a_text(desktop: Any) -> None:
    page = desktop.go("/weather?lang=en&tab=text")
    panel = page.locator(".st-key-panel")
    for label, text in (
        ("text A", "mañana lloverá en toda la ciudad y habrá viento en la costa " * 5),
        ("text B", "tomorrow it will rain all over the town with wind on the shore " * 5),
        ("a third text", "the weather was so wet that we stayed with the others"),
    ):
        field = panel.get_by_label(label, exact=False).first
        field.fill(text)
        field.press("Control+Enter")
        expect(panel.get_by_role("row", name=label.removeprefix("a "))).to_have_count(2)
    expect(panel.locator("[data-cheaper=b]")).to_contain_text("cheaper in B's code")
    panel.get_by_role("button", name="one step on").click()
    expect(panel.locator("[data-step='1']")).to_be_visible()
    expect(panel.locator(".growing i")).to_have_count(2)
    panel.get_by_role("button", name="Make them the weather").click()
    page.wait_for_url(re.compile("names=a%2C"))
    expect(rows(page).first.locator("input.bars-name")).to_have_value("a")


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_256_states_scroll_in_their_table_and_stay_live(
    request: pytest.FixtureRequest, device: str
) -> None:
    with speaking("en"):
        p = tuple((i + 1) / 32_896 for i in range(256))
        names = tuple(f"{i:02X}" for i in range(256))
        query = LINK.query(with_fitting_lengths(Weather(p=p, names=names)))
    page = request.getfixturevalue(device).go("/weather?" + urlencode(query))
    expect(rows(page)).to_have_count(256)
    box = page.locator(".st-key-weather_states .bars").bounding_box()
    assert box
    assert box["height"] <= 500
    assert (
        page.evaluate(BEYOND.replace("e.matches('.bars') && ", "e.matches('.bars') && 0 && ")) == []
    )
    before = averages(page).inner_text()
    slider = sliders(page).nth(2)
    slider.focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(averages(page)).not_to_have_text(before)
    expect(slider).to_have_attribute("aria-valuenow", re.compile(r"^0\.02"))
    page.wait_for_url(lambda url: said(url, LINK).p[1] > 0.015)
    assert len(page.url.split("?")[1]) < 8000
    again = request.getfixturevalue(device).go("/" + page.url.split("/", 3)[3])
    expect(rows(again)).to_have_count(256, timeout=30_000)
    expect(sliders(again).nth(2)).to_have_attribute("aria-valuenow", re.compile(r"^0\.02"))
