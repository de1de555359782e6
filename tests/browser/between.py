"""Stands between a page and its server, and lets through what the server says when a test wants it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

STREAMLIT, PEN = "**/_stcore/stream", "**/channel/pen"  # the websockets of a page


class Between:
    """What the server says on one websocket waits while it is `closed`."""

    def __init__(self, page: Page, way: str = STREAMLIT) -> None:
        self.closed = False
        self.waiting: list[Any] = []
        self.said = 0  # how often the page spoke
        page.route_web_socket(way, self._connect)

    def _connect(self, page: Any) -> None:
        server = page.connect_to_server()

        def to_server(message: Any) -> None:
            self.said += 1
            server.send(message)

        page.on_message(to_server)
        server.on_message(lambda m: self.waiting.append(m) if self.closed else page.send(m))
        self.page = page

    def open(self) -> None:
        """Pass on what waits, and what comes."""
        self.closed = False
        for message in self.waiting:
            self.page.send(message)

    def let_through(self, last: Callable[[Any], bool]) -> bool:
        """Pass on what waits up to a message, if it is among it; what was said after it waits on."""
        passed = self._take(last)
        for message in passed:
            self.page.send(message)
        return bool(passed)

    def lose(self, last: Callable[[Any], bool]) -> bool:
        """Lose what waits up to a message, if it is among it: a run that was cut off has not said it."""
        return bool(self._take(last))

    def _take(self, last: Callable[[Any], bool]) -> list[Any]:
        """Return what waits up to a message, if it is among it, and no longer let it wait."""
        for i, message in enumerate(self.waiting):
            if last(message):
                taken, self.waiting = self.waiting[: i + 1], self.waiting[i + 1 :]
                return taken
        return []


def is_link(message: bytes) -> bool:
    """Whether Streamlit says a new link."""
    return ForwardMsg.FromString(message).WhichOneof("type") == "page_info_changed"


def is_end(message: bytes) -> bool:
    """Whether Streamlit says that a run has ended."""
    return ForwardMsg.FromString(message).WhichOneof("type") == "script_finished"
