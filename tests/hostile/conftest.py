"""How many hostile inputs there are in all: few in ``make test``, 20,000 in ``make hostile``."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, Phase, seed, settings

from scripts.server import AppServer

FEW = 1000
ALL = int(os.environ.get("HOSTILE", FEW))
tried: Counter[str] = Counter()


def hostile(kind: str, share: float) -> Callable[[Callable], Callable]:
    """Decorate a property with so great a share of all inputs, the same ones at each run."""
    examples = settings(
        max_examples=max(10, round(share * ALL)),
        deadline=None,
        database=None,
        phases=[Phase.generate] if ALL > FEW else [Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=True,
    )

    def decorate(test: Callable) -> Callable:
        test.hostile_kind = kind  # type: ignore[attr-defined]
        return seed(13)(examples(test))

    return decorate


@contextmanager
def bounded(kind: str, seconds: float) -> Iterator[None]:
    """Count an input, and hold its answer to a time of this thread's own."""
    tried[kind] += 1
    begun = time.thread_time()
    yield
    taken = time.thread_time() - begun
    assert taken < seconds, f"{kind}: took {taken:.2f} s"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if tried:
        counts = ", ".join(f"{n} {kind}" for kind, n in sorted(tried.items()))
        terminalreporter.write_line(f"hostile inputs: {sum(tried.values())} ({counts})")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """The app, for all that knocks at its doors."""
    with AppServer(tmp_path_factory.mktemp("hostile") / "log.txt") as started:
        yield started
