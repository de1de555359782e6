"""A hundred questions a second that nobody should ask: all others are served meanwhile."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import cycle

import numpy as np

from scripts.server import AppServer, get_status
from ui.link.stroke_text import write_strokes

A_SECOND = 100
SECONDS = 3
DOTS = write_strokes([np.array([[3.0 * (n % 90), 9.0 * (n // 90)]]) for n in range(600)])
QUESTIONS = {
    "many states, many moves": (
        "weather",
        {"p": ",".join(["0.04"] * 25)},
        [[n % 25, "p", 0.5] for n in range(64)],
    ),
    "a long descent": (
        "softmax",
        {
            "z": ",".join(["1"] * 12),
            "from": ",".join(["5"] * 12),
            "steps": "500",
            "tab": "landscape",
        },
        [],
    ),
    "a new drawing each time": ("digit", {"strokes": DOTS, "tab": "learn"}, [[0, "moment", 3]]),
    "many dots": ("pen", {"strokes": DOTS}, []),
}


def post(server: AppServer, page: str, question: object, headers: dict[str, str]) -> int:
    """Ask the live route; return the status."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        connection.request("POST", f"/live/{page}", json.dumps(question), headers)
        return connection.getresponse().status
    finally:
        connection.close()


@contextmanager
def asked_all_the_time(ask: Callable[[], object]) -> Iterator[None]:
    """Ask so often a second, without waiting for answers."""
    end = threading.Event()

    def keep_asking(offset: float) -> None:
        while not end.wait(offset):
            with suppress(OSError, http.client.HTTPException):
                ask()

    threads = [threading.Thread(target=keep_asking, args=(20 / A_SECOND,)) for _ in range(20)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        end.set()
        for thread in threads:
            thread.join()


def test_health_is_answered_while_hostile_questions_come(
    fresh_server: Callable[..., AppServer],
) -> None:
    server = fresh_server()
    for page, query, moves in QUESTIONS.values():
        assert post(server, page, {"query": query, "moves": moves}, {}) == 200
    kinds = cycle(QUESTIONS.values())
    waits = []

    def ask() -> None:
        page, query, moves = next(kinds)
        post(server, page, {"query": query, "moves": moves}, {})

    with asked_all_the_time(ask):
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            begun = time.monotonic()
            assert get_status("127.0.0.1", server.port, "/_stcore/health") == 200
            waits.append(time.monotonic() - begun)
            time.sleep(0.02)
    # On a machine that other tests keep busy; alone it is a tenth of this.
    waits.sort()
    assert waits[len(waits) // 2] < 0.1, waits
    assert waits[-1] < 1, waits[-5:]


def test_other_sites_are_refused(server: AppServer) -> None:
    question = {"query": {"z": "1,2"}, "moves": []}
    ours = {"Origin": server.url, "Sec-Fetch-Site": "same-origin"}
    assert post(server, "softmax", question, ours) == 200
    assert post(server, "softmax", question, {"Origin": "https://evil.example"}) == 403
    assert post(server, "softmax", question, {"Sec-Fetch-Site": "cross-site"}) == 403


def test_what_is_too_much_is_refused(server: AppServer) -> None:
    many = {"query": {"z": "1,2"}, "moves": [[0, "z", 1]] * 65}
    assert post(server, "softmax", many, {}) == 400
    assert post(server, "softmax", {"query": {"z": "1" * 40_000}, "moves": []}, {}) == 400
