"""Nothing jumps while a page is built: it is shown once it stands.

Streamlit puts elements on the page as they come, each pushing the others down. So the document that it serves gets a rule of
ours: its main part waits, unseen, until `page_frame.js` says that the first run is over and the bars are drawn. Where that
script never comes, the page shows itself after a while.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.shell.connect_at_once import connect_at_once
from ui.shell.first_modules import with_first_modules

PATIENCE_SECONDS = 5
# A browser that asks for the document as it is stored, packed or only if it changed, would not get the rule.
AS_STORED = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")
STYLE = (
    '<style>html:not([data-settled]) [data-testid="stMain"]'
    f"{{visibility:hidden;animation:shown 0s {PATIENCE_SECONDS}s forwards}}"
    "@keyframes shown{to{visibility:visible}}</style>"
).encode()


class FirstPaint:
    """Add the rule to every HTML document."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and a document back with the rule in its head."""
        start: Message | None = None

        async def with_rule(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_document(message):
                start = message  # its length is known with its body
                return
            if start is not None and message["type"] == "http.response.body":
                message = _with_rule(start, message)
                await send(start)
                start = None
            await send(message)

        if scope["type"] == "http" and b"text/html" in dict(scope["headers"]).get(b"accept", b""):
            scope = {**scope, "headers": [h for h in scope["headers"] if h[0] not in AS_STORED]}
            await self.app(scope, receive, with_rule)
        else:
            await self.app(scope, receive, send)


def _is_document(start: Message) -> bool:
    headers = MutableHeaders(raw=start["headers"])
    return start["status"] == 200 and headers.get("content-type", "").startswith("text/html")


def _with_rule(start: Message, body: Message) -> Message:
    """Return the first part of a document with the rule, and mend the length that its head promises."""
    whole = body.get("body", b"")
    head, end, rest = whole.partition(b"</head>")
    if not end:
        return body
    head_now = with_first_modules(head.decode()) + connect_at_once()
    document = head_now.encode() + STYLE + end + rest
    headers = MutableHeaders(raw=start["headers"])
    for stored in ("etag", "last-modified"):
        del headers[stored]
    if "content-length" in headers:
        headers["content-length"] = str(int(headers["content-length"]) + len(document) - len(whole))
    start["headers"] = headers.raw
    return {**body, "body": document}
