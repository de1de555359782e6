"""What must be reached, and whether it was."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.figures import Figures

US, BARE = "playground", "bare"


@dataclass(frozen=True)
class Goal:
    """One row of the table.

    Attributes
    ----------
    what
        Is measured.
    measured
        Gives it from the figures, in the limit's unit.
    limit, aim
        What must be reached, and what we want.
    unit
        Of all three; empty for a ratio.
    at_least
        The limit is a lower one.
    """

    what: str
    measured: Callable[[Figures], float]
    limit: float
    aim: float
    unit: str = ""
    at_least: bool = False

    def verdict(self, value: float) -> str:
        """Return in one word how far a value is."""
        sign = -1 if self.at_least else 1
        if math.isnan(value):
            return "not measured"
        if sign * value <= sign * self.aim:
            return "aim"
        return "reached" if sign * value <= sign * self.limit else "SHORT"


def ratio(ours: str, theirs: str) -> Callable[[Figures], float]:
    """Return the ratio of our median to the bare app's."""
    return lambda figures: median(figures, ours) / median(figures, theirs, BARE)


def median(figures: Figures, name: str, subject: str = US) -> float:
    """Return a median, or not a number."""
    figure = figures.get(name, subject)
    return figure.median if figure else math.nan


def middle(name: str) -> Callable[[Figures], float]:
    """Return our median of a figure."""
    return lambda figures: median(figures, name)


def p95(name: str) -> Callable[[Figures], float]:
    """Return our 95th percentile of a figure; infinite where there was an error."""

    def measured(figures: Figures) -> float:
        figure = figures.get(name, US)
        if figure is None:
            return math.nan
        return math.inf if figure.errors else figure.p95

    return measured


def worst(name: str) -> Callable[[Figures], float]:
    """Return the smallest of our medians of the figures whose names begin so."""

    def measured(figures: Figures) -> float:
        return min((f.median for f in figures.all if f.name.startswith(name)), default=math.nan)

    return measured


def beyond(page: str) -> Callable[[Figures], float]:
    """Return by how many milliseconds a page's numbers come later than the round trip, where it is worst."""

    def measured(figures: Figures) -> float:
        late = [
            f.median - float(f.name.split(" at ")[1].removesuffix(" ms"))
            for f in figures.all
            if f.name.startswith(f"hand to its number, {page} at ")
        ]
        return max(late, default=math.nan)

    return measured


CLASS = "60 dragging, two copies"
NEW = [
    *(
        Goal(
            f"{page}, 0 to 300 ms away: updates of the hand's moves",
            worst(f"updates of the hand's, {page} at "),
            0.8,
            1.0,
            "",
            True,
        )
        for page in ("/softmax", "/weather", "/")
    ),
    *(
        Goal(f"{page}: hand to its number, beyond the round trip", beyond(page), 35, 17, "ms")
        for page in ("/softmax", "/weather", "/")
    ),
    Goal(
        "processor of a live answer, /softmax, 20 hands",
        middle("processor of a live answer, /softmax, 20 hands"),
        0.7,
        0.3,
        "ms",
    ),
    Goal(
        "processor of a live answer, /weather, 20 hands",
        middle("processor of a live answer, /weather, 20 hands"),
        1.0,
        0.5,
        "ms",
    ),
    Goal(
        "answers while the pen is down",
        middle("answers while the pen is down"),
        20,
        60,
        "1/s",
        True,
    ),
    Goal("pen up to new bars", middle("pen up to new bars /digit"), 60, 20, "ms"),
    Goal("processor of a stroke's rerun", middle("processor of a stroke's rerun"), 10, 5, "ms"),
    Goal("60 visitors drawing, p95", p95("load /digit, 60 visitors"), 100, 40, "ms"),
    Goal(
        "60 dragging, two copies: updates of each",
        middle(f"{CLASS}: updates of each"),
        15,
        30,
        "1/s",
        True,
    ),
    Goal("the same: a preset of a 61st, p95", p95(f"{CLASS}: a preset"), 150, 60, "ms"),
    Goal("first visit of /softmax", middle("first visit, /softmax"), 1.3, 1.0, "MB"),
    Goal("first visit of its landscape", middle("first visit, its landscape"), 3.0, 2.4, "MB"),
    Goal(
        "first visit of /softmax at 10 Mbit/s, of bare",
        ratio("first visit at 10 Mbit/s, /softmax", "first visit at 10 Mbit/s"),
        0.6,
        0.45,
    ),
    Goal(
        "landscape's chart at 10 Mbit/s, first visit",
        middle("first visit at 10 Mbit/s, its landscape"),
        6,
        4,
        "s",
    ),
    Goal("landscape's chart, warm", middle("warm, its landscape"), 1.5, 1.0, "s"),
]
GOALS = [
    *NEW,
    Goal(
        "server rerun of /softmax, one visitor, of bare",
        ratio("rerun /softmax, hand rests", "rerun"),
        0.25,
        0.10,
    ),
    Goal(
        "key press to new bars, of bare",
        ratio("key to new bars /softmax", "key to new bars"),
        0.5,
        0.25,
    ),
    Goal(
        "bar updates while dragging", middle("updates while dragging /softmax"), 30, 60, "1/s", True
    ),
    Goal("30 visitors on /softmax, p95", p95("load /softmax, 30 visitors"), 100, 30, "ms"),
    Goal("60 visitors on /softmax, p95", p95("load /softmax, 60 visitors"), 250, 100, "ms"),
    Goal("30 visitors drawing, p95", p95("load /digit, 30 visitors"), 150, 60, "ms"),
    Goal(
        "start to first page, of bare",
        ratio("start to first page", "start to first page"),
        1.3,
        1.0,
    ),
    Goal("first prediction, /digit opened cold", middle("cold /digit to prediction"), 3, 1, "s"),
    Goal("memory with /digit in use", middle("memory, /digit in use"), 600, 400, "MB"),
    Goal("memory per further visitor", middle("memory per visitor /softmax"), 4, 1, "MB"),
    Goal("growth over 10,000 reruns", middle("growth over 10000 reruns /softmax"), 5, 0, "%"),
    Goal(
        "two copies: of the bound 2/(1+r)", middle("two copies, of the bound"), 0.9, 1.0, "", True
    ),
]
