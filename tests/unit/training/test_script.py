"""The exported script and notebook give the losses that the page shows, in a process of their own."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from core.notebook import write_notebook
from core.training.run import Change, Point, Run, Settings, Table
from core.training.script import MOST_LINES, POINTS_FILE, cells, script
from core.training.training import Training
from tests.unit.training.runs import BUSY, RUNS

STEPS = 200


def losses_in(text: str) -> list[float]:
    return [float(x) for x in re.findall(r"loss in nats: (\S+)", text)]


def agree(training: Training, found: list[float]) -> None:
    expected = [training.train_score().loss, training.held_score().loss]
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def run_script(text: str, folder: Path) -> str:
    (folder / "run.py").write_text(text, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "run.py"], cwd=folder, capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize("name", RUNS)
def test_the_script_gives_the_same_losses(name: str, tmp_path: Path) -> None:
    training = Training(RUNS[name])
    training.advance(STEPS)
    agree(training, losses_in(run_script(script(RUNS[name], STEPS), tmp_path)))


def test_a_table_is_read_from_its_file(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    table = Table(rng.normal(size=(40, 2)), rng.integers(0, 4, 40), ("a", "b", "c", "d"))
    run = Run(Settings(data="csv"), table="x", own=(Point(0, 1, 3, 5),))
    training = Training(run, table)
    training.advance(STEPS)
    rows = [
        f"{x!r},{y!r},{k}" for (x, y), k in zip(table.inputs.tolist(), table.labels, strict=True)
    ]
    (tmp_path / POINTS_FILE).write_text("\n".join(rows), encoding="utf-8")
    agree(training, losses_in(run_script(script(run, STEPS, 4), tmp_path)))


def test_the_notebook_runs_and_gives_the_same_losses(tmp_path: Path) -> None:
    found = nbformat.reads(
        write_notebook(cells(BUSY, STEPS, title="Softmax")).decode(), as_version=4
    )
    nbformat.validate(found)
    NotebookClient(found, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    training = Training(BUSY)
    training.advance(STEPS)
    agree(training, losses_in(found.cells[-1].outputs[0]["text"]))


def test_the_longest_script_has_sixty_lines() -> None:
    fields = [("rate", 0.123456), ("decay", 0.001), ("activation", "sigmoid"), ("noise", 0.25)]
    changes = tuple(Change(10 * i, *fields[i % 4]) for i in range(20))
    own = tuple(Point(0.123, -0.456, i % 3, i) for i in range(200))
    for data in ("chequer", "wine"):
        run = Run(Settings(data=data, hidden=(32, 32, 32)), changes, own)
        text = script(run, STEPS)
        assert text.count("\n") <= MOST_LINES
        compile(text, "run.py", "exec")


def test_nothing_of_ours_is_in_the_script() -> None:
    text = script(Run(), STEPS)
    assert re.findall(r"^(?:import|from) (\w+)", text, re.M) == ["numpy", "torch", "torch"]


def test_changes_that_lie_ahead_are_left_out() -> None:
    run = replace(BUSY, own=())
    assert script(run, 9).count("train(") == 2  # its definition and one call
