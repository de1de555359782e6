"""Work that takes longer than a few milliseconds, beside the loop that serves all visitors: one at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

MOST_WAITING = 32
P = ParamSpec("P")
T = TypeVar("T")
# One thread: two would only take the interpreter from each other, and both from the loop.
_thread = ThreadPoolExecutor(1, "beside")
_waiting = 0


class Full(Exception):
    """So many wait already that who comes now is turned away."""


async def beside(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what some work returns, done in a thread.

    Raises
    ------
    Full
        ``MOST_WAITING`` wait already.
    """
    global _waiting
    if _waiting >= MOST_WAITING:
        raise Full
    _waiting += 1
    try:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(_thread, lambda: work(*args, **kwargs))
    finally:
        _waiting -= 1
