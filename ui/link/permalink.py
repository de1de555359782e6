"""The link is the state: the only reader and writer of the page's query string.

A page describes its state as a frozen dataclass and its link as a list of `Parameter`, each a field
with the way it is written. `Link.read` gives the state that the link, or the hand that is
just moving something, says; `Link.write` says it in the link.

While a hand drags, the state is *held* beside the link and not in it, because browsers throttle
history changes. What is held belongs to the link it was picked up from: any other link (Back,
Forward, a link that was typed) drops it.

Beside a page's own state a link says how any page is looked at: `SHARED`. What a page writes keeps it. A visit to a stop of the
lecture's path is no visit to the page: what was left on the page before waits until the path is left.

Each message from the browser brings the link that the browser showed when it was sent. On a slow connection
that is one from before our last: such a link is known, and the last one counts. Back and Forward
run the whole page, which begins anew with what the browser says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, Generic, NoReturn, TypeVar
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.runtime.scriptrunner import RerunData, RerunException
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from core.errors import InvalidInput
from ui.language.sentences import LANGUAGES, language
from ui.link.parameters import unknown_code

VERSION = "1"
ALWAYS = ("lang", "v")
MOST_BYTES = 8000  # of a query, as an address spells it
SHARED = ("stop", "guess", "reveal", "hide", "present")  # of every page; `ui.lecture` reads them
MOST_ON_THEIR_WAY = 30  # links that the browser may not show yet
_SHOWN, _HELD, _LEAVING, _PUSHED = "link.shown", "link.held", "link.leaving", "link.pushed"
State = TypeVar("State")
_asked: ContextVar[dict[str, str] | None] = ContextVar("asked", default=None)


@dataclass(frozen=True)
class Parameter(Generic[State]):
    """One parameter of a link.

    Attributes
    ----------
    name
        As it stands in the link.
    field
        The field of the state.
    parse
        From the link's text and the state that the parameters before it gave, to the
        field's value. Raises `InvalidInput`.
    format
        From the field's value to text, or None to leave the parameter out.
    """

    name: str
    field: str
    parse: Callable[[str, State], Any]
    format: Callable[[Any], str | None]


@dataclass(frozen=True)
class Problem:
    """A value in the link that could not be used: which one, and why."""

    name: str
    error: InvalidInput


Check = Callable[[str, dict[str, str]], tuple[dict[str, str], list[Problem]]]
"""From a page's name and its query to the query with what the shared part adds, and what of that part is wrong."""


