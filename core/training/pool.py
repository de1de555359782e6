"""The processes that train, as the server sees them: a question in, a future of its answer out."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from zlib import crc32

from core.errors import InvalidInput
from core.training.asking import Answer, Ask
from core.training.run import Table
from core.training.worker import TABLE, receive, send

ROOT = Path(__file__).parents[2]
MOST_WAITING = 100  # questions of one process; more are refused
MOST_PROCESSES = 4
TRIES = 2
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class Full(Exception):
    """Too many questions wait already."""


class Gone(Exception):
    """The process ended before it had answered, twice."""


class Worker:
    """One process, started by the first question, and again by the next one after it died."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.listener: threading.Thread | None = None
        self.waiting: dict[int, tuple[Ask, Future[Answer], int]] = {}
        self.last = 0

    def ask(self, ask: Ask) -> Future[Answer]:
        """Put a question; the future has the answer, or an `InvalidInput`, `Gone` or `KeyError` (an unknown table)."""
        future: Future[Answer] = Future()
        self._put(replace(ask, table=None), future, 1)
        return future

    def _put(self, ask: Ask, future: Future[Answer], tries: int) -> None:
        with self.lock:
            if len(self.waiting) >= MOST_WAITING:
                raise Full
            process = self._started()
            self.last += 1
            self.waiting[self.last] = (ask, future, tries)
            assert process.stdin is not None
            with suppress(OSError):  # it died: whoever listens to it asks again
                send(process.stdin, (self.last, ask))

    def _started(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "core.training.worker"],
                cwd=ROOT,
                env={**os.environ, **ONE_THREAD},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            self.listener = threading.Thread(target=self._listen, args=(self.process,), daemon=True)
            self.listener.start()
        return self.process

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        while True:
            try:
                number, found = receive(process.stdout)
            except (EOFError, OSError, ValueError):
                return self._died(process)
            with self.lock:
                asked = self.waiting.pop(number, None)
            if asked is not None:
                self._answer(*asked, found)

    def _answer(self, ask: Ask, future: Future[Answer], tries: int, found: Any) -> None:
        if isinstance(found, Answer):
            future.set_result(found)
        elif found == TABLE:
            table = TABLES.get(ask.run.table)
            if table is None or ask.table is not None:
                future.set_exception(KeyError(ask.run.table))
            else:
                self._again(replace(ask, table=table), future, tries)
        else:
            template, values = found
            future.set_exception(InvalidInput(template, **values))

    def _died(self, process: subprocess.Popen[bytes]) -> None:
        process.wait()
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            with suppress(OSError):
                pipe.close()
        with self.lock:
            lost, self.waiting = self.waiting, {}
        for ask, future, tries in lost.values():
            if tries < TRIES:
                self._again(ask, future, tries + 1)
            else:
                future.set_exception(Gone())

    def _again(self, ask: Ask, future: Future[Answer], tries: int) -> None:
        try:
            self._put(ask, future, tries)
        except Full as error:
            future.set_exception(error)

    def stop(self) -> None:
        """End the process: it reads the end of its questions."""
        with self.lock:
            process, self.process = self.process, None
        if process is not None and process.stdin is not None:
            process.stdin.close()
            process.wait()
        if self.listener is not None:
            self.listener.join()


def _processes() -> int:
    """Return how many train: half of the cores, for the server needs some too."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(max(1, (cores or 1) // 2), MOST_PROCESSES)


class Tables:
    """Uploaded points by the name under which a run speaks of them: the last twenty."""

    MOST = 20

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.tables: dict[str, Table] = {}

    def put(self, name: str, table: Table) -> None:
        """Keep a table."""
        with self.lock:
            self.tables.pop(name, None)
            self.tables[name] = table
            while len(self.tables) > self.MOST:
                del self.tables[next(iter(self.tables))]

    def get(self, name: str) -> Table | None:
        """Return a table, or None where it is not known (any more)."""
        with self.lock:
            return self.tables.get(name)


TABLES = Tables()
WORKERS = [Worker() for _ in range(_processes())]


@atexit.register
def stop() -> None:
    """End all that train."""
    for worker in WORKERS:
        worker.stop()


def ask(question: Ask) -> Future[Answer]:
    """Put a question to the process that keeps the asker's training.

    Raises
    ------
    Full
        Too many questions wait already.
    """
    return WORKERS[crc32(question.who.encode()) % len(WORKERS)].ask(question)
