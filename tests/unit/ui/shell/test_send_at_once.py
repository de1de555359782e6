"""A connection's small packets leave at once, whatever loop serves it."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

from ui.shell.send_at_once import SendAtOnce


class Protocol:
    """A server's side of a connection, as uvicorn's are: an object with a transport, whose method is ``receive``."""

    def __init__(self, sock: socket.socket | None) -> None:
        self.transport = self
        self.sock = sock

    def get_extra_info(self, _name: str) -> socket.socket | None:
        return self.sock

    async def receive(self) -> dict[str, Any]:
        return {}


def passed_on(receive: Any) -> bool:
    asked = []

    async def app(*connection: object) -> None:
        asked.append(connection)

    asyncio.run(SendAtOnce(app)({"type": "http"}, receive, receive))
    return bool(asked)


def test_nagles_algorithm_is_off() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
        assert not sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert passed_on(Protocol(sock).receive)
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_connection_that_is_gone_or_not_seen_is_passed_on() -> None:
    closed = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    closed.close()

    async def receive() -> dict[str, Any]:
        return {}

    assert passed_on(Protocol(closed).receive)
    assert passed_on(Protocol(None).receive)
    assert passed_on(receive)
