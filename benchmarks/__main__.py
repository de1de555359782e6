"""``python -m benchmarks``: measure the playground beside a bare Streamlit app.

Everything runs on loopback, at most ten minutes, and what was started is stopped. The table goes to the
terminal and to ``build/bench.md``, the same as JSON to ``build/bench.json``.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from benchmarks import browser, load, memory, report, reruns, start
from benchmarks.figures import Figures
from benchmarks.hands import BARE, HANDS
from benchmarks.subjects import bare, playground
from scripts.chromium import chromium
from scripts.server import ROOT

MOST_SECONDS = 600
CROWDS = (1, 15, 30, 60, 120)
CROWD_SECONDS = 6


def measure_reruns(figures: Figures, folder: Path) -> None:
    """One visitor, page by page, beside the bare app."""
    with playground(folder / "app.txt") as app, bare(folder / "bare.txt") as plain:
        urls = {"bare": plain.url, "playground": app.url}
        figures.add(*asyncio.run(reruns.measure(urls, HANDS, rounds=40)))


def measure_browser(figures: Figures, folder: Path) -> None:
    """One hand, in Chromium."""
    with (
        playground(folder / "app.txt") as app,
        bare(folder / "bare.txt") as plain,
        chromium() as found,
    ):
        benches = [
            browser.open_bench(found, "", "bare", plain.url, browser.STOCK_SLIDER),
            *(
                browser.open_bench(found, f" {name}", "playground", app.url + name, browser.OUR_BAR)
                for name in ("/softmax", "/weather")
            ),
        ]
        figures.add(*browser.press_keys(benches, rounds=20))
        figures.add(*map(browser.drag, benches))


def measure_load(figures: Figures, folder: Path) -> None:
    """Crowds of visitors."""
    with playground(folder / "app.txt") as app, bare(folder / "bare.txt") as plain:
        for visitors in CROWDS:
            for name, rate in (("/softmax", 2.0), ("/digit", 0.5)):
                figures.add(
                    asyncio.run(
                        load.crowd(
                            app, f"load {name}, {visitors} visitors", HANDS[name], visitors, rate, CROWD_SECONDS
                        )
                    )
                )
            figures.add(
                asyncio.run(load.crowd(plain, f"load, {visitors} visitors", BARE, visitors, 2.0, CROWD_SECONDS))
            )


def measure_start(figures: Figures, folder: Path) -> None:
    """From nothing to the first page."""
    with chromium() as found:
        figures.add(*start.measure(found, folder, rounds=3))


def measure_memory(figures: Figures, folder: Path) -> None:
    """The size of the process."""
    with playground(folder / "app.txt") as app:
        pid = app.process.pid
        figures.add(memory.figure("memory at start", memory.resident(pid)))
        figures.add(*asyncio.run(memory.in_use(app.url, pid, HANDS)))
        for name in ("/softmax", "/digit"):
            figures.add(asyncio.run(memory.per_visitor(app.url, pid, name, HANDS[name], 20)))
        figures.add(asyncio.run(memory.growth(app.url, pid, "/softmax", HANDS["/softmax"], 10_000)))


PARTS: dict[str, Callable[[Figures, Path], None]] = {
    "reruns": measure_reruns,
    "browser": measure_browser,
    "start": measure_start,
    "load": measure_load,
    "memory": measure_memory,
}


def give_up(_signal: int, _frame: FrameType | None) -> None:
    """End the run in an orderly way: every server and browser is stopped on the way out."""
    raise TimeoutError(f"the benchmarks took more than {MOST_SECONDS} s")


def main() -> None:
    """Measure all parts, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="default: all of them")
    parser.add_argument("--folder", type=Path, default=ROOT / "build", help="for the results")
    arguments = parser.parse_args()
    figures, about, begin = Figures(), report.machine(), time.monotonic()
    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(MOST_SECONDS)
    try:
        for part in arguments.parts or PARTS:
            with tempfile.TemporaryDirectory() as folder:
                PARTS[part](figures, Path(folder))
    finally:
        signal.alarm(0)
        print("\n" + report.write(figures, about, time.monotonic() - begin, arguments.folder))


if __name__ == "__main__":
    main()
