"""Memory of the server's process: at start, in use, for each visitor, and whether it creeps."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack

import psutil

from benchmarks.client import Visitor
from benchmarks.figures import Figure
from benchmarks.hands import Hand
from benchmarks.load import arrive

MB = 1e6
CHANGES = 3  # of each visitor whose memory is measured


def resident(pid: int) -> float:
    """Return the resident memory of a process in MB."""
    return float(psutil.Process(pid).memory_info().rss / MB)


def figure(name: str, megabytes: float, **also: float) -> Figure:
    """Return one measured size."""
    return Figure(name, "playground", "MB", (megabytes,), also=also)


async def in_use(url: str, pid: int, hands: Mapping[str, Hand]) -> list[Figure]:
    """Return the memory after one visitor used each page in turn."""
    sizes = []
    for name, hand in hands.items():
        async with Visitor(url, hand.page, hand.query) as visitor:
            for n in range(CHANGES):
                await hand.change(visitor, n)
            sizes.append(figure(f"memory, {name} in use", resident(pid)))
    return sizes


async def per_visitor(url: str, pid: int, name: str, hand: Hand, visitors: int) -> Figure:
    """Return what each further visitor of a page takes, while connected."""
    async with AsyncExitStack() as stack:
        sizes = []
        for count in (visitors // 2, visitors):  # the first half also fills what all share
            crowd = await stack.enter_async_context(arrive(url, hand, count))
            for visitor in crowd:
                for n in range(CHANGES):
                    await hand.change(visitor, n)
            sizes.append(resident(pid))
    return figure(f"memory per visitor {name}", (sizes[1] - sizes[0]) / visitors)


async def growth(url: str, pid: int, name: str, hand: Hand, reruns: int) -> Figure:
    """Return by how many percent memory grew over many reruns, after as many as a tenth."""
    visitors = 4

    async def use(visitor: Visitor, first: int, last: int) -> None:
        for n in range(first, last):
            await hand.change(visitor, n)
            if hand.rest and n % 4 == 3:
                await hand.rest(visitor, n)

    each = (
        reruns * 4 // (5 * visitors)
    )  # changes of one visitor; with every fourth, one more at rest
    async with arrive(url, hand, visitors) as crowd:
        await asyncio.gather(*(use(visitor, 0, each // 10) for visitor in crowd))
        before = resident(pid)
        await asyncio.gather(*(use(visitor, each // 10, each // 10 + each) for visitor in crowd))
        after = resident(pid)
    percent = 100 * (after - before) / before
    also = {"before_MB": before, "after_MB": after}
    return Figure(f"growth over {reruns} reruns {name}", "playground", "%", (percent,), also=also)
