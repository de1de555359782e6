"""A headless Chromium, as tests, benchmarks and pictures drive it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from scripts.tools import CHROMIUM

ARGUMENTS = ["--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
ARGUMENTS += ["--use-fake-device-for-media-stream"]  # a camera that films a clock
# The suggestions below an address that nobody types are a process of their own for each page: half of what a page costs.
ARGUMENTS += ["--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"]
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a Chromium, and stop it."""
    # As root, in a container, its sandbox cannot start.
    as_root = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM.find(), args=ARGUMENTS + as_root
        )
        try:
            yield browser
        finally:
            browser.close()


def settle(page: Page, seconds: float = 30) -> None:
    """Wait until the page is connected, its script has run and nothing on it is out of date."""
    page.wait_for_function(
        """() => {
            const app = document.querySelector('[data-testid="stApp"]');
            return app && app.dataset.testScriptState === "notRunning"
                && app.dataset.testConnectionState === "CONNECTED"
                // A page of ours is shown once it stands (ui/shell/first_paint.py).
                && (!document.querySelector(".st-key-document") || "settled" in document.documentElement.dataset)
                && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]');
        }""",
        timeout=1000 * seconds,
    )


class Console:
    """What went wrong in a page."""

    def __init__(self, page: Page) -> None:
        self.errors: list[str] = []
        page.on("console", self._on_message)
        page.on("pageerror", lambda error: self.errors.append(f"uncaught: {error}"))

    def _on_message(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")
