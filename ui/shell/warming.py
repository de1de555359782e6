"""The document and its files are served while the rest is still being warmed; what would run our code waits.

A browser takes a second to load Streamlit's modules, and torch takes a second to import: they need not wait for each other.
But twenty first visits that import the same package in twenty threads see halves of it, so no page runs before all is there,
and the health check answers only then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from ui.shell.contents import NAMES
from ui.shell.visits import path_of

FILES = ("/static/", "/assets/")
_done = asyncio.Event()


async def warm(warm_up: Callable[[], None]) -> None:
    """Let a thread warm up, then let in who waits, however it went."""
    try:
        await asyncio.to_thread(warm_up)
    finally:
        _done.set()


class WaitUntilWarm:
    """ASGI middleware that lets documents and files pass, and holds everything else until all is warm."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, at once or later."""
        if scope["type"] in ("http", "websocket") and not _is_file(scope):
            await _done.wait()
        await self.app(scope, receive, send)


def _is_file(scope: Scope) -> bool:
    path = path_of(scope)
    return scope["type"] == "http" and (path.strip("/") in NAMES or path.startswith(FILES))
