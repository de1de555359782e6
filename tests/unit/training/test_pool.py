"""The process that trains: answers in order, survives its death, says what it does not know."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from core.errors import InvalidInput
from core.training import pool
from core.training.asking import APART, CONFUSION, DATA, SURFACES, WEIGHTS, Ask
from core.training.pool import TABLES, Full, Worker
from core.training.run import Run, Settings, Table
from core.training.training import Training
from tests.unit.training.runs import BUSY, DIGITS

WAIT = 60


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.stop()


def test_the_answer_is_that_of_a_training(worker: Worker) -> None:
    found = worker.ask(
        Ask("a", BUSY, 150, point=3, want=frozenset({SURFACES, DATA, APART}))
    ).result(WAIT)
    training = Training(BUSY)
    training.advance(150)
    assert (found.step, found.train) == (150, training.train_score())
    assert found.held == training.held_score()
    assert found.logits.tolist() == training.logits(training.data.all_inputs[[3]])[0].tolist()
    assert found.points is not None
    assert found.points.labels.tolist() == training.data.all_labels.tolist()
    assert found.planes
    assert found.apart is not None


def test_digits_have_weight_pictures_and_a_confusion(worker: Worker) -> None:
    found = worker.ask(Ask("a", DIGITS, 5, want=frozenset({SURFACES, WEIGHTS, CONFUSION}))).result(
        WAIT
    )
    assert not found.planes
    assert found.weights is not None
    assert found.confusion is not None


def test_a_process_that_dies_is_started_again(worker: Worker) -> None:
    before = worker.ask(Ask("a", Run(), 300)).result(WAIT)
    assert worker.process is not None
    long = worker.ask(Ask("b", Run(), 20_000))
    os.kill(worker.process.pid, signal.SIGKILL)
    assert worker.ask(Ask("a", Run(), 300)).result(WAIT).train == before.train
    assert long.result(WAIT).step == 20_000


def test_a_long_way_does_not_hold_up_the_others(worker: Worker) -> None:
    long = worker.ask(Ask("far", Run(Settings(seed=5)), 50_000))
    for n in range(1, 6):
        worker.ask(Ask("near", Run(), n)).result(WAIT)
    assert not long.done()
    assert long.result(WAIT).step == 50_000


def test_what_one_asker_asks_is_answered_in_order(worker: Worker) -> None:
    done: list[int] = []
    futures = [worker.ask(Ask("a", Run(Settings(seed=6)), n)) for n in (3000, 3001, 3010)]
    for n, future in enumerate(futures):
        future.add_done_callback(lambda _f, n=n: done.append(n))
    assert [future.result(WAIT).step for future in futures] == [3000, 3001, 3010]
    assert done == [0, 1, 2]


def test_epochs(worker: Worker) -> None:
    found = worker.ask(Ask("e", Run(), 3, epochs=2)).result(WAIT)
    assert (found.step, found.epoch) == (20, 2)


def test_a_bad_run_is_said_and_ends_nothing(worker: Worker) -> None:
    with pytest.raises(InvalidInput, match="no point"):
        worker.ask(Ask("a", Run(Settings(data="own")), 5)).result(WAIT)
    assert worker.ask(Ask("a", Run(), 5)).result(WAIT).step == 5


def test_a_table_is_asked_for_once(worker: Worker) -> None:
    run = Run(Settings(data="csv"), table="mine")
    with pytest.raises(KeyError):
        worker.ask(Ask("t", run, 5)).result(WAIT)
    TABLES.put("mine", Table(np.eye(2), np.array([0, 1]), ("a", "b")))
    assert worker.ask(Ask("t", run, 5)).result(WAIT).classes == 2
    assert (
        worker.ask(Ask("t", replace(run, settings=Settings(data="csv", seed=3)), 5))
        .result(WAIT)
        .step
        == 5
    )


def test_too_many_questions_are_refused(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "MOST_WAITING", 2)
    waiting = [worker.ask(Ask(f"{n}", Run(Settings(seed=n)), 10_000)) for n in range(2)]
    with pytest.raises(Full):
        worker.ask(Ask("more", Run(), 1))
    assert all(future.result(WAIT).step == 10_000 for future in waiting)
