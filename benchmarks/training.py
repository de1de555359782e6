"""``python -m benchmarks.training``: what the training page must reach, on a server of its own.

One visitor in Chromium; twenty at once, as pages ask, while a bar is dragged on /softmax; memory over a thousand trainings.
"""

from __future__ import annotations

import http.client
import json
import statistics
import struct
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Browser, Page

from benchmarks.distance import PAGES, drag
from scripts.chromium import DESKTOP, chromium, settle
from scripts.server import AppServer

VISITORS = 20
SECONDS = 8.0
PICTURE_SECONDS = 0.025  # as store.js paces a page
STEPS = 4
TRAININGS = 1000

# Pictures a second as an eye counts them: frames in which the regions or the step have changed.
WATCH = """seconds => new Promise((done) => {
    const began = performance.now();
    let last = '', pictures = 0;
    const frame = () => {
        const step = document.querySelector('[data-step]').dataset.step;
        if (step !== last) pictures += 1;
        last = step;
        if (performance.now() - began > 1000 * seconds) done(pictures / seconds);
        else requestAnimationFrame(frame);
    };
    frame();
})"""
# From pressing Train until the page says so many right answers; milliseconds.
REACH = """([share, place]) => new Promise((done) => {
    const began = performance.now();
    document.querySelector('.train-go').click();
    const frame = () => {
        const said = document.querySelectorAll('.train-status b')[place]?.textContent ?? '0';
        if (parseFloat(said.replace(',', '.')) >= share) done(performance.now() - began);
        else requestAnimationFrame(frame);
    };
    frame();
})"""


class Visitor:
    """A page that trains, without a browser: one question after another, as fast as a page asks."""

    def __init__(self, port: int, who: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.who, self.step, self.pictures, self.key = who, 0, 0, ""

    def ask(self, **question: Any) -> dict[str, Any]:
        """Ask for a picture, and return its header."""
        sent = {"query": {"lang": "en"}, "who": self.who, "step": self.step, "data": self.key}
        body = json.dumps(sent | question).encode()
        self.connection.request("POST", "/training/picture", body)
        answer = self.connection.getresponse().read()
        (length,) = struct.unpack_from("<I", answer)
        head: dict[str, Any] = json.loads(answer[4 : 4 + length])
        self.step = head["step"]
        self.key = head.get("points", {}).get("key", self.key)
        self.pictures += 1
        return head

    def train(self, until: float) -> None:
        """Train as a page does, until a moment."""
        worded = 0.0
        while (now := time.monotonic()) < until:
            words = now - worded > 0.125
            worded = now if words else worded
            self.ask(ahead=STEPS, words=words)
            time.sleep(max(0.0, PICTURE_SECONDS - (time.monotonic() - now)))


def open_page(browser: Browser, url: str, part: str = "[data-step]") -> Page:
    """Open a page of the app and wait until it stands, with one of its parts."""
    page = browser.new_context(locale="en-US", **DESKTOP).new_page()  # type: ignore[arg-type]
    page.goto(url)
    settle(page)
    page.locator(part).first.wait_for()
    return page


def one_visitor(browser: Browser, server: AppServer) -> None:
    """Measure pictures a second, and the time to 98 % of the arms and to 90 % of the digits."""
    page = open_page(browser, server.url + "/train?lang=en")
    said("three arms: from Train to 98 %", page.evaluate(REACH, [98, 1]) / 1000, "s")
    said("pictures a second", page.evaluate(WATCH, 4), "")
    page = open_page(browser, server.url + "/train?lang=en&data=digits&net=none")
    said("digits: from Train to 90 % of those held out", page.evaluate(REACH, [90, 2]) / 1000, "s")


def from_a_link(server: AppServer) -> None:
    """Measure how long the first picture of step 2,000 takes, of a run that nobody has trained."""
    visitor = Visitor(server.port, "link")
    query = {"lang": "en", "seed": "77"}
    visitor.step = 2000
    said("step 2,000 from a link", timed(lambda: visitor.ask(query=query)), "s")


def timed(act: Callable[[], Any]) -> float:
    """Return how many seconds something takes."""
    began = time.monotonic()
    act()
    return time.monotonic() - began


def twenty_visitors(browser: Browser, server: AppServer) -> None:
    """Measure the steps of each of twenty, and a dragged bar meanwhile."""
    slider = ".st-key-logit_bars [role=slider]"
    page = open_page(browser, server.url + PAGES["/softmax"].path, slider)
    dragged_bar(page, "nobody trains", 3)
    visitors = [Visitor(server.port, f"visitor {n}") for n in range(VISITORS)]
    until = time.monotonic() + SECONDS + 1
    threads = [threading.Thread(target=v.train, args=(until,)) for v in visitors]
    for thread in threads:
        thread.start()
    time.sleep(1)
    dragged_bar(page, f"{VISITORS} train", SECONDS - 1)
    for thread in threads:
        thread.join()
    steps = sorted(v.step / (SECONDS + 1) for v in visitors)
    said("steps a second of each, the slowest", steps[0], "")
    said("steps a second of each, the median", statistics.median(steps), "")


def memory(server: AppServer) -> None:
    """Measure what visitors who train add, and what a thousand trainings leave."""
    before = resident(server)
    for n in range(VISITORS):
        trains(server, n, 400)
    said("memory of a visitor who trains", (resident(server) - before) / VISITORS / 1e6, "MB")
    for n in range(150):  # all that is kept is full
        trains(server, n, 50)
    full = resident(server)
    for n in range(TRAININGS):
        trains(server, 1000 + n, 50)
    said(f"memory: growth over {TRAININGS} trainings", 100 * (resident(server) / full - 1), "%")


def trains(server: AppServer, n: int, steps: int) -> None:
    """Let a visitor of their own train a run of their own."""
    visitor = Visitor(server.port, f"memory {n}")
    visitor.ask(query={"lang": "en", "seed": str(n)}, ahead=steps, words=True)
    visitor.connection.close()


def resident(server: AppServer) -> int:
    """Return the memory of the server and of what trains for it, in bytes."""
    process = psutil.Process(server.process.pid)
    found: int = sum(p.memory_info().rss for p in (process, *process.children(recursive=True)))
    return found


def said(what: str, value: float, unit: str) -> None:
    """Print a line of the table."""
    print(f"| {what} | {value:.2f} {unit} |", flush=True)


def dragged_bar(page: Page, when: str, seconds: float) -> None:
    """Drag a bar in every frame, and print how long after the hand the page says what belongs to its value."""
    _updates, late = drag(page, when, PAGES["/softmax"], seconds, round_trip=0)
    said_times(f"a dragged bar, {when}", late.values)


def said_times(what: str, times: Sequence[float]) -> None:
    """Print the median and the 95th percentile of times in milliseconds."""
    ordered = sorted(times)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    print(
        f"| {what}: median, p95 of {len(times)} | {statistics.median(times):.0f}, {p95:.0f} ms |",
        flush=True,
    )


def main() -> None:
    """Measure all of it."""
    with (
        tempfile.TemporaryDirectory() as folder,
        AppServer(Path(folder) / "log.txt") as server,
        chromium() as browser,
    ):
        one_visitor(browser, server)
        from_a_link(server)
        twenty_visitors(browser, server)
        memory(server)


if __name__ == "__main__":
    main()
