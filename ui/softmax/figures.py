"""Arrays to plotly figures, in the house's colours; nothing here knows Streamlit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from ui.elements.colors import CLASS_COLORS, COLORS, COSTS, see_through
from ui.elements.figure_style import LOSS, Y, Z, plain, with_house_style

Numbers = NDArray[np.float64]
DASHES = ("solid", "dash")


def lines(
    x: Numbers, ys: Sequence[Numbers], names: Sequence[str], mark: float, x_title: str, y_title: str
) -> go.Figure:
    """Draw p of each class over a logarithmic x, and where x is now."""
    figure = go.Figure()
    for i, (y, name) in enumerate(zip(ys, names, strict=True)):
        line = {
            "color": CLASS_COLORS[i % len(CLASS_COLORS)],
            "dash": DASHES[i // len(CLASS_COLORS)],
            "width": 2.5,
        }
        figure.add_scatter(x=x, y=y, name=name, mode="lines", line=line)
    figure.add_vline(x=mark, line={"color": Z, "dash": "dot", "width": 2})
    figure.update_xaxes(type="log", title=x_title)
    figure.update_yaxes(range=[-0.02, 1.02], title=y_title)
    return with_house_style(figure)


def curve(losses: Numbers, x_title: str, y_title: str) -> go.Figure:
    """Draw the loss over the steps of a descent."""
    figure = go.Figure()
    mode = "lines+markers" if len(losses) < 80 else "lines"
    figure.add_scatter(y=losses, mode=mode, line={"color": LOSS, "width": 2.5}, name=y_title)
    figure.update_xaxes(title=x_title, rangemode="tozero")
    figure.update_yaxes(title=y_title, rangemode="tozero")
    return with_house_style(figure, legend=False)


@dataclass(frozen=True)
class Surface:
    """Loss over a plane: x of shape (a,), y of shape (b,), loss of shape (b, a), NaN outside."""

    x: Numbers
    y: Numbers
    loss: Numbers


def landscape(
    surface: Surface, path: Numbers, words: dict[str, str], goal: Numbers | None = None
) -> go.Figure:
    """Draw contours of the loss, the path of shape (m, 2) that ends at the point, and the target."""
    figure = go.Figure(
        go.Contour(
            x=surface.x,
            y=surface.y,
            z=surface.loss,
            colorscale=list(zip((0, 0.5, 1), COSTS, strict=True)),
            # Numbers on the lines would cost a browser a second: the scale beside them has the same.
            contours={"coloring": "heatmap"},
            ncontours=14,
            line={"width": 1, "color": see_through(COSTS[2], 0.45)},
            colorbar={"title": words["loss"], "thickness": 12},
            hovertemplate=words["loss"] + " %{z:.3f}<extra></extra>",
            name=words["loss"],
        )
    )
    if len(path) > 1:
        figure.add_scatter(
            x=path[:, 0],
            y=path[:, 1],
            mode="lines+markers",
            line={"color": COLORS["p"].light, "width": 2},
            marker={"size": 4},
            name=words["path"],
        )
    if goal is not None:
        ring = {"size": 16, "symbol": "circle-open", "color": Y, "line": {"width": 4}}
        figure.add_scatter(x=[goal[0]], y=[goal[1]], mode="markers", marker=ring, name="y")
    dot = {"size": 13, "color": COLORS["p"].light, "line": {"color": "white", "width": 2}}
    figure.add_scatter(
        x=[path[-1, 0]], y=[path[-1, 1]], mode="markers", marker=dot, name=words["point"]
    )
    return with_house_style(figure)


def triangle(
    surface: Surface, path: Numbers, words: dict[str, str], goal: Numbers, corners: Sequence[str]
) -> go.Figure:
    """Draw the landscape on the probability triangle, a corner for each class."""
    figure = landscape(surface, path, words, goal)
    # The loss is flat near its corner and steep at the edges: even steps leave half of it bare.
    figure.data[0].contours.update(start=0.5, end=float(np.nanmax(surface.loss)), size=0.5)
    figure.data[0].colorbar.update(dtick=1)
    edge = CORNERS[[0, 1, 2, 0]]
    figure.add_scatter(
        x=edge[:, 0], y=edge[:, 1], mode="lines", line={"color": Z, "width": 2}, showlegend=False
    )
    for (x, y), name, shift in zip(CORNERS, corners, (-14, -14, 14), strict=True):
        figure.add_annotation(x=x, y=y, text=plain(name), showarrow=False, yshift=shift)
    figure.update_xaxes(visible=False, range=[-0.12, 1.12])
    figure.update_yaxes(visible=False, range=[-0.1, 0.98], scaleanchor="x")
    # So low that its corners are in sight below the bars; the legend stands where a triangle leaves room.
    figure.update_layout(
        height=290,
        margin={"t": 5, "b": 5},
        legend={"orientation": "v", "x": 0, "y": 1, "yanchor": "top"},
    )
    return figure


CORNERS: Numbers = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(0.75)]])
