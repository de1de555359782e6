"""Draw a page's live part without Streamlit: what it would show is recorded instead.

So the same lines draw a page in its run and answer a hand that moves (`ui.live`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

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


def record(key: str, picture: Any) -> bool:
    """Record a picture and return True, if somebody records."""
    pictures = _pictures.get()
    if pictures is None:
        return False
    pictures[key] = picture
    return True
