"""What is measured, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Figure:
    """One figure of one subject: every value that was measured.

    Attributes
    ----------
    name
        What was measured, the same for every subject.
    subject
        Who: the playground, the bare app, two copies.
    unit
        Of the values.
    values
        In the order of measuring.
    errors
        How many attempts failed.
    also
        Further numbers that belong to it: CPU, messages, bytes.
    """

    name: str
    subject: str
    unit: str
    values: tuple[float, ...]
    errors: int = 0
    also: dict[str, float] = field(default_factory=dict)

    @property
    def median(self) -> float:
        """The middle value; not a number where nothing was measured."""
        return float(np.median(self.values)) if self.values else float("nan")

    @property
    def p95(self) -> float:
        """The value that 95 of 100 do not exceed."""
        return float(np.percentile(self.values, 95)) if self.values else float("nan")

    def data(self) -> dict[str, Any]:
        """Return the figure as JSON takes it, with what is derived from the values."""
        return {**asdict(self), "median": self.median, "p95": self.p95, "n": len(self.values)}


class Figures:
    """All figures of one run of the benchmarks."""

    def __init__(self, figures: Iterable[Figure] = ()) -> None:
        self.all: list[Figure] = list(figures)

    def add(self, *figures: Figure) -> None:
        """Keep figures, and print each as it comes."""
        self.follow(figures)

    def follow(self, figures: Iterable[Figure]) -> None:
        """Keep figures that are still being measured, and print each as it comes."""
        for figure in figures:
            self.all.append(figure)
            print(line(figure), flush=True)

    def get(self, name: str, subject: str) -> Figure | None:
        """Return a figure, or None where it was not measured."""
        return next((f for f in self.all if (f.name, f.subject) == (name, subject)), None)


def line(figure: Figure) -> str:
    """Return a figure as one line for people."""
    also = "".join(f"  {key} {value:.3g}" for key, value in figure.also.items())
    errors = f"  ERRORS {figure.errors}" if figure.errors else ""
    return (
        f"{figure.name:42} {figure.subject:12} median {figure.median:9.3f} "
        f"p95 {figure.p95:9.3f} {figure.unit:4} n={len(figure.values)}{also}{errors}"
    )
