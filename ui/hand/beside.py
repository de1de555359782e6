"""Work that takes longer than a few milliseconds, beside the loop that serves all visitors: one at a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

MOST_WAITING = 32
BUSY_SECONDS = 0.003  # a turn of the loop that takes longer serves many hands
P = ParamSpec("P")
T = TypeVar("T")
# One thread: two would only take the interpreter from each other, and both from the loop.
_thread = ThreadPoolExecutor(1, "beside")
_waiting = 0


def crowded() -> bool:
    """Return whether so many wait already that who comes unasked is turned away."""
    return _waiting >= MOST_WAITING


async def beside(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what some work returns, done in a thread; it yields to a loop that is busy."""
    global _waiting
    _waiting += 1
    try:
        await _yield_to_loop()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(_thread, lambda: work(*args, **kwargs))
    finally:
        _waiting -= 1


async def _yield_to_loop() -> None:
    """Wait while a turn of the loop takes long, but not forever."""
    for _ in range(4):
        begun = time.perf_counter()
        await asyncio.sleep(0)
        turn = time.perf_counter() - begun
        if turn < BUSY_SECONDS:
            return
        await asyncio.sleep(4 * turn)
