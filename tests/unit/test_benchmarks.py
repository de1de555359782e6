"""The benchmarks count right: figures, goals, and a bare app that is really bare."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.figures import Figure, Figures
from benchmarks.goals import GOALS, NEW, Goal
from benchmarks.hands import dragged
from benchmarks.report import write
from benchmarks.subjects import bare_environment, refuse_uvloop


def test_figure_gives_median_and_95th_percentile() -> None:
    figure = Figure("rerun", "bare", "ms", tuple(range(101)))
    assert (figure.median, figure.p95) == (50, 95)


def test_figure_without_values_is_not_a_number() -> None:
    assert math.isnan(Figure("rerun", "bare", "ms", ()).median)


@pytest.mark.parametrize(
    ("at_least", "value", "verdict"),
    [
        (False, 0.05, "aim"),
        (False, 0.2, "reached"),
        (False, 0.3, "SHORT"),
        (False, math.inf, "SHORT"),
        (False, math.nan, "not measured"),
        (True, 0.3, "aim"),
        (True, 0.2, "reached"),
        (True, 0.05, "SHORT"),
    ],
)
def test_goal_judges_from_the_right_side(at_least: bool, value: float, verdict: str) -> None:
    limit, aim = (0.1, 0.25) if at_least else (0.25, 0.1)
    assert (
        Goal("it", lambda _figures: value, limit, aim, at_least=at_least).verdict(value) == verdict
    )


def test_errors_under_load_are_no_good_percentile() -> None:
    goal = next(g for g in GOALS if g.what.startswith("30 visitors on /softmax"))
    calm = Figure("load /softmax, 30 visitors", "playground", "ms", (1.0, 2.0))
    assert goal.measured(Figures([calm])) < goal.limit
    failed = Figure(calm.name, calm.subject, "ms", calm.values, errors=1)
    assert goal.verdict(goal.measured(Figures([failed]))) == "SHORT"


def test_report_is_json_without_what_is_not_finite(tmp_path: Path) -> None:
    figures = Figures([Figure("rerun", "bare", "ms", (100.0,))])
    text = write(figures, {"cores": 2}, 1.0, tmp_path)
    data = json.loads((tmp_path / "bench.json").read_text(), parse_constant=pytest.fail)
    assert len(data["goals"]) == len(GOALS)
    assert data["figures"][0]["median"] == 100.0
    assert all(goal.what in text for goal in NEW)


def test_dragging_hand_goes_to_and_fro_within_its_bounds() -> None:
    places = [dragged(n, -5, 5) for n in range(80)]
    assert (min(places), max(places)) == (-5, 5)
    assert all(a != b for a, b in pairwise(places))


def test_bare_app_cannot_import_uvloop() -> None:
    refuse_uvloop(bare_environment())
    with pytest.raises(RuntimeError, match="would run with uvloop"):
        refuse_uvloop({"PYTHONPATH": ""})


def test_bare_app_refuses_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STREAMLIT_RUNNER_POST_SCRIPT_GC", "false")
    with pytest.raises(RuntimeError, match="STREAMLIT_RUNNER_POST_SCRIPT_GC"):
        bare_environment()


def test_unknown_part_is_refused() -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "benchmarks", "nonsense"], capture_output=True, text=True
    )
    assert asked.returncode == 2
    assert "nonsense" in asked.stderr
