"""Arrays to plotly figures for the digit page; nothing here knows Streamlit."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from ui.figures import LOSS, P, Z, calm

Numbers = NDArray[np.float64]
LEAST = 1e-6  # nats: what a logarithmic axis still shows


def training(
    images: Numbers,
    drawing: Numbers,
    test: Numbers,
    strokes: Numbers,
    now: int,
    words: dict[str, str],
) -> go.Figure:
    """Draw the loss of the drawing and of two test sets over the pictures seen, and the moment."""
    x = np.maximum(images, 100.0)  # the untrained network has seen none: the axis has no zero
    figure = go.Figure()
    for values, name, color, dash in (
        (drawing, words["drawing"], LOSS, "solid"),
        (test, words["test"], P, "dash"),
        (strokes, words["strokes"], Z, "dot"),
    ):
        figure.add_scatter(
            x=x,
            y=np.maximum(values, LEAST),
            name=name,
            mode="lines+markers",
            line={"color": color, "width": 2.5, "dash": dash},
        )
    figure.add_vline(x=float(x[now]), line={"color": Z, "dash": "dot", "width": 2})
    figure.update_xaxes(type="log", title=words["x"])
    figure.update_yaxes(type="log", title=words["y"], exponentformat="power")
    return calm(figure, height=340)
