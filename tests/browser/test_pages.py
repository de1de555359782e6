"""Every page opens on every size of screen, without an error and without sideways scrolling."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scripts.chromium import DESKTOP, PHONE, TABLET

PAGES = ("/", "/softmax", "/weather", "/digit", "/train")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("screen", [DESKTOP, PHONE, TABLET], ids=["desktop", "phone", "tablet"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_fits_its_screen(open_page: Callable, path: str, screen: dict, scheme: str) -> None:
    page = open_page(screen | {"color_scheme": scheme}).go(path)
    assert page.locator("h1").first.inner_text().strip()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= screen["viewport"]["width"]


def test_console_guard_sees_errors(open_page: Callable) -> None:
    made = open_page(guard=False)
    page = made.go("/softmax")
    assert made.console.errors == [], "Streamlit's own two 404s are expected"
    with page.expect_console_message(lambda message: message.type == "error"):
        page.evaluate("console.error('logged')")
    with page.expect_event("pageerror"):
        page.evaluate("setTimeout(() => { throw new Error('thrown') })")
    with page.expect_console_message(lambda message: "404" in message.text):
        page.evaluate("fetch('/assets/nothing.js').then(() => 0)")
    logged, thrown, missing = made.console.errors
    assert "logged" in logged
    assert "thrown" in thrown
    assert "nothing.js" in missing