@dataclass(frozen=True)
class Link(Generic[State]):
    """The link of one page: its name, the state it opens on, and its parameters in order.

    ``fit`` makes a whole of what a link says and what it leaves to the default.
    """

    page: str
    default: State
    parameters: tuple[Parameter[State], ...]
    fit: Callable[[State], State] = lambda state: state

    def parse(self, query: dict[str, str]) -> tuple[State, list[Problem]]:
        """Read a query; a bad value leaves the default and a problem that names it."""
        state, problems = self._known(*query.items())
        return state, list(problems)

    @cached_property
    def _known(self) -> Callable[..., tuple[State, list[Problem]]]:
        """Parse once what is asked for again and again while one link stands."""
        return lru_cache(maxsize=64)(lambda *items: self._parse(dict(items)))

    def _parse(self, query: dict[str, str]) -> tuple[State, list[Problem]]:
        state, problems = self.default, []
        for parameter in self.parameters:
            if parameter.name in query:
                try:
                    value = parameter.parse(query[parameter.name], state)
                    state = replace(state, **{parameter.field: value})  # type: ignore[type-var]
                except InvalidInput as error:
                    problems.append(Problem(parameter.name, error))
        return self.fit(state), problems

    def format(self, state: State) -> dict[str, str]:
        """Write a state as the parameters of a link, without language and version."""
        written = ((p.name, p.format(getattr(state, p.field))) for p in self.parameters)
        return {name: text for name, text in written if text is not None}

    def read(self) -> State:
        """Return the state that the hand holds, else the one that the link says."""
        held = st.session_state.get(self._held)
        if held is not None and held[0] == self._query():
            state: State = held[1]
            return state
        return self.parse(self._query())[0]

    def chosen(self, key: str, said: Callable[[State], Any]) -> Any:
        """Return what was chosen at a control, or None where nobody chose.

        A message from before our last answer repeats what the control showed then, and that is ``said`` of the
        browser's own link.
        """
        value = st.session_state[key]
        return None if value == said(self.parse(st.query_params.to_dict())[0]) else value

    def showed(self, value: Any, said: Callable[[State], Any]) -> bool:
        """Tell whether a control showed a value under a link that the browser may have left only now."""
        before = st.session_state.get(_SHOWN, [])[:-1]
        return any(value == said(self.parse(query)[0]) for query in before)

    def problems(self) -> list[Problem]:
        """Return what the link says, or said on arrival, that could not be used."""
        query, on_arrival = st.session_state.get("link.arrival", ({}, []))
        return [*(on_arrival if query == self._query() else []), *self.parse(self._query())[1]]

    def hold(self, state: State) -> None:
        """Keep a state while the hand moves, without writing the link."""
        st.session_state[self._held] = (self._query(), state)
        st.session_state[_HELD] = (self._query(), self.query(state))

    def write(self, state: State, replacing: bool = False) -> None:
        """Write the state into the link, once the hand rests; one that no link can hold stays beside it.

        ``replacing``: no hand did it, so Back shall not lead to the link that was.
        """
        if not self.holds(state):
            self.hold(state)
            return
        st.session_state.pop(self._held, None)
        query = self.query(state)
        (replace_link if replacing else follow_link)(query)
        _left()[_place(self.page, query)] = query

    def holds(self, state: State) -> bool:
        """Tell whether a link can hold a state: servers refuse longer ones."""
        return len(urlencode(self.query(state))) <= MOST_BYTES

    def settle(self, state: State, resting: bool = True) -> None:
        """Keep a new state: beside the link while the hand moves, in the link when it rests."""
        (self.write if resting else self.hold)(state)

    def query(self, state: State) -> dict[str, str]:
        """Return the whole query of a link to this state, as a page link takes it."""
        shared = {name: text for name, text in now().items() if name in SHARED}
        return {"lang": language(), "v": VERSION, **self.format(state), **shared}

    def rewritten(self, query: dict[str, str], before: State, after: State) -> dict[str, str]:
        """Return the whole query of a link to a state, where that of another one is known: only what differs is written."""
        written = {name: query[name] for name in (*ALWAYS, *SHARED) if name in query}
        for p in self.parameters:
            value = getattr(after, p.field)
            known = value is getattr(before, p.field)
            text = query.get(p.name) if known else p.format(value)
            if text is not None:
                written[p.name] = text
        return written

    @property
    def _held(self) -> str:
        return f"{self.page}.held"

    @staticmethod
    def _query() -> dict[str, str]:
        return now()


@contextmanager
def asking(query: dict[str, str]) -> Iterator[None]:
    """Let this query count where there is no visit to ask: outside of a page's run."""
    token = _asked.set(query)
    try:
        yield
    finally:
        _asked.reset(token)


def now() -> dict[str, str]:
    """Return the query that counts: the browser's, or the one that is still on its way there."""
    if (asked := _asked.get()) is not None:
        return asked
    query, shown = st.query_params.to_dict(), st.session_state.get(_SHOWN, [])
    return dict(shown[-1]) if query in shown else query


def shown_query() -> dict[str, str]:
    """Return the query of what the page shows: what the hand holds, else what the link says."""
    beside, held = st.session_state.get(_HELD, (None, {}))
    return dict(held) if beside == now() else now()


def follow_link(query: dict[str, str]) -> None:
    """Let the page that is open show what another link says; what it shows already is no entry of the browser's history."""
    known = query == now()
    _remember(st.query_params.to_dict(), query)
    if not known:
        st.session_state[_PUSHED] = None
        st.query_params.from_dict(query)


def keep_link() -> None:
    """Let the link that counts go on counting, though the browser spoke from the one before; nothing is written."""
    _complete_quietly(now())


def replace_link(query: dict[str, str]) -> None:
    """Let another link take the place of the one that the browser shows, in its history too; the run that follows is a whole one."""
    st.session_state[_LEAVING] = st.query_params.to_dict()
    _complete_quietly(query)


