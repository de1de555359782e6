"""A small drawing of lines over one axis, light enough to follow a hand."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ui.elements.figure_style import P
from ui.language.escaping import safe

WIDTH, HEIGHT = 100, 40
WORTH_A_LINE = 0.1  # what stays below is not drawn


def lines(
    values: NDArray[np.float64], names: Sequence[str], share: float, label: str, most: float = 1.0
) -> str:
    """Return HTML of one line a name, and a mark across all of them.

    Parameters
    ----------
    values
        Shape (lines, places), from 0 to ``most``; the places are even steps.
    names
        One for each line, written where it is highest.
    share
        Where the mark stands, from 0 to 1.
    label
        What a screen reader says.
    """
    places = values.shape[1]
    drawn, written = "", ""
    for k in map(int, np.flatnonzero(values.max(axis=1) > WORTH_A_LINE)):
        x = np.linspace(0, WIDTH, places)
        y = HEIGHT * (1 - values[k] / most)
        points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
        drawn += f'<polyline vector-effect="non-scaling-stroke" points="{points}" />'
        highest = values[k] >= values[k].max() - 0.02
        middle = float(np.flatnonzero(highest).mean()) / (places - 1)
        top = 100 * (1 - float(values[k].max()) / most)
        written += f'<b style="left:{100 * middle:.1f}%;top:{top:.1f}%">{safe(names[k])}</b>'
    return (
        f'<div class="lines"><img alt="{safe(label)}" src="{_svg(drawn)}">{written}'
        f'<i style="left:{100 * share:.2f}%"></i></div>'
    )


def _svg(drawn: str) -> str:
    """Return lines as the address of an image: Streamlit lets no SVG into its HTML."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -1 {WIDTH} {HEIGHT + 2}" '
        f'preserveAspectRatio="none" fill="none" stroke="{P}" stroke-width="1.75" stroke-linejoin="round">'
        f"{drawn}</svg>"
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
