"""A real server and a real Chromium for every test in this folder.

``desktop``, ``phone`` and ``tablet`` are empty pages of their size, whose `go` opens a path of the
app and waits for it to settle. A test fails when its page logs an error or its server prints a
traceback.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.chromium import DESKTOP, PHONE, TABLET, Console, chromium, settle
from scripts.server import AppServer

OpenPage = Callable[..., "AppPage"]
# A machine that is shared can be three times as slow as at other times.
expect.set_options(timeout=15_000)


class AppPage:
    """A browser's page on a server: `page` is Playwright's, `go` opens a path of the app."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.console = Console(page)

    def go(self, path: str = "/") -> Page:
        """Open a path of the app, wait until it has settled, return Playwright's page."""
        self.page.goto(self.url + path)
        settle(self.page)
        return self.page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """The app, started once for all tests of a session."""
    with AppServer(tmp_path_factory.mktemp("server") / "log.txt") as started:
        yield started


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[Callable[..., AppServer]]:
    """A factory of further servers, each with a log of its own, stopped after the test."""
    with ExitStack() as stack:
        made: list[AppServer] = []

        def start(**arguments: Any) -> AppServer:
            made.append(AppServer(tmp_path / f"server-{len(made)}.txt", **arguments))
            return stack.enter_context(made[-1])

        yield start


@pytest.fixture
def open_page(browser: Browser, server: AppServer) -> Iterator[OpenPage]:
    """A factory of pages: ``open_page(DESKTOP | {"locale": "es-CL", "color_scheme": "dark"})``.

    The test fails when one of its pages logged an error, or when the server printed a traceback
    meanwhile. ``url`` opens another server than the shared one; ``guard=False`` is for a test that
    provokes errors, and looks at ``console.errors`` by itself.
    """
    printed_before = len(server.printed())
    guarded: list[AppPage] = []
    with ExitStack() as stack:

        def make(
            options: dict[str, Any] = DESKTOP, *, url: str | None = None, guard: bool = True
        ) -> AppPage:
            context = browser.new_context(**{"locale": "en-US", **options})
            stack.callback(context.close)
            made = AppPage(context.new_page(), url or server.url)
            if guard:
                guarded.append(made)
            return made

        yield make
    errors = [error for page in guarded for error in page.console.errors]
    assert not errors, "the browser's console has errors:\n" + "\n".join(errors)
    printed = server.printed()[printed_before:]
    assert "Traceback" not in printed or not guarded, f"the server printed:\n{printed}"


@pytest.fixture
def desktop(open_page: OpenPage) -> AppPage:
    return open_page(DESKTOP)


@pytest.fixture
def phone(open_page: OpenPage) -> AppPage:
    return open_page(PHONE)


@pytest.fixture
def tablet(open_page: OpenPage) -> AppPage:
    return open_page(TABLET)
