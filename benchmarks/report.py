"""The table for people, and the same as JSON."""

from __future__ import annotations

import json
import math
import platform
from datetime import UTC, datetime
from pathlib import Path

import psutil

from benchmarks.figures import Figures
from benchmarks.goals import GOALS, NEW


def machine() -> dict[str, str | int | float]:
    """Return what the figures were measured on."""
    return {
        "processor": processor(),
        "cores": psutil.cpu_count() or 0,
        "memory_GB": round(psutil.virtual_memory().total / 1e9, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load_before": round(psutil.getloadavg()[0], 2),
    }


def processor() -> str:
    """Return the processor's name, as well as the system knows it."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for row in info.read_text().splitlines():
            if row.startswith("model name"):
                return row.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def show(value: float, unit: str) -> str:
    """Return a number with as many digits as mean something."""
    if math.isnan(value):
        return "–"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:.{digits}f} {unit}".strip()


def goals_table(figures: Figures) -> str:
    """Return what must be reached, as a Markdown table."""
    rows = ["| what | measured | at most | aim | |", "|---|---|---|---|---|"]
    for goal in GOALS:
        value = goal.measured(figures)
        if math.isnan(value) and goal not in NEW:  # of a part that was not asked for
            continue
        limit = f"{'at least ' if goal.at_least else ''}{show(goal.limit, goal.unit)}"
        rows.append(
            f"| {goal.what} | {show(value, goal.unit)} | {limit} | {show(goal.aim, goal.unit)} "
            f"| {goal.verdict(value)} |"
        )
    return "\n".join(rows)


def figures_table(figures: Figures) -> str:
    """Return every figure, ours beside the bare app's, as a Markdown table."""
    rows = ["| figure | who | median | 95 % | n | errors |", "|---|---|---|---|---|---|"]
    rows += [
        f"| {f.name} | {f.subject} | {show(f.median, f.unit)} | {show(f.p95, f.unit)} "
        f"| {len(f.values)} | {f.errors} |"
        for f in figures.all
    ]
    return "\n".join(rows)


def write(
    figures: Figures, about: dict[str, str | int | float], seconds: float, folder: Path
) -> str:
    """Write ``bench.json`` and ``bench.md``; return the latter."""
    folder.mkdir(parents=True, exist_ok=True)
    date = datetime.now(UTC).date().isoformat()
    data = {
        "date": date,
        "seconds": round(seconds),
        "machine": about,
        "goals": [
            {
                "what": g.what,
                "measured": finite(g.measured(figures)),
                "limit": g.limit,
                "aim": g.aim,
            }
            | {"unit": g.unit, "at_least": g.at_least, "verdict": g.verdict(g.measured(figures))}
            for g in GOALS
        ],
        "figures": [
            {key: finite(value) for key, value in figure.data().items()} for figure in figures.all
        ],
    }
    (folder / "bench.json").write_text(json.dumps(data, indent=1, allow_nan=False) + "\n")
    where = ", ".join(f"{key} {value}" for key, value in about.items())
    text = (
        f"{date}; {where}; {seconds:.0f} s\n\n{goals_table(figures)}\n\n{figures_table(figures)}\n"
    )
    (folder / "bench.md").write_text(text)
    return text


def finite(value: object) -> object:
    """Return a value as JSON knows it: what is not finite is null."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
