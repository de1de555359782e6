"""What a hand feels in a real Chromium: from a key or the pen to new bars, and updates while dragging."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.figures import Figure
from scripts.chromium import DESKTOP, settle

PROBE = (Path(__file__).parent / "probe.js").read_text()
ANSWER_MS = 10_000
CALM_MS = 400  # longer than the hand's rest and what follows it
DRAG_SECONDS = 3
CANVAS = ".st-key-canvas canvas.upper-canvas"


@dataclass(frozen=True)
class Thumb:
    """Selectors of the first thing that can be moved: what has the focus, and what is dragged."""

    focus: str
    grip: str


OUR_BAR = Thumb(".st-key-logit_bars [role=slider]", ".st-key-logit_bars [role=slider]")
STOCK_SLIDER = Thumb("input[type=range]", 'div:has(> [data-testid="stSliderThumbValue"])')


@dataclass(frozen=True)
class Bench:
    """One page under the hand.

    Attributes
    ----------
    name, subject
        As the figures carry them.
    page
        Playwright's, settled.
    thumb
        What takes the keys and is dragged.
    """

    name: str
    subject: str
    page: Page
    thumb: Thumb


def open_bench(browser: Browser, name: str, subject: str, url: str, thumb: Thumb) -> Bench:
    """Open a page with the probe in it, and wait until it can be used."""
    page = browser.new_context(**DESKTOP, locale="en-US").new_page()  # type: ignore[arg-type]
    page.add_init_script(PROBE)
    page.goto(url)
    settle(page)
    page.locator(thumb.grip).first.wait_for()
    page.wait_for_function("() => bench.drawn()")
    return Bench(name, subject, page, thumb)


def close(bench: Bench) -> None:
    """Close the page's window."""
    bench.page.context.close()


def press_keys(benches: list[Bench], rounds: int) -> list[Figure]:
    """Press an arrow key on each page in turn; return the times until the new bars are painted."""
    times: dict[int, list[float]] = {i: [] for i in range(len(benches))}
    for n in range(rounds + 2):
        for i, bench in enumerate(benches):
            bench.page.bring_to_front()
            bench.page.locator(bench.thumb.focus).first.focus()
            key = "ArrowRight" if n % 2 else "ArrowLeft"
            taken = until_painted(bench.page, lambda b=bench, k=key: b.page.keyboard.press(k))  # type: ignore[misc]
            if n >= 2:
                times[i].append(taken)
    return [
        Figure(f"key to new bars{bench.name}", bench.subject, "ms", tuple(times[i]))
        for i, bench in enumerate(benches)
    ]


def until_painted(page: Page, act: Callable[[], object]) -> float:
    """Return the milliseconds from what a hand did to the frame that shows new bars."""
    page.evaluate("bench.begin()")
    act()
    page.wait_for_function("() => bench.took() !== null", timeout=ANSWER_MS)
    taken = float(page.evaluate("bench.took()"))
    settle(page)
    page.wait_for_timeout(CALM_MS)
    return taken


def drag(bench: Bench) -> Figure:
    """Drag for some seconds; return how many times each second new bars were painted."""
    page = bench.page
    page.bring_to_front()
    box = page.locator(bench.thumb.grip).first.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 10, y)
    page.evaluate("bench.begin()")
    begin = time.monotonic()
    step = 0
    while time.monotonic() < begin + DRAG_SECONDS:
        step += 1
        page.mouse.move(x + 60 - abs(step % 240 - 120), y)
    frames = page.evaluate(f"bench.perSecond({DRAG_SECONDS})")
    page.mouse.up()
    settle(page)
    return Figure(f"updates while dragging{bench.name}", bench.subject, "1/s", tuple(frames))


def lift_pen(page: Page, rounds: int) -> Figure:
    """Draw a stroke again and again; return the times from the lifted pen to the new bars."""
    page.bring_to_front()
    times = [until_painted(page, lambda k=n: draw_stroke(page, k)) for n in range(rounds + 1)]  # type: ignore[misc]
    return Figure("pen up to new bars /digit", "playground", "ms", tuple(times[1:]))


def draw_stroke(page: Page, n: int) -> None:
    """Draw the n-th of some strokes that differ, from left to right."""
    box = page.locator(CANVAS).bounding_box()
    assert box is not None
    y = box["y"] + box["height"] * (0.2 + 0.6 * (n * 0.37 % 1))
    page.mouse.move(box["x"] + 0.2 * box["width"], y)
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(box["x"] + (0.2 + 0.06 * step) * box["width"], y + 3 * step)
    page.mouse.up()


def predict_cold(browser: Browser, url: str) -> float:
    """Open /digit, draw as soon as there is a canvas; return the seconds to the first prediction."""
    page = browser.new_context(**DESKTOP, locale="en-US").new_page()  # type: ignore[arg-type]
    begin = time.perf_counter()
    page.goto(f"{url}/digit?lang=en&v=1")
    page.locator(CANVAS).wait_for()
    draw_stroke(page, 0)
    page.locator(".st-key-prediction .answer b").wait_for()
    taken = time.perf_counter() - begin
    page.context.close()
    return taken
