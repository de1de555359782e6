"""Arrays to plotly figures for the digit page; nothing here knows Streamlit."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from ui.elements.figure_style import LOSS, P, Z, with_house_style

Numbers = NDArray[np.float64]
LEAST = 1e-6  # nats: what a logarithmic axis still shows
FEWEST = 100.0  # pictures


Curve = tuple[Numbers, Numbers]  # pictures seen, loss
# What is drawn beside the drawing's own curve: colour, dash.
LOOKS = {"test": (P, "dash"), "strokes": (Z, "dot"), "training": (Z, "dashdot")}


def training(drawing: Curve, means: dict[str, Curve], now: int, words: dict[str, str]) -> go.Figure:
    """Draw losses over the pictures seen, and the moment.

    Parameters
    ----------
    drawing
        Of the drawing at each checkpoint.
    means
        Of whole sets; the keys are those of `LOOKS`.
    now
        The checkpoint that is shown.
    words
        Names of the curves, ``drawing`` and the keys of ``means``, and of the axes ``x`` and ``y``.
    """
    figure = go.Figure()
    x, y = _shown(drawing)
    line = {"color": LOSS, "width": 2.5}
    figure.add_scatter(x=x, y=y, name=words["drawing"], mode="lines+markers", line=line)
    for name, curve in means.items():
        color, dash = LOOKS[name]
        line = {"color": color, "width": 2, "dash": dash}
        figure.add_scatter(
            **dict(zip("xy", _shown(curve), strict=True)), name=words[name], mode="lines", line=line
        )
    figure.add_vline(x=float(x[now]), line={"color": Z, "dash": "dot", "width": 2})
    figure.update_xaxes(type="log", title=words["x"], dtick=1)
    figure.update_yaxes(type="log", title=words["y"], exponentformat="power", dtick=1)
    return with_house_style(figure, height=340)


def _shown(curve: Curve) -> Curve:
    """Return a curve that axes without a zero can show: the untrained network has seen no picture."""
    return np.maximum(curve[0], FEWEST), np.maximum(curve[1], LEAST)
