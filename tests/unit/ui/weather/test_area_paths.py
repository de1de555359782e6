"""Areas of many states: what is drawn of them is as large as what they cost."""

from __future__ import annotations

import re

import numpy as np
import pytest

from ui.weather.area_paths import outlines


def area(polygon: str) -> float:
    """The area within the points of a polygon, in shares of the whole (Gauss's formula)."""
    points = np.array(
        [[float(v) / 100 for v in re.findall(r"([\d.]+)%", p)] for p in polygon.split(",")]
    )
    x, y = points.T
    return abs(float(x @ np.roll(y, 1) - y @ np.roll(x, 1))) / 2


@pytest.mark.parametrize("n", [41, 256])
def test_areas_are_what_the_states_cost(n: int) -> None:
    rng = np.random.default_rng(n)
    shares = np.sort(rng.dirichlet(np.ones(n)))[::-1]
    ideals = np.linspace(0.2, 0.9, n)
    widths = ideals + 0.1
    fill, extra, edge = re.findall(r"polygon\((.*?)\)\"", outlines(shares, widths, ideals))
    assert area(fill) == pytest.approx(shares @ ideals, abs=0.01)
    assert area(extra) == pytest.approx(0.1, abs=0.01)
    assert edge.count("2px") <= 2 * n
