"""Many visitors at once: how long each waits, what fails, and what the processor does."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import psutil
from websockets.exceptions import WebSocketException

from benchmarks.client import VisitError, Visitor
from benchmarks.figures import Figure
from benchmarks.hands import Act, Hand

ARRIVING = 8  # visitors who load the page at the same time
GRACE_SECONDS = 5  # after the last change was due, until who still waits has waited that long


@dataclass
class Crowd:
    """What happened to all visitors together."""

    times: list[float] = field(default_factory=list)
    errors: int = 0


@dataclass(frozen=True)
class Class:
    """Visitors who change one page at a steady rate.

    Attributes
    ----------
    hand
        What each of them does.
    visitors
        How many they are.
    rate
        Changes a second of each.
    seconds
        For how long.
    """

    hand: Hand
    visitors: int
    rate: float
    seconds: float = 6


async def crowd(name: str, subject: str, url: str, pids: list[int], who: Class) -> Figure:
    """Let a class use an app; return the times from when a change was due until it was answered.

    A change that is due while the one before is still on its way waits, and the wait counts.
    ``pids`` are the server's processes, whose share of a core is reported.
    """
    hand, rate, seconds = who.hand, who.rate, who.seconds
    happened = Crowd()
    async with arrive(url, hand, who.visitors) as arrived:
        before = cpu_seconds(pids), time.process_time(), time.perf_counter()
        begin = time.perf_counter() + 0.2
        offsets = random.Random(7)
        tasks = [
            asyncio.create_task(
                keep_changing(
                    visitor, hand, begin + offsets.uniform(0, 1 / rate), rate, seconds, happened
                )
            )
            for visitor in arrived
        ]
        _, late = await asyncio.wait(tasks, timeout=seconds + GRACE_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        passed = time.perf_counter() - before[2]
        server = (cpu_seconds(pids) - before[0]) / passed
        client = (time.process_time() - before[1]) / passed
    also = {
        "changes_per_s": len(happened.times) / passed,
        "server_cpu": server,
        "client_cpu": client,
    }
    return Figure(name, subject, "ms", tuple(happened.times), happened.errors, also)


async def stroke(url: str, pid: int, hand: Hand, rounds: int) -> Figure:
    """Draw one stroke after the other; return the processor's milliseconds of each, all of the server's counted."""
    async with arrive(url, hand, 1) as [visitor]:
        for n in range(rounds // 4):
            await hand.change(visitor, n)
        before = cpu_seconds([pid])
        for n in range(rounds):
            await hand.change(visitor, rounds + n)
        cost = 1000 * (cpu_seconds([pid]) - before) / rounds
    return Figure("processor of a stroke's rerun", "playground", "ms", (cost,))


@asynccontextmanager
async def arrive(
    url: str, hand: Hand, visitors: int, cookies: Sequence[str] = ()
) -> AsyncIterator[list[Visitor]]:
    """Let visitors load the page, a few at a time; all leave together."""
    door = asyncio.Semaphore(ARRIVING)

    async def one(cookie: str) -> Visitor:
        async with door:
            return await Visitor(url, hand.page, hand.query, cookie).__aenter__()

    arrived = await asyncio.gather(*(one(cookie) for cookie in cookies or [""] * visitors))
    try:
        yield list(arrived)
    finally:
        await asyncio.gather(*(visitor.__aexit__() for visitor in arrived))


async def keep_changing(
    visitor: Visitor, hand: Hand, begin: float, rate: float, seconds: float, happened: Crowd
) -> None:
    """Make the changes of one visitor when they are due; the hand rests where the next is far enough."""
    due = begin
    changes = round(seconds * rate)
    try:
        for n in range(changes):
            due = begin + n / rate
            await timed(hand.change, visitor, n, due, happened)
            pause = hand.pause(visitor)
            if hand.rest and (pause < 1 / rate or n == changes - 1):
                due += pause
                await timed(hand.rest, visitor, n, due, happened)
    except (VisitError, WebSocketException, OSError):
        happened.errors += 1
    except asyncio.CancelledError:
        happened.times.append(1000 * (time.perf_counter() - due))
        raise


async def timed(act: Act, visitor: Visitor, n: int, due: float, happened: Crowd) -> None:
    """Wait until a change is due, make it, keep its time."""
    await asyncio.sleep(max(0.0, due - time.perf_counter()))
    await act(visitor, n)
    happened.times.append(1000 * (time.perf_counter() - due))


def cpu_seconds(pids: Sequence[int]) -> float:
    """Return the processor time that processes have used so far."""
    return sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in pids)
