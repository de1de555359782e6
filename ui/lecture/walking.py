"""Moves along the path, as links: to a stop, to its answer, and off the path again."""

from __future__ import annotations

from ui.lecture.looking import looking
from ui.lecture.stops import STOPS
from ui.link.permalink import SHARED, left, now

KEPT = ("lang", "v", "hide", "present")  # as they are, wherever one goes


def to_stop(number: int) -> tuple[str, dict[str, str]]:
    """Return page and query of a stop: as it was left in this visit, or as the lecture shows it."""
    stop, named = STOPS[number - 1], {"stop": str(number)}
    own = left(stop.page, named) or stop.state
    return stop.page, {k: text for k, text in own.items() if k not in KEPT} | named | _kept()


def afresh() -> dict[str, str]:
    """Return the query of the stop that is shown, as the lecture shows it; what was answered stays answered."""
    seen = looking()
    told = {name: text for name, text in now().items() if name in SHARED}
    return {**(seen.stop.state if seen.stop else {}), **told, **_kept()}


def moved(query: dict[str, str]) -> bool:
    """Return whether the page at a stop shows anything else than the lecture does."""
    stop = looking().stop
    return stop is not None and any(query.get(k) != text for k, text in stop.state.items())


def off(page: str) -> dict[str, str]:
    """Return the query of a page as it was before the path."""
    return left(page, {}) | _kept()


def changed(**texts: str | None) -> dict[str, str]:
    """Return the query that shows the same page with other parameters of the shared part; None takes one out."""
    both: dict[str, str | None] = {**now(), **texts}
    return {name: text for name, text in both.items() if text is not None}


def _kept() -> dict[str, str]:
    return {name: text for name, text in now().items() if name in KEPT}
