"""From the start of the process to the first page that can be used, in a real Chromium."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.browser import OUR_BAR, STOCK_SLIDER, Thumb, close, open_bench, predict_cold
from benchmarks.figures import Figure
from benchmarks.subjects import bare, playground
from scripts.server import AppServer

Start = Callable[[Path], AppServer]
SUBJECTS: dict[str, tuple[Start, Thumb]] = {
    "bare": (bare, STOCK_SLIDER),
    "playground": (playground, OUR_BAR),
}


def measure(browser: Browser, folder: Path, rounds: int) -> list[Figure]:
    """Start each app in turn; return the seconds until its first page shows bars to move.

    A browser is opened as `make run` opens it: as soon as there is a document to show.
    """
    times: dict[str, list[float]] = {subject: [] for subject in SUBJECTS}
    for n in range(rounds + 1):
        for subject, (start, thumb) in SUBJECTS.items():
            server = start(folder / f"start-{subject}.txt").wait("/")
            try:
                bench = open_bench(browser, "", subject, server.url, thumb)
                taken = time.perf_counter() - server.started
                close(bench)
            finally:
                server.stop()
            if n:  # the first start of each compiles and fills the disk's cache
                times[subject].append(taken)
    return [Figure("start to first page", s, "s", tuple(taken)) for s, taken in times.items()]


def measure_cold_digit(browser: Browser, folder: Path, rounds: int) -> Figure:
    """Open /digit as the first page of a fresh server; return the seconds to the first prediction."""
    times = []
    for n in range(rounds):
        with playground(folder / f"cold-{n}.txt") as server:
            times.append(predict_cold(browser, server.url))
    return Figure("cold /digit to prediction", "playground", "s", tuple(times))
