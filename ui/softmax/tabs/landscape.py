"""The landscape of the loss: the probability triangle for three classes, two logits for more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import streamlit as st
from numpy.typing import NDArray

from core.softmax import log_softmax, softmax
from ui.elements.chart import chart
from ui.elements.figure_style import plain
from ui.elements.softmax_panel import live_html
from ui.language.escaping import safe
from ui.language.numbers import listed, number, precise
from ui.language.sentences import _
from ui.softmax import figures
from ui.softmax.figures import CORNERS, Surface
from ui.softmax.state import LINK, Explorer
from ui.softmax.tabs.gradient import descent_of, walk

Numbers = NDArray[np.float64]
HIGHEST = 7.0  # nats: the loss has no ceiling at the edge of the triangle, its picture has
FINE = 45  # points on half a side: what the browser draws from them costs it with their number
REACH = 6.0


def show(state: Explorer) -> None:
    """Show the contours of the loss, the point of the moment, and the path of a descent to it."""
    left, right = st.columns(2, gap="large")
    with left:
        numbers(state)
        if state.n != 3:
            _choose_axes(state)
        walk(state)
    with right:
        chart("softmax.landscape", _figure(state), _where(state))


def numbers(state: Explorer) -> None:
    """Say where the point is, and how high."""
    live_html("where", f'<p class="note" data-landscape>{safe(_where(state))}</p>')


def _where(state: Explorer) -> str:
    loss = precise(state.loss)
    if state.n == 3:
        p = listed(number(float(v)) for v in state.p)
        said = _("p = ({p}), loss {loss} nats. Each corner is certainty of one class.")
        return said.format(p=p, loss=loss)
    z = listed(number(float(v), 2) for v in state.logits[list(state.axes)])
    said = _("z = ({p}), loss {loss} nats. The other logits stay as they are.")
    return said.format(p=z, loss=loss)


def _figure(state: Explorer) -> go.Figure:
    """Return the triangle of three classes, or the plane of two logits of more."""
    names = {"loss": _("loss"), "path": _("path of the descent"), "point": "p"}
    walked = descent_of(state).logits
    if state.n == 3:
        points = softmax(walked, state.temperature)
        goal = state.target @ CORNERS
        return figures.triangle(simplex(state), points @ CORNERS, names, goal, state.labels)
    axes = list(state.axes)
    figure = figures.landscape(plane(state), _finite(walked[:, axes]), names | {"point": "z"})
    figure.update_xaxes(title="z: " + plain(state.labels[axes[0]]))
    figure.update_yaxes(title="z: " + plain(state.labels[axes[1]]))
    return figure


def simplex(state: Explorer) -> Surface:
    """Return the cross-entropy of the target over the triangle of all p."""
    x = np.linspace(0.0, 1.0, 2 * FINE + 1)
    y = np.linspace(0.0, CORNERS[2, 1], 2 * FINE + 1)
    grid = np.stack(np.meshgrid(x, y), axis=-1)
    third = grid[..., 1] / CORNERS[2, 1]
    second = grid[..., 0] - third / 2
    p = np.stack([1 - second - third, second, third], axis=-1)
    inside = (p >= -1e-9).all(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        cost = np.where(state.target > 0, -state.target * np.log(np.maximum(p, 0.0)), 0.0)
    loss = np.minimum(cost.sum(axis=-1), HIGHEST)
    return Surface(x, y, np.where(inside, loss, np.nan))


def plane(state: Explorer) -> Surface:
    """Return the loss over two of the logits, around the path."""
    path = _finite(descent_of(state).logits[:, list(state.axes)])
    low, high = path.min(axis=0) - REACH, path.max(axis=0) + REACH
    x, y = np.linspace(low[0], high[0], FINE), np.linspace(low[1], high[1], FINE)
    logits = np.broadcast_to(state.logits, (FINE, FINE, state.n)).copy()
    logits[..., state.axes[0]], logits[..., state.axes[1]] = np.meshgrid(x, y)
    log_p = log_softmax(logits, state.temperature)
    loss = -np.where(state.target > 0, state.target * log_p, 0.0).sum(axis=-1)
    return Surface(x, y, np.where(np.isfinite(loss), loss, np.nan))


def _finite(points: Numbers) -> Numbers:
    """Return points that can be drawn: minus infinity stands at the edge."""
    return np.clip(np.where(np.isfinite(points), points, -REACH), -1e300, 1e300)


def _choose_axes(state: Explorer) -> None:
    with st.container(horizontal=True):
        for place, label in enumerate((_("horizontal"), _("vertical"))):
            key = f"softmax.axis{place}"
            st.session_state[key] = state.axes[place]
            st.selectbox(
                label,
                range(state.n),
                format_func=state.labels.__getitem__,
                key=key,
                on_change=_set_axis,
                args=(place,),
                width=220,
            )


def _set_axis(place: int) -> None:
    """Set one axis; the class of the other axis swaps places with it."""
    state = LINK.read()
    axes = list(state.axes)
    chosen = st.session_state[f"softmax.axis{place}"]
    if chosen == axes[1 - place]:
        axes[1 - place] = axes[place]
    axes[place] = chosen
    LINK.settle(replace(state, axes=(axes[0], axes[1])))
