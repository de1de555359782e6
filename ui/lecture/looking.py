"""What every page's link says of how it is looked at: the stop, the prediction, what is hidden, whether it is projected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from core.errors import InvalidInput
from ui.lecture.questions import LONGEST_GUESS
from ui.lecture.stop import Stop
from ui.lecture.stops import OLD_STEPS, STOPS
from ui.link.parameters import read_code, read_whole, unknown_code
from ui.link.permalink import Problem, now

HIDEABLE = (
    "title",
    "navigation",
    "language",
    "presets",
    "tools",
    "formula",
    "loss",
    "tabs",
    "panel",
    "share",
)
"""What a link can hide, by its codes."""


@dataclass(frozen=True)
class Looking:
    """How a page is looked at.

    Attributes
    ----------
    number
        The stop, from 1; 0 off the path.
    guess
        What was predicted there, as it was typed.
    revealed
        The question has been answered.
    hidden
        Codes of `HIDEABLE`.
    presented
        The page is projected.
    """

    number: int = 0
    guess: str = ""
    revealed: bool = False
    hidden: tuple[str, ...] = ()
    presented: bool = False

    @property
    def stop(self) -> Stop | None:
        """The stop, or None off the path."""
        return STOPS[self.number - 1] if self.number else None

    @property
    def open(self) -> Stop | None:
        """The stop whose question is open, if there is one."""
        return None if self.revealed else self.stop


def looking() -> Looking:
    """Return how the page is looked at now."""
    return read(now())


def read(query: Mapping[str, str]) -> Looking:
    """Return what a query says; what cannot be used says nothing.

    >>> read({"stop": "99", "hide": "loss,<b>"})
    Looking(number=0, guess='', revealed=False, hidden=('loss',), presented=False)
    """
    said = query.get
    return _read(
        said("stop", ""),
        said("guess", ""),
        said("reveal", ""),
        said("hide", ""),
        said("present", ""),
    )


@lru_cache(maxsize=256)
def _read(number: str, guess: str, reveal: str, hide: str, present: str) -> Looking:
    known = number.isascii() and number.isdigit() and len(number) < 9
    stop = int(number) if known and 1 <= int(number) <= len(STOPS) else 0
    asked = hide.split(",")
    return Looking(
        stop,
        guess[:LONGEST_GUESS] if stop else "",
        bool(stop) and reveal == "1",
        tuple(code for code in HIDEABLE if code in asked),
        present == "1",
    )


def check(page: str, query: dict[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """Return the query of an arrival with what its stop adds, and what of its shared part is wrong.

    A stop's link may leave out all that the stop itself says. What is wrong is taken out of the link.
    """
    query, problems = dict(query), list[Problem]()
    if page == "weather" and "step" in query:
        old = query.pop("step")
        if old in OLD_STEPS:
            query.setdefault("stop", str(OLD_STEPS[old]))
        else:
            problems.append(Problem("step", unknown_code(old, tuple(OLD_STEPS))))
    for name, parse in READERS.items():
        if name in query:
            try:
                parse(query[name])
            except InvalidInput as error:
                problems.append(Problem(name, error))
                if name == "hide":
                    query[name] = ",".join(read(query).hidden)
                if name != "hide" or not query[name]:
                    del query[name]
    seen = read(query)
    if seen.stop is None:
        query = {name: text for name, text in query.items() if name not in ("guess", "reveal")}
    elif seen.stop.page == page:
        query = {**seen.stop.state, **query}
    return query, problems


def _read_hidden(text: str) -> None:
    for code in filter(None, text.split(",")):
        if code not in HIDEABLE:
            raise unknown_code(code, HIDEABLE)


READERS: dict[str, Callable[[str], object]] = {
    "stop": lambda text: read_whole(text, 1, len(STOPS)),
    "reveal": lambda text: read_code(text, ("1",)),
    "hide": _read_hidden,
    "present": lambda text: read_code(text, ("1",)),
}
