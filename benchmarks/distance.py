"""What a hand sees in Chromium when its server is far away: how often the page follows, and how late."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

from playwright.sync_api import Browser, Page

from benchmarks.browser import CALM_MS, CANVAS, STOCK_SLIDER, draw_stroke
from benchmarks.far_away import far_away
from benchmarks.figures import Figure
from core.examples import LECTURE_LOGITS
from core.information import surprisal
from core.softmax import cross_entropy_from_logits
from scripts.chromium import DESKTOP, settle
from ui.language.numbers import number, precise
from ui.language.sentences import speaking

ROUND_TRIPS = (0, 50, 150, 300)  # milliseconds
MBIT = 1e6 / 8  # bytes a second
PEN_SECONDS = 3
# A hand that moves in every frame; what it holds and what its place says, frame by frame.
DRAG = """([bar, place, moves, seconds]) => new Promise((done) => {
  const box = bar.getBoundingClientRect(), began = performance.now(), samples = [];
  const frame = () => {
    const now = performance.now() - began;
    samples.push([now, Number(bar.getAttribute("aria-valuenow")), document.querySelector(place).textContent, document.querySelector(moves).textContent]);
    if (now > 1000 * seconds) return done(samples);
    const clientX = box.left + box.width * (0.5 + 0.3 * Math.sin(now / 700));
    bar.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY: box.top + 5, bubbles: true }));
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})"""


@dataclass(frozen=True)
class Followed:
    """A page under the hand: which bar is held, where its answer stands, what that says for a value; what all moves."""

    path: str
    element: str
    place: str
    says: Callable[[float], str]
    moves: str = ".st-key-loss"


def _loss(*others: float) -> Callable[[float], str]:
    target = [1.0] + [0.0] * len(others)
    return lambda z: precise(cross_entropy_from_logits([z, *others], target))


PAGES = {
    "/softmax": Followed(
        "/softmax?lang=en&v=1",
        "logit_bars",
        ".st-key-loss .loss-value b",
        _loss(*LECTURE_LOGITS[1:]),
    ),
    "/weather": Followed(
        "/weather?lang=en&v=1",
        "weather_states",
        '.st-key-weather_states .bars-row:not(.bars-head) [data-column="bits"]',
        lambda p: number(float(surprisal([p, 1 - p])[0]), 2),
        ".st-key-averages",
    ),
    "/": Followed(
        "/?lang=en&v=1", "logit_bars", ".st-key-loss .loss-value b", _loss(*LECTURE_LOGITS[1:])
    ),
}


@contextmanager
def opened(browser: Browser, url: str) -> Iterator[Page]:
    """Open a page in a browser that knows nothing, and close it."""
    context = browser.new_context(**DESKTOP, locale="en-US")  # type: ignore[arg-type]
    try:
        page = context.new_page()
        page.goto(url)
        settle(page, 90)
        yield page
    finally:
        context.close()


def measure(browser: Browser, port: int, seconds: float = 3) -> Iterator[Figure]:
    """Drag on each page at each distance; yield updates of the hand's moves, and milliseconds from it to its number."""
    for round_trip in ROUND_TRIPS:
        with far_away(port, round_trip / 2000) as url:
            for name, followed in PAGES.items():
                with opened(browser, url + followed.path) as page:
                    where = f"{name} at {round_trip} ms"
                    yield from drag(page, where, followed, seconds, round_trip)


def drag(
    page: Page, name: str, followed: Followed, seconds: float, round_trip: int
) -> list[Figure]:
    """Drag one bar; every value that the hand held is looked for in what the page said later."""
    bar = page.locator(f".st-key-{followed.element} [role=slider]").first
    bar.hover()
    page.mouse.down()
    held = bar.element_handle()
    samples = page.evaluate(DRAG, [held, followed.place, followed.moves, seconds])
    page.mouse.up()
    with speaking("en"):
        late = [t for t in latencies(samples, followed.says) if t is not None]
    # The first round trip has no answers yet, and the moves of the last one get theirs later.
    end = samples[-1][0]
    changes = sum(a[3] != b[3] for a, b in pairwise(samples) if b[0] > round_trip)
    moves = sum(a[1] != b[1] for a, b in pairwise(samples) if b[0] < end - round_trip)
    also = {
        "updates_per_s": 1000 * changes / (end - round_trip),
        "frames_per_s": len(samples) / seconds,
    }
    return [
        Figure(f"updates of the hand's, {name}", "playground", "", (changes / moves,), also=also),
        Figure(f"hand to its number, {name}", "playground", "ms", tuple(late)),
    ]


def latencies(
    samples: list[tuple[float, float, str, str]], says: Callable[[float], str]
) -> Iterator[float | None]:
    """Yield for each value how long after the hand had it the page said what belongs to it; None: never."""
    for i, (t, value, _text, _all) in enumerate(samples):
        if i and value != samples[i - 1][1]:
            expected = says(value)
            yield next(
                (later - t for later, _v, text, _all in samples[i:] if text == expected), None
            )


