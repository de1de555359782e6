"""Two copies behind the nginx configuration that ships: one dies, and nobody loses anything."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import expect

from core.softmax import log_softmax
from scripts.proxy import Proxy
from scripts.server import AppServer, wait_until

Answer = tuple[int, str, str | None]


class Copy(BaseHTTPRequestHandler):
    """Says which copy it is."""

    def do_GET(self) -> None:
        body = str(self.server.server_port).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def stand_ins(tmp_path: Path) -> Iterator[tuple[Proxy, dict[str, ThreadingHTTPServer]]]:
    """nginx in front of two servers that only say their names."""
    with ExitStack() as stack:
        servers = {}
        for _ in range(2):
            server = ThreadingHTTPServer(("127.0.0.1", 0), Copy)
            server.daemon_threads = True
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            servers[str(server.server_port)] = server
        yield stack.enter_context(Proxy(tmp_path, [int(port) for port in servers])), servers


def ask(proxy: Proxy, cookie: str | None = None) -> Answer:
    """Return status, name of the copy, and the cookie that was set."""
    connection = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=10)
    connection.request("GET", "/", headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    name, cookie_set = answer.read().decode(), answer.getheader("Set-Cookie")
    connection.close()
    return answer.status, name, cookie_set


def test_browsers_are_spread_and_each_stays_with_its_copy(
    stand_ins: tuple[Proxy, dict[str, ThreadingHTTPServer]],
) -> None:
    proxy, servers = stand_ins
    seen = []
    for _ in range(40):
        _, name, cookie_set = ask(proxy)
        assert cookie_set is not None
        assert "HttpOnly" in cookie_set
        cookie = cookie_set.split(";")[0]
        seen.append(name)
        for _ in range(3):
            assert ask(proxy, cookie) == (200, name, None)
    assert set(seen) == set(servers)
    assert min(seen.count(name) for name in servers) >= 5


def test_routes_of_a_dead_copy_move_and_the_others_stay(
    stand_ins: tuple[Proxy, dict[str, ThreadingHTTPServer]],
) -> None:
    proxy, servers = stand_ins
    homes = {f"playground_route={n:032x}": "" for n in range(20)}
    homes = {cookie: ask(proxy, cookie)[1] for cookie in homes}
    dead, alive = servers
    servers[dead].shutdown()
    servers[dead].server_close()
    for cookie in homes:
        assert ask(proxy, cookie) == (200, alive, None)


def websockets(server: AppServer) -> int:
    """Return how many connections a copy holds open."""
    connections = psutil.Process(server.process.pid).net_connections("tcp")
    return sum(
        c.status == psutil.CONN_ESTABLISHED and c.laddr.port == server.port for c in connections
    )


def cost(z1: float) -> str:
    """Return the loss of z = (z1, 1, 0) for the second class, as the Spanish page writes it."""
    return f"{-log_softmax([z1, 1.0, 0.0])[1]:.4f}".replace(".", ",")


def test_page_comes_back_by_itself_on_the_other_copy(
    fresh_server: Callable[..., AppServer], open_page: Callable, tmp_path: Path
) -> None:
    copies = [fresh_server(), fresh_server()]
    folder = tmp_path / "nginx"
    folder.mkdir()
    with Proxy(folder, [copy.port for copy in copies]) as proxy:
        # A page loses its connection here, and Chromium's console says so.
        page = open_page(url=proxy.url, guard=False).go("/softmax?lang=es&v=1&z=2,1,0&y=1&T=1")
        loss = page.locator(".st-key-loss")
        expect(loss).to_contain_text(cost(2.0))
        bar = page.locator(".st-key-logit_bars [role=slider]").first
        bar.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_url("**z=2.1*")
        expect(loss).to_contain_text(cost(2.1))

        dying, other = sorted(copies, key=websockets, reverse=True)
        dying.kill()
        app = page.locator('[data-testid="stApp"]')
        wait_until(lambda: websockets(other) > 0, 60, "nobody came to the other copy")
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=60_000)
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)

        assert "z=2.1" in page.url
        expect(loss).to_contain_text(cost(2.1))
        expect(page.locator("html")).to_have_attribute("lang", "es")
        bar.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_url("**z=2.2*")
        expect(loss).to_contain_text(cost(2.2))
        assert websockets(other) > 0


def test_a_copy_dies_while_a_hand_drags_and_the_hand_goes_on(
    fresh_server: Callable[..., AppServer], open_page: Callable, tmp_path: Path
) -> None:
    copies = [fresh_server(), fresh_server()]
    folder = tmp_path / "nginx"
    folder.mkdir()
    with Proxy(folder, [copy.port for copy in copies]) as proxy:
        page = open_page(url=proxy.url, guard=False).go("/softmax?lang=es&v=1&z=2,1,0&y=1&T=1")
        bar, loss = (
            page.locator(".st-key-logit_bars [role=slider]").first,
            page.locator(".st-key-loss"),
        )
        bar.press("ArrowRight")
        page.wait_for_url("**z=2.1*")
        box = bar.bounding_box()
        assert box
        page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + box["height"] / 2)
        page.mouse.down()
        step = 0

        def drag_until(moved: Callable[[], bool], seconds: float, message: str) -> float:
            """Move the hand until something is so; return where the bar is then."""

            def moving() -> bool:
                nonlocal step
                step += 1
                x = box["x"] + (0.3 + 0.01 * (step % 50)) * box["width"]
                page.mouse.move(x, box["y"] + box["height"] / 2)
                return moved()

            wait_until(moving, seconds, message)
            return float(bar.get_attribute("aria-valuenow") or "nan")

        def follows() -> bool:
            value = float(bar.get_attribute("aria-valuenow") or "nan")
            page.wait_for_timeout(200)
            return cost(value) in loss.inner_text()

        drag_until(follows, 20, "the loss does not follow the hand")
        dying, _other = sorted(copies, key=websockets, reverse=True)
        dying.kill()
        z1 = drag_until(follows, 20, "the loss does not follow the hand on the other copy")
        expect(loss).to_contain_text(cost(z1))
        page.mouse.up()
        page.wait_for_url(f"**z={z1:g}%2C*", timeout=60_000)
        expect(loss).to_contain_text(cost(z1))
