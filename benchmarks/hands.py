"""What a visitor does on each page, as the browser would send it."""

from __future__ import annotations

import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from benchmarks.client import VisitError, Visitor
from scripts.server import ROOT

EXAMPLES = ROOT / "core" / "digits" / "examples.json"
# After the last key, the bars say that the hand rests; where all is live, after a longer pause.
REST_SECONDS, ALL_LIVE_SECONDS = 0.25, 1.0
Act = Callable[[Visitor, int], Awaitable[None]]


@dataclass(frozen=True)
class Hand:
    """One kind of change.

    Attributes
    ----------
    page, query
        Where it happens.
    change
        Makes the n-th change of a visitor, and returns when the answer is complete.
    rest
        What follows once the hand rests, if anything does.
    pause
        How many seconds after a change the hand rests, if it does nothing else.
    """

    page: str
    query: str
    change: Act
    rest: Act | None = None
    pause: Callable[[Visitor], float] = lambda visitor: REST_SECONDS


def dragged(n: int, low: float, high: float) -> float:
    """Return where a hand that goes to and fro is at its n-th step."""
    steps = 20
    along = abs((n % (2 * steps)) - steps) / steps
    return round(low + along * (high - low), 3)


async def slide(visitor: Visitor, n: int) -> None:
    """Move the first slider of the bare app."""
    await visitor.slide(visitor.find("z1"), dragged(n, -5, 5))


def bars(page: str, key: str) -> Hand:
    """Return the hand that moves the first bar of an element, and rests.

    Where the element's page is live, a moving hand asks its route; Streamlit hears of it
    when it rests, and from elements that are not live at once.
    """

    async def move(visitor: Visitor, n: int) -> None:
        shown = visitor.find(key).data()
        if shown["live"]:
            await ask(visitor, key, moves(shown, n))
        else:
            await tell(visitor, key, n, resting=False)

    async def rest(visitor: Visitor, n: int) -> None:
        await tell(visitor, key, n, resting=True)

    def pause(visitor: Visitor) -> float:
        live = visitor.find(key).data()["live"]
        return ALL_LIVE_SECONDS if live and live["all_live"] else REST_SECONDS

    return Hand(page, "lang=en&v=1", move, rest, pause)


def moves(shown: dict[str, Any], n: int) -> list[list[object]]:
    """Return the n-th move of the first bar that can be moved."""
    column = next(c for c in shown["columns"] if c["edit"] and not c.get("words"))
    return [[0, column["key"], dragged(n, column["low"] / 2, column["high"] / 2)]]


async def ask(visitor: Visitor, key: str, moved: list[list[object]]) -> None:
    """Ask a live page for its numbers after a move."""
    live = visitor.find(key).data()["live"]
    question = {"query": live["query"], "moves": moved}
    answer = await visitor.http.post(f"/live/{live['page']}", question)
    if key not in answer["pictures"]:
        raise VisitError(f"{key} is not in the live answer")


async def tell(visitor: Visitor, key: str, n: int, *, resting: bool) -> None:
    """Tell Streamlit of a move, and see that it answers that very one."""
    widget = visitor.find(key)
    number = 2 * n + 1 + resting
    hand = {
        "number": number,
        "moves": moves(widget.data(), n),
        "resting": resting,
        "drawn": resting,
        "seen": visitor.seen,
    }
    await visitor.trigger(widget, "hand", hand)
    if visitor.find(key).data()["answer"] != number:
        raise VisitError(f"{key} did not answer move {number}")


def drawing() -> Hand:
    """Return the hand that draws digits, a stroke at a time.

    No two drawings are the same, so that nobody's is answered from memory.
    """
    shaky = random.Random(7)
    digits = list(json.loads(EXAMPLES.read_text()).values())

    async def draw(visitor: Visitor, n: int) -> None:
        strokes = digits[n % len(digits)]
        objects = [path(stroke, shaky) for stroke in strokes[: 1 + n % len(strokes)]]
        before = visitor.find("softmax_bars").data()["columns"]
        canvas = visitor.find("digit.pen")
        told = canvas.data()["initialDrawing"]["background"]  # which sheet of paper it is
        raw = {"objects": objects, "background": told}
        await visitor.set(canvas, {"drawing": {"raw": raw, "data": None}})
        if visitor.find("softmax_bars").data()["columns"] == before:
            raise VisitError("a stroke changed nothing")

    return Hand("digit", "lang=en&v=1", draw)


def path(stroke: list[list[float]], shaky: random.Random) -> dict[str, object]:
    """Return a stroke as the canvas sends it, drawn by a hand that shakes."""
    points = [[x + shaky.gauss(0, 1.5), y + shaky.gauss(0, 1.5)] for x, y in stroke]
    commands = [["M", *points[0]]]
    commands += [["Q", *a, *b] for a, b in pairwise(points)]
    return {"type": "Path", "path": [*commands, ["L", *points[-1]]]}


BARE = Hand("", "", slide)
HANDS = {
    "/": bars("", "logit_bars"),
    "/softmax": bars("softmax", "logit_bars"),
    "/weather": bars("weather", "weather_states"),
    "/digit": drawing(),
}
