"""The explorer as a test in a browser takes hold of it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from core.softmax import cross_entropy_from_logits
from tests.browser.addresses import said
from ui.softmax.state import LINK, Explorer


def sliders(page: Page, element: str = "logit_bars") -> Locator:
    return page.locator(f".st-key-{element} [role=slider]")


def fields(page: Page) -> Locator:
    return page.locator(".st-key-logit_bars input.bars-value")


def state_of(page: Page) -> Explorer:
    """The state that the page's address says."""
    return said(page.url, LINK)


def has_come_to_rest(page: Page, z: tuple[float, ...]) -> None:
    """Wait until link, bars and loss all say these logits; the loss as core computes it."""
    written = "%2C".join(re.escape(f"{x:g}") for x in z)
    page.wait_for_url(re.compile(rf"z={written}(&|$)"))
    for slider, x in zip(sliders(page).all(), z, strict=True):
        expect(slider).to_have_attribute("aria-valuenow", f"{x:g}")
    nats = cross_entropy_from_logits(z, state_of(page).target, state_of(page).temperature)
    expect(page.locator(".st-key-loss .loss-value").first).to_contain_text(f"{nats:.4f}")
    if state_of(page).tab == "table":
        expect(page.locator("tfoot")).to_contain_text(f"{nats:.4f}")  # the panel below follows


def forbid_channels(page: Page) -> None:
    """Close each channel at once, as a network may that knows no websockets; Streamlit's own stays."""
    page.route_web_socket("**/channel/*", lambda socket: socket.close())


class Grip:
    """The mouse on a bar: `to` a value of its track, as the bar rounds it."""

    def __init__(self, page: Page, slider: Locator) -> None:
        slider.hover()  # waits until the page no longer moves under it
        box = slider.bounding_box()
        assert box
        self.mouse, self.box = page.mouse, box

    def to(self, value: float) -> None:
        x = self.box["x"] + self.box["width"] * (value + 10) / 20
        self.mouse.move(x, self.box["y"] + self.box["height"] / 2)

    def press(self, value: float) -> None:
        self.to(value)
        self.mouse.down()
