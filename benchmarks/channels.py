"""A class that drags all at once, each on a live channel, and one more who clicks."""

from __future__ import annotations

import asyncio
import json
import math
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.client import VisitError, Visitor
from benchmarks.copies import Copies, behind_nginx, even_routes
from benchmarks.figures import Figure
from benchmarks.hands import dragged
from benchmarks.load import cpu_seconds
from core.examples import LECTURE_LOGITS
from core.softmax import softmax

VISITORS = 60
SECONDS = 8.0
FRAME = 1 / 60
SPARE = 2  # as channel.js
QUERY = {"lang": "en", "v": "1", "z": ",".join(map(str, LECTURE_LOGITS)), "y": "0", "T": "1"}
PRESETS = ("uniform", "near tie", "confident and wrong")
CLICK_SECONDS = 0.25


@dataclass
class Hand:
    """One who drags: as a browser does, each frame, with no more on their way than the round trip needs.

    Attributes
    ----------
    socket
        Its channel.
    times
        Milliseconds from a question to the answer that knows it.
    heard
        All answers, as they came.
    """

    socket: ClientConnection
    times: list[float] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    flying: dict[int, float] = field(default_factory=dict)
    best: float = math.inf
    value: float = 0.0
    query: dict[str, str] = field(default_factory=lambda: QUERY)
    column: str = "z"
    number: int = 0

    async def drag(self, begin: float, seconds: float) -> None:
        """Drag for some seconds; the last word is answered."""
        listening = asyncio.create_task(self._listen())
        await self.socket.send(json.dumps({"query": self.query}))
        while (now := time.perf_counter()) < begin + seconds:
            if len(self.flying) < self._most():
                low = -5.0 if self.column == "z" else 0.1
                await self._ask(dragged(self.number, low, -low if low < 0 else 0.9))
            await asyncio.sleep(max(0.0, FRAME - (time.perf_counter() - now)))
        await self._ask(round(0.2 + self.number % 7 / 10, 1))
        async with asyncio.timeout(10):
            while self.flying:
                await asyncio.sleep(0.01)
        listening.cancel()

    async def _ask(self, value: float) -> None:
        self.value = value
        self.number += 1
        self.flying[self.number] = time.perf_counter()
        await self.socket.send(json.dumps([self.number, [[0, self.column, value]]]))

    def _most(self) -> int:
        return SPARE + (1 if math.isinf(self.best) else math.ceil(self.best / FRAME))

    async def _listen(self) -> None:
        async for text in self.socket:
            assert isinstance(text, str)
            number = int(text[1 : text.index(",")])
            taken = time.perf_counter() - self.flying[number]
            self.best = min(self.best, taken)
            self.times.append(1000 * taken)
            self.heard.append(text)
            self.flying = {n: at for n, at in self.flying.items() if n > number}

    def check(self) -> None:
        """See that the last answer is what core says to the last value."""
        shown: Any = None
        for text in self.heard:
            shown = patched(shown, json.loads(text)[1])
        columns = shown["pictures"]["softmax_bars"]["columns"]
        p = next(column["values"] for column in columns if column["key"] == "p")
        if not np.allclose(p, softmax([self.value, *LECTURE_LOGITS[1:]]), atol=1e-9):
            raise VisitError(f"the last answer to {self.value} is {p}")


def patched(thing: Any, changes: Any) -> Any:
    """Return a thing after changes, as the browser does it."""
    if isinstance(changes, list):
        return changes[0]
    for key, change in changes.items():
        place = int(key) if isinstance(thing, list) else key
        thing[place] = patched(thing[place], change)
    return thing


def measure(folder: Path) -> list[Figure]:
    """Return updates a second of each who drags, behind nginx, and what a click of another costs meanwhile."""
    with behind_nginx(folder, 2) as two:
        return asyncio.run(everybody(two, VISITORS, SECONDS))


