"""What an address of the app says."""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

from ui.link.permalink import Link

State = TypeVar("State")


def said(url: str, link: Link[State]) -> State:
    """The state that an address of a page says, without a problem."""
    query = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    state, problems = link.parse(query)
    assert not problems
    return state
