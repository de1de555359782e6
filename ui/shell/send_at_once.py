"""Small answers leave at once, also where the loop is asyncio's own, as on Windows.

uvloop turns Nagle's algorithm off for every connection. asyncio does so for sockets whose protocol number is TCP's, and Streamlit's
has none: the second packet of each answer would wait 40 ms for the browser to acknowledge the first.
"""

from __future__ import annotations

import socket
from contextlib import suppress

from starlette.types import ASGIApp, Receive, Scope, Send


class SendAtOnce:
    """Turn Nagle's algorithm off for each connection that the server lets us see."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the connection on."""
        transport = getattr(getattr(receive, "__self__", None), "transport", None)
        if transport is not None:
            with suppress(OSError, AttributeError):  # no TCP, or gone already
                transport.get_extra_info("socket").setsockopt(
                    socket.IPPROTO_TCP, socket.TCP_NODELAY, 1
                )
        await self.app(scope, receive, send)
