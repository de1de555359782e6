"""A run comes out the same however it is reached, and stops where a float can hold no more."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.errors import InvalidInput
from core.training.asking import Ask, answer
from core.training.kept import Kept
from core.training.run import Change, Point, Run, Settings
from core.training.training import MOST_RECORDS, Training
from tests.unit.training.runs import BUSY, OWN, RUNS

ROOT = Path(__file__).parents[3]


def arrived(run: Run, step: int) -> Training:
    training = Training(run)
    assert training.advance(step)
    return training


def same(one: Training, other: Training) -> bool:
    """Whether two trainings are equal to the last bit, and go on equally."""
    for training in (one, other):
        training.advance(training.step + 30)
    return (
        one.step == other.step
        and one.epoch == other.epoch
        and one.curve.steps == other.curve.steps
        and np.array_equal(one.curve.held, other.curve.held, equal_nan=True)
        and one.memory.taken == other.memory.taken
        and bool((one.memory.rows == other.memory.rows).all())
    )


@pytest.mark.parametrize("name", RUNS)
def test_slices_change_nothing(name: str) -> None:
    whole, sliced = arrived(RUNS[name], 150), Training(RUNS[name])
    while not sliced.advance(150, seconds=0):
        pass
    assert same(whole, sliced)


@pytest.mark.parametrize("name", ["default", "busy"])
def test_another_process_arrives_at_the_same_numbers(name: str) -> None:
    code = (
        "import sys, pickle; from core.training.training import Training;"
        "run = pickle.load(sys.stdin.buffer); t = Training(run); t.advance(2000);"
        "sys.stdout.buffer.write(t.memory.rows.tobytes())"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(RUNS[name]), capture_output=True, cwd=ROOT, check=True
    )  # fmt: skip
    assert found.stdout == arrived(RUNS[name], 2000).memory.rows.tobytes()


def asked(kept: Kept, run: Run, step: int, who: str = "a") -> Training:
    training = kept.find(Ask(who, run, step))
    training.advance(step)
    return training


def test_what_is_changed_on_the_way_equals_the_replay() -> None:
    """As a visitor does it: the run grows by a change, or a point, at the step where it stands."""
    kept, run = Kept(), replace(BUSY, changes=(), own=BUSY.own[:1])
    for step in BUSY.events():
        asked(kept, run, step)
        more = tuple(c for c in BUSY.changes if c.step == step)
        own = tuple(p for p in BUSY.own if p.step == step and p not in run.own)
        run = replace(run, changes=run.changes + more, own=run.own + own)
        asked(kept, run, step)
    assert run == BUSY
    assert same(asked(kept, run, 230), arrived(BUSY, 230))


@pytest.mark.parametrize("first", [("rate", 0.5), ("optimiser", "sgd"), ("noise", 1.0)])
@pytest.mark.parametrize("second", [None, ("rate", 0.1), ("optimiser", "momentum"), ("noise", 0.3)])
def test_a_change_that_is_taken_back_leaves_no_trace(
    first: tuple[str, object], second: tuple[str, object] | None
) -> None:
    kept = Kept()
    asked(kept, Run(), 55)
    asked(kept, Run(changes=(Change(55, *first),)), 55)
    run = Run(changes=(Change(55, *second),) if second else ())
    asked(kept, run, 55)
    assert same(asked(kept, run, 80), arrived(run, 80))


def test_two_who_share_a_run_do_not_disturb_each_other() -> None:
    kept = Kept()
    ahead = asked(kept, Run(), 100, "a")
    behind = asked(kept, Run(), 50, "b")
    assert (ahead.step, behind.step) == (100, 50)
    assert asked(kept, Run(), 120, "c") is not ahead
    assert asked(kept, Run(), 101, "a") is ahead
    assert same(asked(kept, Run(), 120, "c"), arrived(Run(), 120))


def test_what_explodes_stops_at_its_last_finite_step_and_can_go_on() -> None:
    wild = Run(Settings(activation="relu", hidden=(32, 32, 32), optimiser="sgd", rate=10.0))
    training = arrived(wild, 500)
    assert training.diverged
    assert 0 < training.step < 500
    assert np.isfinite(training.memory.rows).all()
    assert np.isfinite(training.train_score().loss)
    kept = Kept()
    stopped = asked(kept, wild, 500)
    changes = (Change(stopped.step, "rate", 0.001), Change(stopped.step, "noise", 0.5))
    calm = replace(wild, changes=changes)
    asked(kept, calm, stopped.step)
    assert same(asked(kept, calm, stopped.step + 40), arrived(calm, stopped.step + 40))


def test_zeros_teach_hidden_layers_nothing_and_softmax_regression_all() -> None:
    hidden = arrived(Run(Settings(init="zeros")), 300)
    assert (hidden.layers[0][0] == 0).all()
    assert hidden.train_score().loss == pytest.approx(np.log(3), abs=0.01)
    straight = arrived(Run(Settings(data="blobs", noise=0.7, hidden=(), init="zeros")), 300)
    assert straight.train_score().right > 0.9


def test_one_point_is_learned_and_none_is_refused() -> None:
    training = arrived(Run(Settings(data="own"), own=(Point(1, 1, 2),)), 200)
    assert training.train_score().loss < 0.05
    assert np.isnan(training.held_score().loss)
    with pytest.raises(InvalidInput, match="no point"):
        Training(Run(Settings(data="own")))


def test_the_default_reaches_98_per_cent_in_few_steps() -> None:
    assert arrived(Run(), 150).train_score().right >= 0.98


def test_the_curve_stays_short_and_does_not_depend_on_the_slices() -> None:
    training = arrived(Run(), 3000)
    assert MOST_RECORDS / 2 < len(training.curve.steps) <= MOST_RECORDS + 1
    assert training.curve.steps[0] == 0
    assert set(np.diff(training.curve.steps)) == {training.curve.every}


def test_epochs_end_where_the_order_ends() -> None:
    training = arrived(Run(), 3)
    training.advance(training.step + training.to_epoch())
    assert (training.step, training.epoch, len(training.order)) == (10, 1, 0)


def test_only_what_is_not_known_of_the_curve_is_answered() -> None:
    training = arrived(OWN, 20)
    every = training.curve.every
    assert [r[0] for r in answer(training, Ask("a", OWN, 20)).curve] == list(range(20))
    assert [r[0] for r in answer(training, Ask("a", OWN, 20, known=(every, 17))).curve] == [
        18,
        19,
    ]
