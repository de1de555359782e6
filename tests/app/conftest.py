"""The app without a browser: a page, opened by its link."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.reading import Opener

ROOT = Path(__file__).parents[2]


@pytest.fixture
def open_page() -> Iterator[Opener]:
    """Open a page with the parameters of a link; no test leaves an exception on a page."""
    opened: list[AppTest] = []

    def opener(page: str, **query: str) -> AppTest:
        # Not app.py: beside the pages folder AppTest would run a page without its surroundings.
        app = AppTest.from_file(str(ROOT / "ui" / "shell" / "main.py"), default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        if page != "home":
            # A visitor who follows a link has no visit behind them.
            for key in ("page", "links", "language"):
                del app.session_state[key]
            app.query_params.clear()
            app.query_params.update(query)
            app.switch_page(f"../../pages/{page}.py").run()
        opened.append(app)
        return app

    yield opener
    for app in opened:
        assert not app.exception, app.exception


@pytest.fixture
def weather(open_page: Opener) -> Any:
    """Open the weather page, in English unless the link says otherwise."""

    def opener(**query: str) -> AppTest:
        return open_page("weather", **{"lang": "en", **query})

    return opener
