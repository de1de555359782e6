"""What of a page is live: how a hand changes its state, and what is drawn of it meanwhile.

A rerun of the smallest fragment passes through Streamlit's loop and through React, for every element of the page.
While a hand moves, its page asks a way of its own instead (`ui.hand.channel`, or `ui.hand.live` where that is
closed): moves go in, and what the same drawing functions would show comes out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from core.errors import InvalidInput
from ui.hand.moves import Move
from ui.hand.recording import record, recording
from ui.language.sentences import speaking
from ui.lecture.answers import GOAL, goal_html
from ui.link.permalink import Link, asking

MOST_MOVES = (
    64  # in one question: one for each thing that a hand moved and Streamlit has not heard of
)
State = TypeVar("State")
Columns = frozenset[str]
Pictures = dict[str, Any]
_TAGS = re.compile(r"(<[^>]*>)")


@dataclass(frozen=True)
class LivePage(Generic[State]):
    """One page that follows a hand.

    Attributes
    ----------
    link
        Says the page's state.
    moved
        Returns the state after one move; raises `InvalidInput` for one that cannot be.
    draw
        Draws what is live, after moves in some columns.
    slow
        Whether what starts from a state may take longer than some milliseconds: then it is done beside the
        loop that serves all visitors, one at a time.
    """

    link: Link[State]
    moved: Callable[[State, Move], State]
    draw: Callable[[State, Columns], None]
    slow: Callable[[State], bool] = lambda _state: False

    def after(self, state: State, moves: Iterable[Move]) -> State:
        """Return the state after some moves; one that cannot be is left for the page's run to say."""
        for move in moves:
            with suppress(InvalidInput):
                state = self.moved(state, move)
        return state


class Drawing(Generic[State]):
    """One page's live part as one browser follows it: the state that a hand starts from, and what was told of it.

    Parameters
    ----------
    page
        Which one.
    query
        Of the link to the state, its language included.
    """

    def __init__(self, page: LivePage[State], query: dict[str, str]) -> None:
        self.page = page
        self.language = query.get("lang", "")
        self.asked = query
        self.start, _bad = page.link.parse(query)
        with speaking(self.language), asking(query):
            self.query = page.link.query(self.start)
        self._told: Any = None

    def draw(self, moves: Iterable[Move]) -> dict[str, Any]:
        """Return the query after moves from the start, and pictures by element: data of bars, or HTML."""
        moves = tuple(moves)
        with speaking(self.language), asking(self.asked), recording() as pictures:
            state = self.page.after(self.start, moves)
            with suppress(InvalidInput):  # the weights are gone: the page's run says so
                self.page.draw(state, frozenset(move.column for move in moves))
            query = self.page.link.rewritten(self.query, self.start, state)
            if said := goal_html(query):
                record(GOAL, said)
            return {"query": query, "pictures": pictures}

    def changes(self, moves: Iterable[Move]) -> Any:
        """Return what after moves of query and pictures is another than in the last answer, as `changed` says it.

        HTML comes in pieces, its tags and the texts between, so that a number that changes comes alone.
        """
        drawn = self.draw(moves)
        for key, picture in drawn["pictures"].items():
            if isinstance(picture, str):
                drawn["pictures"][key] = _TAGS.split(picture)
        before, self._told = self._told, drawn
        return changed(before, drawn)


def changed(before: Any, now: Any) -> Any:
    """Return how one thing became another: ``[it]`` anew, or by key or place what changed in it.

    Examples
    --------
    >>> changed({"a": [1, 2], "b": 3}, {"a": [1, 5], "b": 3})
    {'a': {1: [5]}}
    >>> changed([1, 2], [1])
    [[1]]
    """
    if isinstance(before, dict) and isinstance(now, dict) and before.keys() == now.keys():
        pairs: Iterable[tuple[Any, Any]] = ((key, before[key]) for key in now)
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        pairs = enumerate(before)
    else:
        return [now]
    changes = {}
    for key, was in pairs:
        value = now[key]
        if value != was:
            # Most of what changes is one text or number.
            changes[key] = changed(was, value) if isinstance(value, dict | list) else [value]
    return changes