async def everybody(copies: Copies, visitors: int, seconds: float) -> list[Figure]:
    """Let visitors drag at the same time, and one more choose presets."""
    cookies = await even_routes(copies.url, copies.servers, visitors)
    pids = [server.process.pid for server in copies.servers]
    async with AsyncExitStack() as stack:
        hands = []
        for cookie in cookies:
            url = copies.url.replace("http", "ws", 1) + "/channel/softmax"
            opened = connect(url, additional_headers={"Cookie": cookie}, compression=None)
            hands.append(Hand(await stack.enter_async_context(opened)))
        clicker = await stack.enter_async_context(Visitor(copies.url, "softmax", "lang=en&v=1"))
        before = cpu_seconds(pids), cpu_seconds(copies.proxies), time.process_time()
        begin = time.perf_counter()
        clicking = asyncio.create_task(click(clicker, begin + seconds))
        results = await asyncio.gather(
            *(hand.drag(begin, seconds) for hand in hands), return_exceptions=True
        )
        passed = time.perf_counter() - begin
        clicks = await clicking
        shares = {
            "server_cpu": (cpu_seconds(pids) - before[0]) / passed,
            "nginx_cpu": (cpu_seconds(copies.proxies) - before[1]) / passed,
            "generator_cpu": (time.process_time() - before[2]) / passed,
        }
    return figures(hands, results, clicks, seconds, shares)


def figures(
    hands: Sequence[Hand],
    results: Sequence[BaseException | None],
    clicks: list[float],
    seconds: float,
    shares: dict[str, float],
) -> list[Figure]:
    """Return what was measured; whose last value is wrong, or who got no answer, is an error."""
    errors = sum(result is not None for result in results)
    for hand, result in zip(hands, results, strict=True):
        if result is None:
            try:
                hand.check()
            except VisitError:
                errors += 1
    rates = tuple(len(hand.heard) / seconds for hand in hands)
    times = tuple(t for hand in hands for t in hand.times)
    cost = 1000 * shares["server_cpu"] * seconds / max(1, sum(len(h.heard) for h in hands))
    name = f"{len(hands)} dragging, two copies"
    return [
        Figure(f"{name}: updates of each", "playground", "1/s", rates, errors, shares),
        Figure(f"{name}: answers", "playground", "ms", times),
        Figure(f"{name}: a preset", "playground", "ms", tuple(clicks)),
        Figure(f"{name}: processor of an answer", "playground", "ms", (cost,)),
    ]


async def click(visitor: Visitor, end: float) -> list[float]:
    """Choose one preset after the other; return the milliseconds until each is drawn."""
    times = []
    n = 0
    while (begin := time.perf_counter()) < end:
        n += 1
        await visitor.choose(visitor.find("softmax.preset"), PRESETS[n % len(PRESETS)])
        times.append(1000 * (time.perf_counter() - begin))
        await asyncio.sleep(CLICK_SECONDS)
    return times


async def processor(
    url: str, pid: int, page: str, query: dict[str, str], column: str, hands: int
) -> Figure:
    """Let hands drag on a page; return the processor's milliseconds of each answer, all of the server's counted."""
    async with AsyncExitStack() as stack:
        dragging = []
        for _ in range(hands):
            opened = connect(f"{url.replace('http', 'ws', 1)}/channel/{page}", compression=None)
            socket = await stack.enter_async_context(opened)
            dragging.append(Hand(socket, query=query, column=column))
        await asyncio.gather(*(hand.drag(time.perf_counter(), 1.0) for hand in dragging))
        before, heard = cpu_seconds([pid]), sum(len(hand.heard) for hand in dragging)
        await asyncio.gather(*(hand.drag(time.perf_counter(), 4.0) for hand in dragging))
        answers = sum(len(hand.heard) for hand in dragging) - heard
        cost = 1000 * (cpu_seconds([pid]) - before) / answers
    name = f"processor of a live answer, /{page}, {hands} hand{'s' * (hands > 1)}"
    return Figure(name, "playground", "ms", (cost,), also={"n": answers})
