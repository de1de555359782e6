"""Twenty visitors on all pages for ten minutes, and the server killed in the middle: ``python -m tests.hostile.soak``.

A visitor who loses the server comes back with the link that he had, as a browser does. Printed are errors, changes that
were lost, and by how much memory grew in each half after its first two fifths; the exit status says whether all is well.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs

import psutil
from websockets.exceptions import WebSocketException

from benchmarks.client import VisitError, Visitor
from benchmarks.hands import HANDS, Hand
from scripts.server import AppServer

VISITORS = 20
SETTLED = 0.4  # of a half, after which memory should grow no more
MOST_GROWTH = 3.0  # percent
PAUSE_SECONDS = 1.0
LOST = (OSError, WebSocketException, EOFError, asyncio.IncompleteReadError)


class Soak:
    """The visitors, and what befell them."""

    def __init__(self, server: AppServer, seconds: float) -> None:
        self.server = server
        self.end = time.monotonic() + seconds
        self.counts: Counter[str] = Counter(changes=0, errors=0, lost=0, returns=0)
        self.up = asyncio.Event()  # set while there is a server

    async def stay(self, hand: Hand, nth: int) -> None:
        """Be one visitor until the end; come back whenever the server was lost."""
        query, n = hand.query, nth * 7
        while time.monotonic() < self.end:
            await self.up.wait()
            try:
                async with Visitor(self.server.url, hand.page, query) as visitor:
                    self.counts["lost"] += state(visitor.query) != state(query) != {}
                    while time.monotonic() < self.end:
                        await hand.change(visitor, n)
                        if hand.rest:
                            await hand.rest(visitor, n)
                        query, n = visitor.query, n + 1
                        self.counts["changes"] += 1
                        await asyncio.sleep(PAUSE_SECONDS)
            except LOST:
                self.counts["returns"] += 1
                await asyncio.sleep(0.2)
            except VisitError as error:
                self.counts["errors"] += 1
                print("error:", hand.page, error)


def state(query: str) -> dict[str, list[str]]:
    """What a link says beside language and version."""
    return {name: said for name, said in parse_qs(query).items() if name not in ("lang", "v")}


async def half(soak: Soak, seconds: float) -> float:
    """Return by how many percent memory grew after its level had settled, until the half ends."""
    process = psutil.Process(soak.server.process.pid)
    soak.up.set()
    await asyncio.sleep(SETTLED * seconds)
    before = process.memory_info().rss
    await asyncio.sleep((1 - SETTLED) * seconds)
    grown = 100 * (process.memory_info().rss - before) / before
    print(f"memory: {before / 1e6:.0f} MB, then {grown:+.1f} %")
    return grown


async def run(server: AppServer, seconds: float, log: Path) -> bool:
    """Let them stay, kill the server and start it again; return whether all is well."""
    soak = Soak(server, seconds)
    hands = list(HANDS.values())
    visitors = [asyncio.create_task(soak.stay(hands[n % len(hands)], n)) for n in range(VISITORS)]
    grown = [await half(soak, seconds / 2)]
    soak.up.clear()
    server.kill()
    with AppServer(log, port=server.port) as soak.server:
        grown.append(await half(soak, max(10.0, soak.end - time.monotonic())))
        await asyncio.gather(*visitors)
        printed = server.printed() + soak.server.printed()
    print(dict(soak.counts), f"tracebacks: {printed.count('Traceback')}")
    well = max(grown) < MOST_GROWTH and "Traceback" not in printed
    return well and not soak.counts["errors"] and not soak.counts["lost"]


def main() -> None:
    """Soak a server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder:
        logs = Path(folder)
        with AppServer(logs / "first.txt") as server:
            sys.exit(0 if asyncio.run(run(server, seconds, logs / "second.txt")) else 1)


if __name__ == "__main__":
    main()
