"""Arrays to plotly figures for the digit page; nothing here knows Streamlit."""

from __future__ import annotations

import math

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from ui.elements.figure_style import LOSS, P, Z, with_house_style

Numbers = NDArray[np.float64]
LEAST = 1e-6  # nats: what a logarithmic axis still shows
FEWEST = 100.0  # pictures
POWERS = [10.0**k for k in range(-6, 8)]
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


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
    powers = {"type": "log", "tickvals": POWERS, "ticktext": [power(x) for x in POWERS]}
    figure.update_xaxes(title=words["x"], **powers)
    figure.update_yaxes(title=words["y"], **powers)
    return with_house_style(figure, height=340)


def power(x: float) -> str:
    """Write a power of ten, alike in every language.

    Examples
    --------
    >>> power(0.001), power(1.0)
    ('10⁻³', '1')
    """
    exponent = round(math.log10(x))
    return "10" + str(exponent).translate(SUPERSCRIPTS) if exponent else "1"


def _shown(curve: Curve) -> Curve:
    """Return a curve that axes without a zero can show: the untrained network has seen no picture."""
    return np.maximum(curve[0], FEWEST), np.maximum(curve[1], LEAST)
