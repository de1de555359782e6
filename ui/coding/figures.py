"""Arrays to plotly figures, in the house's colours; nothing here knows Streamlit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from core.antenna import Running
from core.blocks import Block
from ui.figures import LOSS, P, Z, calm


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
        line={"color": LOSS, "width": 2.5},
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
    return calm(figure)


def running(found: Running, goal: float, words: dict[str, str]) -> go.Figure:
    """Draw the running average of bits per day, the value it settles on, its spread, and the goal."""
    figure = go.Figure()
    low, high = found.expected - 2 * found.spread, found.expected + 2 * found.spread
    figure.add_scatter(
        x=np.concatenate([found.days, found.days[::-1]]),
        y=np.concatenate([high, low[::-1]]),
        fill="toself",
        fillcolor="rgba(140, 140, 140, 0.2)",
        line={"width": 0},
        hoverinfo="skip",
        name=words["spread"],
    )
    figure.add_scatter(
        x=found.days,
        y=found.average,
        mode="lines",
        line={"color": LOSS, "width": 2.5},
        name=words["average"],
    )
    ends = [found.days[0], found.days[-1]]
    figure.add_scatter(
        x=ends,
        y=[found.expected] * 2,
        mode="lines",
        line={"color": Z, "dash": "dot"},
        name=words["expected"],
    )
    figure.add_scatter(
        x=ends, y=[goal] * 2, mode="lines", line={"color": P, "dash": "dash"}, name=words["goal"]
    )
    figure.update_xaxes(type="log", title=words["days"])
    figure.update_yaxes(title=words["bits"])
    return calm(figure)
