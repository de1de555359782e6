"""Pictures and other people's digits in Chromium: rare forms drawn and loaded, several digits in one picture."""

from __future__ import annotations

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from core.digits import example_drawings, rare_drawings, raster
from core.digits_training.hard_pictures import as_png, pasted_cutout, side_by_side
from tests.browser.pen import draw, on_canvas, says, strokes_in
from tests.browser.test_digit import button, upload

NAMES = {0: "0 with a slash", 1: "1 with a flag", 7: "7 with a bar"}


@pytest.mark.parametrize("digit", NAMES)
def test_a_digit_in_a_rare_form_is_recognised(desktop, digit: int) -> None:
    page = desktop.go("/digit?lang=en")
    draw(page, rare_drawings()[digit])
    says(page, digit)
    expect(page.locator(".st-key-prediction .doubt")).to_have_count(0)


@pytest.mark.parametrize("digit", NAMES)
def test_a_rare_form_is_among_the_examples(desktop, digit: int) -> None:
    page = desktop.go("/digit?lang=en")
    button(page, "Examples").click()
    page.get_by_test_id("stPopoverBody").get_by_text(NAMES[digit]).click()
    says(page, digit)
    page.wait_for_url(re.compile(rf"[?&]y={digit}\b"))
    assert strokes_in(page.url) == len(rare_drawings()[digit])


def test_of_several_digits_in_a_picture_each_can_be_read(desktop) -> None:
    drawings = example_drawings()
    picture = side_by_side([drawings[d] for d in (4, 2, 7)], np.random.default_rng(1))
    page = desktop.go("/digit?lang=en")
    upload(page, "three.png", "image/png", as_png(picture))
    says(page, 4)
    expect(page.locator(".st-key-canvas img.upload")).to_be_visible()
    choices = page.locator(".st-key-digit-which")
    expect(choices).to_contain_text("There are 3 digits in the picture")
    for place, digit in ((2, 2), (3, 7), (1, 4)):
        choices.get_by_text(f"{place}: a {digit}?").click()
        says(page, digit)
    draw(page, drawings[5])
    says(page, 5)
    expect(choices).to_have_count(0)


def test_a_picture_of_one_digit_offers_no_choice(desktop) -> None:
    picture = pasted_cutout(example_drawings()[6], np.random.default_rng(3))
    page = desktop.go("/digit?lang=en")
    upload(page, "six.png", "image/png", as_png(picture))
    says(page, 6)
    expect(page.locator(".st-key-digit-which")).to_have_count(0)


def test_a_photograph_on_its_side_stands_upright_in_the_preview_too(desktop) -> None:
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6  # as a telephone held upright writes it
    ink = raster(on_canvas(example_drawings()[7]), 280, 280, 20)
    upright = Image.fromarray((255 * (1 - ink)).astype(np.uint8)).crop((40, 0, 240, 280))
    upright.transpose(Image.Transpose.ROTATE_90).save(file, "JPEG", exif=exif.tobytes())
    page = desktop.go("/digit?lang=en")
    upload(page, "seven.jpg", "image/jpeg", file.getvalue())
    says(page, 7)
    shown = page.locator(".st-key-canvas img.upload")
    expect(shown).to_be_visible()
    preview = Image.open(io.BytesIO(base64.b64decode(shown.get_attribute("src").split(",")[1])))
    assert preview.size == (200, 280)
    away = np.abs(np.asarray(preview, dtype=float) - np.asarray(upright, dtype=float))
    assert away.mean() < 5
