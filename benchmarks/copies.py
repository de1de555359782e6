"""The way out of one process: one copy and two copies behind the nginx that ships.

Two cores carry everything: servers, nginx, and the visitors. With r the processor time of visitors and nginx over that
of the servers, two copies can answer at most 2 / (1 + r) times as many changes a second as one, at the same
95th percentile: one copy has a core for itself, two copies share both cores with the rest. The bound takes two cores
for twice one; where they are two threads of one, or others use them too, they are less, so that is measured as well.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
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

ROUNDS = 4  # all crowds in turn, and again: what else the machine does meets them all
SECONDS = 3
# Visitors, each with the next change as soon as the last is answered: they keep one copy busy.
ONE = 4
TWO = (6, 8, 10)  # the same for two copies: among these lies the number that waits as long


@dataclass
class Busy:
    """What some copies did while they had no pause.

    Attributes
    ----------
    times
        Milliseconds until each change was answered, of all visitors.
    seconds, served, others
        For how long; processor time of the servers, and of visitors and nginx.
    """

    times: list[float] = field(default_factory=list)
    seconds: float = 0.0
    served: float = 0.0
    others: float = 0.0

    @property
    def rate(self) -> float:
        """Changes a second, of all visitors together."""
        return len(self.times) / self.seconds

    @property
    def p95(self) -> float:
        """The 95th percentile of the times."""
        return float(np.percentile(self.times, 95))

    @property
    def r(self) -> float:
        """Processor time of visitors and nginx over that of the servers."""
        return self.others / self.served


@dataclass(frozen=True)
class Copies:
    """Some copies behind nginx: its address, the servers, and nginx's processes."""

    url: str
    servers: Sequence[AppServer]
    proxies: Sequence[int]


def measure(folder: Path, hand: Hand) -> list[Figure]:
    """Return what one copy and two copies do, r, and how near two come to the bound."""
    single, several, cores = Busy(), {visitors: Busy() for visitors in TWO}, []
    with behind_nginx(folder / "one", 1) as one, behind_nginx(folder / "two", 2) as two:
        for _ in range(ROUNDS):
            asyncio.run(crowd(one, hand, ONE, single))
            for visitors, busy in several.items():
                asyncio.run(crowd(two, hand, visitors, busy))
            cores.append(spin(2) / spin(1))
    crowds = several.values()
    # The rate of two copies at the 95th percentile of one.
    rate = float(np.interp(single.p95, [b.p95 for b in crowds], [b.rate for b in crowds]))
    r = sum(b.others for b in crowds) / sum(b.served for b in crowds)
    times, bound = rate / single.rate, 2 / (1 + r)
    also = {"r": r, "times_one_copy": times, "bound": bound, "p95_ms": single.p95}
    also["two_cores_are"] = float(np.median(cores))
    return [
        Figure("one copy, changes", "playground", "1/s", (single.rate,), also={"r": single.r}),
        Figure("two copies, changes", "playground", "1/s", (rate,), also=also),
        Figure("two copies, of the bound", "playground", "", (times / bound,), also=also),
    ]


@contextmanager
def behind_nginx(folder: Path, copies: int) -> Iterator[Copies]:
    """Start copies behind nginx."""
    nginx = folder / "nginx"
    nginx.mkdir(parents=True)
    with ExitStack() as stack:
        servers = [stack.enter_context(playground(folder / f"copy-{n}.txt")) for n in range(copies)]
        for server in servers:
            calm(server)
        proxy = stack.enter_context(Proxy(nginx, [server.port for server in servers]))
        workers = psutil.Process(proxy.process.pid).children()
        pids = [proxy.process.pid, *(worker.pid for worker in workers)]
        yield Copies(proxy.url, servers, pids)


async def crowd(copies: Copies, hand: Hand, visitors: int, busy: Busy) -> None:
    """Let visitors change the page without a pause, and add what happened to what is known."""

    async def hurry(visitor: Visitor, end: float) -> None:
        n = 0
        while (begin := time.perf_counter()) < end:
            n += 1
            await hand.change(visitor, n)
            if hand.rest:
                await hand.rest(visitor, n)
            busy.times.append(1000 * (time.perf_counter() - begin))

    pids = [server.process.pid for server in copies.servers]
    cookies = await even_routes(copies.url, copies.servers, visitors)
    async with arrive(copies.url, hand, visitors, cookies) as arrived:
        served, others = cpu_seconds(pids), cpu_seconds(copies.proxies) + time.process_time()
        begin = time.perf_counter()
        await asyncio.gather(*(hurry(visitor, begin + SECONDS) for visitor in arrived))
        busy.seconds += time.perf_counter() - begin
        busy.served += cpu_seconds(pids) - served
        busy.others += cpu_seconds(copies.proxies) + time.process_time() - others


def spin(processes: int) -> int:
    """Return how far processes count together that do nothing else for half a second."""
    code = "import itertools as i, time; e = time.time() + .5; print(next(n for n in i.count() if time.time() > e))"
    run = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    return sum(int(process.communicate()[0]) for process in run)


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