def draw(browser: Browser, url: str) -> Figure:
    """Keep the pen down for some seconds; return how often a second the answer changed."""
    with opened(browser, f"{url}/digit?lang=en&v=1") as page:
        box = page.locator(CANVAS).bounding_box()
        assert box is not None
        x, y, side = box["x"], box["y"], box["width"]
        page.mouse.move(x + 0.3 * side, y + 0.3 * side)
        page.mouse.down()
        page.evaluate(
            """() => {
              window.seen = [];
              const frame = () => {
                const now = document.querySelector(".st-key-softmax_bars").textContent;
                if (now !== seen.at(-1)?.[1]) seen.push([performance.now(), now]);
                requestAnimationFrame(frame);
              };
              frame();
            }"""
        )
        begun = page.evaluate("performance.now()")
        step = 0
        while (now := page.evaluate("performance.now()")) < begun + 1000 * PEN_SECONDS:
            step += 1
            page.mouse.move(
                x + side * (0.3 + 0.4 * (step % 97) / 97), y + side * (0.3 + 0.4 * (step % 61) / 61)
            )
        count = page.evaluate("seen.length") - 1
        page.mouse.up()
    also = {"moves_per_s": 1000 * step / (now - begun)}
    return Figure(
        "answers while the pen is down",
        "playground",
        "1/s",
        (1000 * count / (now - begun),),
        also=also,
    )


# Frame by frame what the bars say, and when the pen was lifted.
WATCH = """() => {
  window.said = []; window.lifted = null;
  addEventListener("mouseup", (event) => (lifted = event.timeStamp), { capture: true, once: true });
  const frame = () => {
    said.push([performance.now(), document.querySelector(".st-key-softmax_bars").textContent]);
    requestAnimationFrame(frame);
  };
  frame();
}"""


def lift(page: Page, rounds: int) -> Figure:
    """Draw a stroke again and again; return the times from the lifted pen until the bars say what they say at last."""
    times = []
    for n in range(rounds + 1):
        page.evaluate(WATCH)
        draw_stroke(page, n)
        settle(page)
        page.wait_for_timeout(CALM_MS)
        lifted, said = page.evaluate("[lifted, said]")
        times.append(next(t - lifted for t, text in said if t > lifted and text == said[-1][1]))
    return Figure("pen up to new bars /digit", "playground", "ms", tuple(times[1:]))


FIRST_VISITS = {
    "/softmax": ("/softmax?lang=en&v=1", ".st-key-softmax_bars .bars-fill"),
    "its landscape": ("/softmax?lang=en&v=1&tab=landscape", ".js-plotly-plot .contourlayer path"),
}


USABLE = "selector => document.querySelector(selector) && performance.now()"
BARE_VISIT = ("", STOCK_SLIDER.grip)


def first_visits(browser: Browser, port: int, bare: int) -> Iterator[Figure]:
    """Yield bytes and seconds of first visits, of a bare app's beside them, and seconds of warm ones."""
    for name, (path, usable) in {**FIRST_VISITS, "": BARE_VISIT}.items():
        who, where = ("playground", port) if name else ("bare", bare)
        with far_away(where, 0.05, 10 * MBIT) as url:
            visits = [visit(browser, url + path, usable) for _ in range(3)]
        megabytes, seconds, warm = zip(*visits, strict=True)
        yield Figure(f"first visit, {name}".strip(" ,"), who, "MB", megabytes)
        yield Figure(f"first visit at 10 Mbit/s, {name}".strip(" ,"), who, "s", seconds)
        if name:
            with far_away(where, 0) as url:
                times = [visit(browser, url + path, usable)[2] for _ in range(3)]
            also = {"at_10_Mbit": statistics.median(warm)}
            yield Figure(f"warm, {name}", who, "s", tuple(times), also=also)


def visit(browser: Browser, url: str, usable: str) -> tuple[float, float, float]:
    """Open a page twice; return megabytes until it was usable, seconds until then, and seconds the second time."""
    context = browser.new_context(**DESKTOP, locale="en-US")  # type: ignore[arg-type]
    try:
        page = context.new_page()
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        sizes: list[float] = []
        network.on("Network.loadingFinished", lambda e: sizes.append(e["encodedDataLength"]))
        seconds = []
        megabytes = 0.0
        for first in (True, False):
            page.goto(url, wait_until="commit")
            # In every frame: a locator looks only every half second in the end.
            there = page.wait_for_function(USABLE, arg=usable, polling="raf", timeout=90_000)
            seconds.append(there.json_value() / 1000)
            if first:
                megabytes = sum(sizes) / 1e6
                settle(page, 90)
        return megabytes, seconds[0], statistics.median(seconds[1:])
    finally:
        context.close()
