"""Arrays to plotly figures, in the house's colours; nothing here knows Streamlit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from core.antenna import Running
from core.blocks import Block
from ui.elements.colors import see_through
from ui.elements.figure_style import CODE, P, with_house_style


def blocks(
    found: Sequence[Block], entropy: float, x_title: str, y_title: str, line: str
) -> go.Figure:
    """Draw bits per day over the length of a block, above the entropy."""
    days = [block.days for block in found]
    figure = go.Figure()
    figure.add_scatter(
        x=days,
        y=[block.bits for block in found],
        mode="lines+markers",
        line={"color": CODE, "width": 2.5},
        marker={"size": 9},
        name="Huffman",
    )
    figure.add_scatter(
        x=[days[0], days[-1]],
        y=[entropy] * 2,
        mode="lines",
        line={"color": P, "width": 2.5, "dash": "dash"},
        name=line,
    )
    figure.update_xaxes(title=x_title, dtick=1)
    figure.update_yaxes(title=y_title)
    return with_house_style(figure)


def running(found: Running, ideal: Running, words: dict[str, str]) -> go.Figure:
    """Draw the running averages of bits per day as they were sent and in the ideal code.

    Each with the value it settles on, and its spread about it: two standard deviations.
    """
    figure = go.Figure()
    for what, colour, level in (
        (found, CODE, "expected"),
        (ideal, P, "goal"),
    ):
        if np.isfinite(what.expected):
            _spread(figure, what, see_through(colour, 0.13), words["spread"], legend=what is found)
            figure.add_scatter(
                x=[what.days[0], what.days[-1]],
                y=[what.expected] * 2,
                mode="lines",
                line={"color": colour, "width": 1.5, "dash": "dot"},
                name=words[level],
            )
            figure.add_scatter(
                x=what.days,
                y=what.average,
                mode="lines",
                line={"color": colour, "width": 2.5},
                name=words["average" if what is found else "ideal"],
            )
    figure.update_xaxes(type="log", title=words["days"], dtick=1)
    figure.update_yaxes(title=words["bits"], rangemode="nonnegative")
    return with_house_style(figure)


def _spread(figure: go.Figure, what: Running, colour: str, name: str, legend: bool) -> None:
    """Shade what lies within two standard deviations; no average is below zero."""
    low = np.maximum(what.expected - 2 * what.spread, 0)
    high = what.expected + 2 * what.spread
    figure.add_scatter(
        x=np.concatenate([what.days, what.days[::-1]]),
        y=np.concatenate([high, low[::-1]]),
        fill="toself",
        fillcolor=colour,
        line={"width": 0},
        hoverinfo="skip",
        name=name,
        showlegend=legend,
    )
