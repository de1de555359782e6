"""A link's stop is shown on its own page: who comes by another page's link is sent there before anything is shown.

A page that opens another one leaves an entry in the browser's history, and Back would lead to it and be sent away again.
An HTTP redirect leaves none.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.lecture.looking import read
from ui.shell.contents import NAMES


class PageOfStop:
    """Send a request for a page at another page's stop to that page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a redirect, or pass the request on."""
        to = _elsewhere(scope)
        await (RedirectResponse(to, status_code=302) if to else self.app)(scope, receive, send)


def _elsewhere(scope: Scope) -> str:
    """Return where a document's request belongs, relative to where it went; empty: where it is.

    Examples
    --------
    >>> page = {"type": "http", "method": "GET", "headers": [(b"accept", b"text/html")]}
    >>> _elsewhere(page | {"path": "/softmax", "query_string": b"stop=10&lang=es"})
    'weather?stop=10&lang=es'
    >>> _elsewhere(page | {"path": "/weather", "query_string": b"stop=10"})
    ''
    """
    if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
        return ""
    asked = scope["query_string"].decode("latin-1")
    here = scope["path"].rsplit("/", 1)[-1]
    stop = read(dict(parse_qsl(asked))).stop
    return f"{stop.page}?{asked}" if stop and here in NAMES and here != stop.page else ""
