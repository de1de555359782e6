"""What an operator sees: clients that leave, lie and knock at doors that are none leave a line, and no traceback."""

from __future__ import annotations

import http.client
import re
import socket
from collections.abc import Callable
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from websockets.asyncio.client import connect

from scripts.server import AppServer, wait_until
from tests.loops import run


def get(server: AppServer, path: str, **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    with closing(connection):
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def count(server: AppServer, kind: str) -> int:
    found = re.search(rf'kind="{kind}"\}} (\d+)', get(server, "/metrics")[1])
    return int(found[1]) if found else 0


def leave_in_the_middle(server: AppServer, path: str) -> None:
    """Begin to send something, and go."""
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
        line.sendall(head.encode() + b"{")


def test_a_browser_that_leaves_while_it_sends_leaves_a_line(
    fresh_server: Callable[..., AppServer],
) -> None:
    server = fresh_server()
    for _ in range(50):
        leave_in_the_middle(server, "/live/softmax")

    def counted() -> int:
        return count(server, "left") + count(server, "http 400")

    wait_until(lambda: counted() == 50, 10, "not all of them were counted")
    assert re.search(r"refused (left|http 400): POST /live/softmax", server.printed())
    assert server.printed().count("refused") <= 60
    assert "Traceback" not in server.printed()


def test_a_message_that_is_none_leaves_a_line(fresh_server: Callable[..., AppServer]) -> None:
    server = fresh_server()

    async def lie() -> None:
        address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
        async with connect(address, subprotocols=["streamlit"]) as line:  # type: ignore[list-item]
            for content in (b"\xff\xff\xff", b"", b"\x5a\x03\x0a\x01\xff"):
                await line.send(content)

    run(lie())
    wait_until(lambda: count(server, "message") >= 1, 10, "it was not counted")
    assert "Traceback" not in server.printed()


@pytest.mark.parametrize("path", ["/softmax/x", "/nothing", "/softmax/../x", "/%00", "/a/b/c/d"])
def test_a_page_that_does_not_exist_says_so(server: AppServer, path: str) -> None:
    status, page = get(server, path, Accept="text/html", **{"Accept-Language": "es-CL,es"})
    assert status == 404
    assert "Esta página no existe." in page
    assert path not in page


def test_parts_of_pages_are_no_pages(server: AppServer) -> None:
    assert get(server, "/_stcore/health", Accept="*/*")[0] == 200
    assert get(server, "/softmax", Accept="text/html")[0] == 200
    assert get(server, "/assets/shell/page_frame.js", Accept="text/html")[0] == 200
    assert get(server, "/_stcore/health", Accept="text/html")[0] == 200


def test_the_way_home_leads_home(open_page: Callable) -> None:
    page = open_page(guard=False).page
    page.goto(urlsplit(open_page().url)._replace(path="/softmax/x").geturl())
    page.get_by_role("link", name="To the start").click()
    expect(page.locator(".st-key-logit_bars")).to_be_visible(timeout=30_000)
