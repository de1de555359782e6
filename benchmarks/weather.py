"""``python -m benchmarks.weather``: what a change costs on the weather page with 26 states, tab by tab."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.hands import Hand, tell
from benchmarks.load import arrive, cpu_seconds
from benchmarks.subjects import calm, playground
from ui.weather.presets import PRESETS
from ui.weather.state import LINK, TABS

ROUNDS = 20
MOST_DAYS = 100_000


async def measure(url: str, pid: int, tab: str, days: int) -> tuple[float, float]:
    """Return the median milliseconds of a change, and the processor's milliseconds for each."""
    state = replace(PRESETS["english"], tab=tab, days=days)
    hand = Hand("weather", urlencode({"lang": "en", "v": "1", **LINK.format(state)}), tell_nothing)
    async with arrive(url, hand, 1) as [visitor]:
        times = []
        for n in range(ROUNDS + 3):
            if n == 3:
                before = cpu_seconds([pid])
            start = time.perf_counter()
            await tell(visitor, "weather_states", n, resting=True)
            times.append(1000 * (time.perf_counter() - start))
        return statistics.median(times[3:]), 1000 * (cpu_seconds([pid]) - before) / ROUNDS


async def tell_nothing(_visitor: object, _n: int) -> None:
    """Stand for a hand that is not asked."""


def main() -> None:
    """Print a table."""
    print("| tab | days | median | processor |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, playground(Path(folder) / "log") as app:
        calm(app)
        for tab, days in [*((tab, 1000) for tab in TABS), ("antenna", MOST_DAYS)]:
            median, cpu = asyncio.run(measure(app.url, app.process.pid, tab, days))
            print(f"| {tab} | {days} | {median:.1f} ms | {cpu:.1f} ms |")


if __name__ == "__main__":
    main()