def open_page(page: Page, query: dict[str, str]) -> NoReturn:
    """Open another page with a query, as one entry of the browser's history.

    ``st.switch_page`` makes two, of which the first is this page with the other's query: Back would lead there. So the
    query is set quietly, and the page frame writes it over the address that the browser then takes along.
    """
    context = get_script_run_ctx()
    if context is None:
        raise RuntimeError("a page is opened from a run or a callback")
    replace_link(query)
    raise RerunException(
        RerunData(
            query_string=context.query_string,
            page_script_hash=page._script_hash,
            cached_message_hashes=context.cached_message_hashes,
            context_info=context.context_info,
        )
    )


def left(page: str, query: dict[str, str]) -> dict[str, str]:
    """Return the query under which a page, or a stop that ``query`` names, was last seen in this visit; empty if never."""
    return _left().get(_place(page, query), {})


def arrive(page: str, check: Check = lambda _page, query: (query, [])) -> None:
    """Complete the link on arrival: always language and version, and what was left on a page.

    A visitor who comes back to a page within the visit finds it as it was left; the
    navigation's own links carry no state. ``check`` reads what every page's link shares.
    """
    query = came = st.query_params.to_dict()
    opened = _LEAVING in st.session_state
    address = st.session_state.pop(_LEAVING, came)  # what the browser shows yet
    came_from, st.session_state["page"] = st.session_state.get("page"), page
    if came_from == page and came == st.session_state.get(_PUSHED):
        query = now()
    else:
        st.session_state[_PUSHED] = address if opened and came_from != page else None
    if came_from not in (None, page) and not set(query) - set(ALWAYS):
        query = _left().get(page, {}) | query
    asked = query.get("lang") or st.session_state.get("language")
    st.session_state["language"] = asked if asked in LANGUAGES else language()
    problems = [
        Problem(name, unknown_code(query[name], known))
        for name, known in (("lang", tuple(LANGUAGES)), ("v", (VERSION,)))
        if query.get(name, known[0]) not in known
    ]
    query, wrong = check(page, query)
    problems += wrong
    complete = query | {"lang": st.session_state["language"], "v": VERSION}
    if complete != came:
        _complete_quietly(complete)
    st.session_state["link.completed"] = (urlencode(address), urlencode(complete))
    shown = st.session_state.get(_SHOWN) or [{}]
    # What the page itself wrote may not have reached the browser: its next word may still come from the link before.
    goes_on = came_from == page and came == shown[-1]
    st.session_state[_SHOWN] = shown if goes_on else []
    _remember(address, complete)
    if problems or came_from != page:
        st.session_state["link.arrival"] = (complete, problems)
    _left()[_place(page, complete)] = complete


def _place(page: str, query: dict[str, str]) -> str:
    return f"stop {query['stop']}" if "stop" in query else page


def _complete_quietly(query: dict[str, str]) -> None:
    """Let the session know a completed link.

    ``st.query_params`` would have the browser add an entry to its history, and a press of Back would lead from the
    completed link to the one that was come by. So the page frame tells the browser, which writes over that entry.
    """
    context = get_script_run_ctx()
    if context is None:
        st.query_params.from_dict(query)
        return
    with context.session_state.query_params() as known:
        known.clear_with_no_forward_msg(preserve_embed=True)
        for name, value in query.items():
            known.set_with_no_forward_msg(name, value)
    context.query_string = urlencode(query)


def _remember(before: dict[str, str], query: dict[str, str]) -> None:
    """Remember which link counts, and those that the browser may still show: since it last went to one by itself."""
    shown = [*st.session_state.get(_SHOWN, []), before]
    kept = [link for i, link in enumerate(shown) if link not in [query, *shown[:i]]]
    st.session_state[_SHOWN] = [*kept, query][-MOST_ON_THEIR_WAY:]


def left_on(page: str) -> dict[str, str]:
    """Return the query under which a page was last seen in this visit."""
    return dict(_left().get(page, {}))


def _left() -> dict[str, dict[str, str]]:
    """Return the link under which each page was last seen in this visit."""
    links: dict[str, dict[str, str]] = st.session_state.setdefault("links", {})
    return links
