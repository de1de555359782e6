"""A whole class opens the pages of a server that has just started."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.client import Visitor
from core.digits import example_drawings
from scripts.server import AppServer
from tests.browser.pen import on_canvas
from tests.loops import run
from ui.digit.state import TABS as DIGIT
from ui.link.stroke_text import write_strokes
from ui.softmax.state import TABS as SOFTMAX
from ui.train.state import TABS as TRAIN
from ui.weather.state import TABS as WEATHER

THREE = write_strokes(on_canvas(example_drawings()[3]))
VISITS = [
    ("", ""),
    *(("softmax", f"&z=2,1,0&y=1&tab={tab}") for tab in SOFTMAX),
    *(("weather", f"&tab={tab}") for tab in WEATHER),
    *(("digit", f"&y=3&strokes={THREE}&tab={tab}") for tab in DIGIT),
]
# Their mathematics runs in a process of its own, which imports when it starts.
APART = [("train", f"&tab={tab}") for tab in TRAIN]
SLOWEST_SECONDS = 6.0
# Or as many times as long as the same class takes once all is warm: a machine may be slow.
SLOWEST_OF_WARM = 6.0


async def visit(url: str, page: str, query: str) -> float:
    """Open a page as one of the class; return after how many seconds it is there."""
    begun = time.perf_counter()
    async with Visitor(url, page, "lang=en&v=1" + query):
        return time.perf_counter() - begun


async def class_of_visitors(url: str, visits: list[tuple[str, str]]) -> list[float]:
    return await asyncio.gather(*(visit(url, *opened) for opened in visits))


def in_time(url: str, visits: list[tuple[str, str]], cold: list[float]) -> bool:
    """Whether a class that came to a cold server was let in soon enough."""
    if max(cold) < SLOWEST_SECONDS:
        return True
    return max(cold) < SLOWEST_OF_WARM * max(run(class_of_visitors(url, visits)))


def imports(printed: str) -> list[str]:
    """Which modules a server has imported, as it tells."""
    lines = (line for line in printed.splitlines() if line.startswith("import time:"))
    return [line.rpartition("|")[2].strip() for line in lines]


def test_class_opens_all_tabs_of_a_cold_server_at_once_and_nothing_is_imported_any_more(
    fresh_server: Callable[..., AppServer],
) -> None:
    assert len(VISITS) >= 20
    server = fresh_server(environment={"PYTHONPROFILEIMPORTTIME": "1"})
    before = len(imports(server.printed()))
    seconds = run(class_of_visitors(server.url, VISITS))
    assert imports(server.printed())[before:] == []
    assert in_time(server.url, VISITS, seconds)


def test_class_opens_the_train_page_of_a_cold_server_at_once(
    fresh_server: Callable[..., AppServer],
) -> None:
    server = fresh_server()
    assert in_time(server.url, 4 * APART, run(class_of_visitors(server.url, 4 * APART)))


def test_who_comes_while_it_is_still_being_warmed_waits_and_is_let_in(tmp_path: Path) -> None:
    server = AppServer(tmp_path / "server.txt").wait("/")
    try:
        assert in_time(server.url, VISITS, run(class_of_visitors(server.url, VISITS)))
        assert "Traceback" not in server.printed()
    finally:
        server.stop()
