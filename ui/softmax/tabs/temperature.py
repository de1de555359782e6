"""Temperature: what happens between its two ends."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.information import entropy
from core.softmax import softmax
from ui.elements.chart import chart
from ui.elements.softmax_panel import live_html
from ui.elements.table import table
from ui.language.escaping import safe
from ui.language.numbers import brief, number
from ui.language.sentences import _
from ui.softmax import figures
from ui.softmax.state import COLDEST, HOTTEST, Explorer

Numbers = NDArray[np.float64]
TICKS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)


def show(state: Explorer) -> None:
    """Show p over the temperature, and its values at some of them."""
    heats = np.geomspace(COLDEST, HOTTEST, 121)
    p = np.array([softmax(state.logits, t) for t in heats])
    figure = figures.lines(heats, list(p.T), state.labels, state.temperature, _("temperature"), "p")
    figure.update_xaxes(tickvals=TICKS, ticktext=[brief(t) for t in TICKS])
    alt = _("p of each class over the temperature; the table below has its numbers.")
    chart("softmax.heat", figure, alt)
    numbers(state)
    note = safe(
        _(
            "At a low T the largest logit takes all, whatever its lead; ties share. At a high T the differences vanish and all classes become equally likely. The order never changes."
        )
    )
    st.html(f'<p class="note">{note}</p>')


def numbers(state: Explorer) -> None:
    """Show p at the ends, now, and in the limits, and what entropy it has there."""
    columns = distributions(state)
    head = [safe(_("class")), *columns]
    rows = [
        [safe(label), *(number(float(column[i])) for column in columns.values())]
        for i, label in enumerate(state.labels)
    ]
    bits = [number(float(entropy(column))) for column in columns.values()]
    live_html("limits", table(head, rows, [safe(_("entropy in bits")), *bits]))


def distributions(state: Explorer) -> dict[str, Numbers]:
    """Return p in the limit T → 0, at the ends, now, and in the limit T → ∞, by title."""
    finite = np.isfinite(state.logits)
    top = state.logits == state.logits.max()
    at = {
        "T → 0": top / top.sum(),
        f"T = {number(COLDEST, 2)}": softmax(state.logits, COLDEST),
    }
    at[f"T = {number(state.temperature, 2)}"] = state.p
    at[f"T = {number(HOTTEST, 2)}"] = softmax(state.logits, HOTTEST)
    at["T → ∞"] = finite / finite.sum()
    return at
