"""What every plotly figure of the house has in common; nothing here knows Streamlit."""

from __future__ import annotations

import plotly.graph_objects as go

from ui.elements.colors import COLORS

Z, P, Y, CODE, LOSS = (COLORS[name].chart for name in ("z", "p", "y", "code", "loss"))


def plain(name: str) -> str:
    """Write a name where plotly reads a little HTML."""
    return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def with_house_style(figure: go.Figure, *, legend: bool = True, height: int = 380) -> go.Figure:
    """Return the figure with the house's margins and legend, and the page's own ground behind it."""
    figure.update_layout(
        height=height,
        margin={"l": 10, "r": 10, "t": 30, "b": 10},
        showlegend=legend,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        uirevision="stays",
    )
    for trace in figure.data:
        if trace.name:
            trace.name = plain(trace.name)
    return figure
