"""While all is being warmed, documents and files are answered, and nothing that would run our code."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from starlette.types import Message, Receive, Scope, Send

from tests.loops import run
from ui.shell import warming

ROOT = Path(__file__).parents[4]
FILES = ("/", "/softmax", "/train/", "/static/js/index.js", "/assets/first/0.js")
OTHERS = ("/_stcore/health", "/_stcore/host-config", "/live/softmax", "/media/1.png", "/metrics")


def http(path: str) -> Scope:
    return {"type": "http", "path": path}


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Paths of the requests that came through, while nothing is warm yet."""
    monkeypatch.setattr(warming, "_done", asyncio.Event())
    return []


async def ask(scopes: list[Scope], reached: list[str]) -> list[asyncio.Task[None]]:
    """Send requests, and let each come as far as it may."""

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        reached.append(scope["path"])

    async def receive() -> Message:
        raise AssertionError("nobody reads here")

    async def send(_message: Message) -> None:
        raise AssertionError("nobody answers here")

    front = warming.WaitUntilWarm(app)
    tasks = [asyncio.create_task(front(scope, receive, send)) for scope in scopes]
    for _ in range(3):
        await asyncio.sleep(0)
    return tasks


def test_documents_and_files_pass_and_the_rest_waits(reached: list[str]) -> None:
    async def visit() -> None:
        socket = {"type": "websocket", "path": "/"}
        tasks = await ask([*map(http, (*FILES, *OTHERS)), socket], reached)
        assert reached == list(FILES)
        await warming.warm(lambda: None)
        await asyncio.gather(*tasks)
        assert reached == [*FILES, *OTHERS, "/"]

    run(visit())


def test_the_loop_is_free_while_a_thread_warms(reached: list[str]) -> None:
    async def visit() -> None:
        go_on = threading.Event()
        warmed = asyncio.create_task(warming.warm(lambda: assert_true(go_on.wait(30))))
        await ask([http("/")], reached)
        assert reached == ["/"]
        go_on.set()
        await warmed

    run(visit())


def assert_true(value: bool) -> None:
    assert value


def test_a_warm_up_that_fails_lets_everyone_in(reached: list[str]) -> None:
    async def visit() -> None:
        tasks = await ask([http("/live/softmax")], reached)
        with pytest.raises(ZeroDivisionError):
            await warming.warm(lambda: 1 // 0)
        await asyncio.gather(*tasks)
        assert reached == ["/live/softmax"]

    run(visit())


def test_what_serves_the_document_needs_no_torch() -> None:
    code = "import sys, app; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip().endswith("False"), done.stdout + done.stderr
