"""The way out of one process: one copy and two copies behind the nginx that ships.

Two cores carry everything: servers, nginx, and the visitors. With r the processor time of visitors and nginx over that
of the servers, two copies can answer at most 2 / (1 + r) times as many changes a second as one, at the same
95th percentile: one copy has a core for itself, two copies share both cores with the rest.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
import psutil
from websockets.asyncio.client import connect

from benchmarks.client import Visitor
from benchmarks.figures import Figure
from benchmarks.hands import Hand
from benchmarks.load import arrive, cpu_seconds
from benchmarks.subjects import calm, playground
from scripts.proxy import Proxy
from scripts.server import AppServer

SECONDS = 8
ONE = (
    4  # visitors who keep one copy busy, each with the next change as soon as the last is answered
)
TWO = (6, 8, 10)  # the same for two copies: among these lies the number that waits as long


@dataclass(frozen=True)
class Busy:
    """What some copies did while they had no pause.

    Attributes
    ----------
    rate
        Changes a second, of all visitors together.
    p95
        Milliseconds.
    r
        Processor time of visitors and nginx over that of the servers.
    """

    rate: float
    p95: float
    r: float


def measure(folder: Path, hand: Hand) -> list[Figure]:
    """Return what one copy and two copies do, r, and how near two come to the bound."""
    one = keep_busy(folder / "one", 1, hand, (ONE,))
    two = keep_busy(folder / "two", 2, hand, TWO)
    # The rate of two copies at the 95th percentile of one.
    rate = float(np.interp(one[0].p95, [b.p95 for b in two], [b.rate for b in two]))
    r = float(np.mean([b.r for b in two]))
    times, bound = rate / one[0].rate, 2 / (1 + r)
    also = {"r": r, "times_one_copy": times, "bound": bound, "p95_ms": one[0].p95}
    return [
        Figure("one copy, changes", "playground", "1/s", (one[0].rate,), also={"r": one[0].r}),
        Figure("two copies, changes", "playground", "1/s", (rate,), also=also),
        Figure("two copies, of the bound", "playground", "", (times / bound,), also=also),
    ]


def keep_busy(folder: Path, copies: int, hand: Hand, crowds: Sequence[int]) -> list[Busy]:
    """Start copies behind nginx, and keep them busy with crowds of several sizes."""
    folder.mkdir()
    with ExitStack() as stack:
        servers = [stack.enter_context(playground(folder / f"copy-{n}.txt")) for n in range(copies)]
        for server in servers:
            calm(server)
        nginx = folder / "nginx"
        nginx.mkdir()
        proxy = stack.enter_context(Proxy(nginx, [server.port for server in servers]))
        workers = psutil.Process(proxy.process.pid).children()
        proxies = [proxy.process.pid, *(worker.pid for worker in workers)]
        return [asyncio.run(crowd(proxy.url, hand, n, servers, proxies)) for n in crowds]


async def crowd(
    url: str, hand: Hand, visitors: int, servers: Sequence[AppServer], proxies: list[int]
) -> Busy:
    """Let visitors change the page without a pause."""
    times: list[float] = []

    async def hurry(visitor: Visitor, end: float) -> None:
        n = 0
        while (begin := time.perf_counter()) < end:
            n += 1
            await hand.change(visitor, n)
            if hand.rest:
                await hand.rest(visitor, n)
            times.append(1000 * (time.perf_counter() - begin))

    pids = [server.process.pid for server in servers]
    cookies = await even_routes(url, servers, visitors)
    async with arrive(url, hand, visitors, cookies) as arrived:
        before = cpu_seconds(pids), cpu_seconds(proxies) + time.process_time()
        begin = time.perf_counter()
        await asyncio.gather(*(hurry(visitor, begin + SECONDS) for visitor in arrived))
        passed = time.perf_counter() - begin
        served = cpu_seconds(pids) - before[0]
        others = cpu_seconds(proxies) + time.process_time() - before[1]
    return Busy(len(times) / passed, float(np.percentile(times, 95)), others / served)


async def even_routes(url: str, servers: Sequence[AppServer], visitors: int) -> list[str]:
    """Return cookies that nginx takes to the copies in equal numbers: few visitors are not many."""
    taken: list[list[str]] = [[] for _ in servers]
    for n in count():
        cookie = f"playground_route={n}"
        routes = taken[await home(url, servers, cookie)]
        if len(routes) < visitors // len(servers):
            routes.append(cookie)
        if sum(map(len, taken)) == visitors // len(servers) * len(servers):
            break
    return [cookie for routes in taken for cookie in routes]


async def home(url: str, servers: Sequence[AppServer], cookie: str) -> int:
    """Return the copy to which nginx takes a cookie: the one that loses a websocket when it closes."""
    async with connect(
        url.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        additional_headers={"Cookie": cookie},
    ):
        during = [connections(server) for server in servers]
    while True:
        await asyncio.sleep(0.01)
        lost = [connections(s) < d for s, d in zip(servers, during, strict=True)]
        if any(lost):
            return lost.index(True)


def connections(server: AppServer) -> int:
    """Return how many connections a copy holds."""
    found = psutil.Process(server.process.pid).net_connections("tcp")
    return sum(c.status == psutil.CONN_ESTABLISHED and c.laddr.port == server.port for c in found)
