"""One visitor: how long a change takes on the server, and on the way to it and back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack

from benchmarks.client import Visitor
from benchmarks.figures import Figure
from benchmarks.hands import BARE, Hand

PAUSE_SECONDS = 0.1  # a hand is not faster; what a server does after its answer is not waited for


async def measure(urls: Mapping[str, str], hands: Mapping[str, Hand], rounds: int) -> list[Figure]:
    """Change each page and each bare app in turn, and return the times from change to answer.

    Parameters
    ----------
    urls
        Of the servers, by subject. Those of bare apps are changed in the same rounds.
    hands
        By the name of the playground's page.
    rounds
        How often each is changed; the first tenth is not counted.
    """
    tracks = [("rerun", subject, urls[subject], BARE) for subject in urls if "bare" in subject]
    tracks += [(f"rerun {name}", "playground", urls["playground"], hands[name]) for name in hands]
    times: dict[tuple[str, str], list[float]] = {}
    also: dict[tuple[str, str], dict[str, float]] = {}
    async with AsyncExitStack() as stack:
        visits = [
            await stack.enter_async_context(Visitor(url, hand.page, hand.query))
            for _, _, url, hand in tracks
        ]
        for n in range(rounds):
            for (name, subject, _, hand), visitor in zip(tracks, visits, strict=True):
                for suffix, act in (("", hand.change), (", hand rests", hand.rest)):
                    if act is None:
                        continue
                    await asyncio.sleep(PAUSE_SECONDS)
                    start = time.perf_counter()
                    await act(visitor, n)
                    key = (name + suffix, subject)
                    times.setdefault(key, []).append(1000 * (time.perf_counter() - start))
                    also[key] = {"messages": visitor.messages, "kB": visitor.bytes / 1000}
    counted = rounds // 10
    return [
        Figure(name, subject, "ms", tuple(values[counted:]), also=also[name, subject])
        for (name, subject), values in times.items()
    ]
