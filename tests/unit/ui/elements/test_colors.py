"""Colours can be read on their page, and told apart with every kind of colour vision."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from ui.elements.colors import COLORS

GROUND = {"light": "#ffffff", "dark": "#171614"}
# What is left of red, green and blue (linear) for who lacks one kind of cone: F. Vienot et al. (1999).
VISION = {
    "protanopia": [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]],
    "deuteranopia": [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]],
}
XYZ = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
Channels = NDArray[np.float64]


def linear(color: str) -> Channels:
    """Red, green and blue, each from 0 to 1, as light adds up."""
    c = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """As WCAG 2.2 defines it."""
    dark, light = sorted(float(linear(color) @ XYZ[1]) for color in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(light: Channels) -> Channels:
    """CIE L*a*b*, in which distances are about as large as they look."""
    x, y, z = np.cbrt(np.clip(XYZ @ light / [0.9505, 1.0, 1.089], 1e-6, None))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("name", COLORS)
def test_words_and_areas_stand_out_from_the_page(name: str) -> None:
    color = COLORS[name]
    assert contrast(color.light, GROUND["light"]) >= 4.5
    assert contrast(color.dark, GROUND["dark"]) >= 4.5
    assert contrast(color.fill or color.light, GROUND["light"]) >= 3


@pytest.mark.parametrize("theme", GROUND)
@pytest.mark.parametrize("vision", VISION)
def test_what_means_different_things_looks_different(vision: str, theme: str) -> None:
    seen = {
        name: lab(np.clip(VISION[vision] @ linear(getattr(COLORS[name], theme)), 0, 1))
        for name in ("p", "y", "code", "loss")
    }
    for one, other in itertools.combinations(seen, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 10, (one, other)
