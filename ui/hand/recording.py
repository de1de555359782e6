"""Draw a page's live part without Streamlit: what it would show is recorded instead.

So the same lines draw a page in its run and answer a hand that moves (`ui.hand.live`).
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import streamlit as st

_STAMP = "drawn.stamp"
_VISIT = "visit"

_pictures: ContextVar[dict[str, Any] | None] = ContextVar("pictures", default=None)


@contextmanager
def recording() -> Iterator[dict[str, Any]]:
    """Record what is drawn meanwhile: key of an element -> its data, or its HTML."""
    pictures: dict[str, Any] = {}
    token = _pictures.set(pictures)
    try:
        yield pictures
    finally:
        _pictures.reset(token)


def stamp() -> int:
    """Return a number for what is drawn now, above all that this session has drawn; microseconds.

    The browser says which stamp it had seen when it took a live answer: what was drawn since has overwritten it.
    """
    last = int(st.session_state.get(_STAMP, 0))
    st.session_state[_STAMP] = now = max(last + 1, time.time_ns() // 1000)
    return now


def last_stamp() -> int:
    """Return the number of what this session drew last."""
    return int(st.session_state.get(_STAMP, 0))


def visit() -> str:
    """Return a name for this visit: it is another one after its server was lost, and what was on its way there with it."""
    return str(st.session_state.setdefault(_VISIT, secrets.token_hex(4)))


def record(key: str, picture: Any) -> bool:
    """Record a picture and return True, if somebody records."""
    pictures = _pictures.get()
    if pictures is None:
        return False
    pictures[key] = picture
    return True
