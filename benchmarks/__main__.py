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

from benchmarks import browser, channels, copies, distance, load, memory, report, reruns, start
from benchmarks.browser import Thumb
from benchmarks.figures import Figures
from benchmarks.hands import BARE, HANDS
from benchmarks.subjects import bare, calm, playground
from scripts.chromium import chromium
from scripts.server import ROOT

MOST_SECONDS = 600
CROWDS = (1, 15, 30, 60, 120)
RATES = {"/softmax": 2.0, "/digit": 0.5}  # changes a second of each visitor


def measure_reruns(figures: Figures, folder: Path) -> None:
    """Time the changes of one visitor, page by page, beside the bare app."""
    with playground(folder / "app.txt") as app, bare(folder / "bare.txt") as plain:
        calm(app)
        urls = {"bare": plain.url, "playground": app.url}
        figures.add(*asyncio.run(reruns.measure(urls, HANDS, rounds=40)))


def measure_browser(figures: Figures, folder: Path) -> None:
    """Follow one hand in Chromium."""
    with (
        playground(folder / "app.txt") as app,
        bare(folder / "bare.txt") as plain,
        chromium() as found,
    ):
        calm(app)
        benches = [
            browser.open_bench(found, "", "bare", plain.url, browser.STOCK_SLIDER),
            *(
                browser.open_bench(found, f" {name}", "playground", app.url + name, browser.OUR_BAR)
                for name in ("/", "/softmax", "/weather")
            ),
        ]
        figures.add(*browser.press_keys(benches, rounds=20))
        figures.add(*map(browser.drag, benches))
        canvas = Thumb(browser.CANVAS, browser.CANVAS)
        pen = browser.open_bench(found, "", "playground", f"{app.url}/digit", canvas)
        figures.add(browser.lift_pen(pen.page, rounds=10))


def measure_load(figures: Figures, folder: Path) -> None:
    """Let classes of many sizes in."""
    with playground(folder / "app.txt") as app, bare(folder / "bare.txt") as plain:
        calm(app)
        for visitors in CROWDS:
            for page, rate in RATES.items():
                if page in HANDS:
                    who = load.Class(HANDS[page], visitors, rate)
                    name = f"load {page}, {visitors} visitors"
                    pids = [app.process.pid]
                    figures.add(asyncio.run(load.crowd(name, "playground", app.url, pids, who)))
            who, pids = load.Class(BARE, visitors, 2.0), [plain.process.pid]
            name = f"load, {visitors} visitors"
            figures.add(asyncio.run(load.crowd(name, "bare", plain.url, pids, who)))


def measure_start(figures: Figures, folder: Path) -> None:
    """Start from nothing."""
    with chromium() as found:
        figures.add(*start.measure(found, folder, rounds=3))
        figures.add(start.measure_cold_digit(found, folder, rounds=3))


def measure_memory(figures: Figures, folder: Path) -> None:
    """Weigh the process."""
    with playground(folder / "app.txt") as app:
        pid = calm(app).process.pid
        figures.add(memory.figure("memory at start", memory.resident(pid)))
        figures.add(*asyncio.run(memory.in_use(app.url, pid, HANDS)))
        for name in ("/softmax", "/digit"):
            figures.add(asyncio.run(memory.per_visitor(app.url, pid, name, HANDS[name], 20)))
        figures.add(asyncio.run(memory.growth(app.url, pid, "/softmax", HANDS["/softmax"], 10_000)))


def measure_copies(figures: Figures, folder: Path) -> None:
    """Put two copies behind nginx."""
    figures.add(*copies.measure(folder, HANDS["/softmax"]))


def measure_distance(figures: Figures, folder: Path) -> None:
    """Follow one hand in Chromium, near the server and far from it, and a first visit."""
    with (
        playground(folder / "app.txt") as app,
        bare(folder / "bare.txt") as plain,
        chromium() as found,
    ):
        calm(app)
        figures.follow(distance.measure(found, app.port))
        figures.add(distance.draw(found, app.url))
        with distance.opened(found, f"{app.url}/digit?lang=en&v=1") as page:
            figures.add(distance.lift(page, rounds=10))
        figures.follow(distance.first_visits(found, app.port, plain.port))


def measure_class(figures: Figures, folder: Path) -> None:
    """Let a class drag at once, and draw at once."""
    with playground(folder / "app.txt") as app:
        pid = calm(app).process.pid
        for page, query, column in (
            ("softmax", channels.QUERY, "z"),
            ("weather", {"lang": "en"}, "p"),
        ):
            for hands in (1, 20):
                asked = channels.processor(app.url, pid, page, query, column, hands)
                figures.add(asyncio.run(asked))
        figures.add(asyncio.run(load.stroke(app.url, pid, HANDS["/digit"], rounds=40)))
        who = load.Class(HANDS["/digit"], 60, RATES["/digit"])
        figures.add(
            asyncio.run(load.crowd("load /digit, 60 visitors", "playground", app.url, [pid], who))
        )
    figures.add(*channels.measure(folder))


PARTS: dict[str, Callable[[Figures, Path], None]] = {
    "distance": measure_distance,
    "class": measure_class,
    "reruns": measure_reruns,
    "browser": measure_browser,
    "start": measure_start,
    "load": measure_load,
    "memory": measure_memory,
    "copies": measure_copies,
}


# What was reached long ago is measured where somebody asks for all.
USUAL = ("distance", "class", "reruns", "start")


def give_up(_signal: int, _frame: FrameType | None) -> None:
    """End the run in an orderly way: every server and browser is stopped on the way out."""
    raise TimeoutError(f"the benchmarks took more than {MOST_SECONDS} s")


def main() -> None:
    """Measure all parts, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", choices=[[], "all", *PARTS], help=f"default: {' '.join(USUAL)}"
    )
    parser.add_argument("--folder", type=Path, default=ROOT / "build", help="for the results")
    arguments = parser.parse_args()
    figures, about, begin = Figures(), report.machine(), time.monotonic()
    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(MOST_SECONDS if arguments.parts != ["all"] else 2 * MOST_SECONDS)
    try:
        parts = PARTS if arguments.parts == ["all"] else arguments.parts or USUAL
        for part in parts:
            with tempfile.TemporaryDirectory() as folder:
                PARTS[part](figures, Path(folder))
    finally:
        signal.alarm(0)
        print("\n" + report.write(figures, about, time.monotonic() - begin, arguments.folder))


if __name__ == "__main__":
    main()
