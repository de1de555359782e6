"""The worked table: every step of the chain, class by class."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ui.elements.softmax_panel import live_html
from ui.elements.table import table
from ui.language.escaping import safe
from ui.language.numbers import number, precise
from ui.language.sentences import _
from ui.softmax.state import Explorer

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Worked:
    """The numbers of each step, shape (n,) each."""

    z: Numbers
    scaled: Numbers
    weights: Numbers
    p: Numbers
    y: Numbers
    log_p: Numbers
    terms: Numbers


def worked(state: Explorer) -> Worked:
    """Work through the chain."""
    with np.errstate(over="ignore"):
        scaled = state.logits / state.temperature
        weights = np.exp(scaled)
    y, log_p = state.target, state.log_p
    terms = y * np.where(y > 0, log_p, 0.0)
    return Worked(state.logits, scaled, weights, state.p, y, log_p, terms)


def show(state: Explorer) -> None:
    """Show class, z, z/T, e^(z/T), p, y, ln p, y ln p and their sums; the loss is minus the last."""
    w = worked(state)
    columns, logarithms = [w.z, w.scaled, w.weights, w.p, w.y], [w.log_p, w.terms]
    head = [safe(_("class")), "z", "z/T", "e^(z/T)", "p", "y", "ln p", "y ln p"]
    rows = [
        [
            safe(label),
            *(number(float(column[i])) for column in columns),
            *(precise(float(column[i])) for column in logarithms),
        ]
        for i, label in enumerate(state.labels)
    ]
    with np.errstate(over="ignore"):
        sums = [w.weights.sum(), w.p.sum(), w.y.sum()]
    total = w.terms.sum()
    foot = ["Σ", "", "", *(number(float(x)) for x in sums), "", precise(float(total))]
    said = safe(_("The loss is minus the last sum: L = {loss} nats (natural logarithm)."))
    note = said.format(loss=f"<b>{precise(-float(total) + 0.0)}</b>")
    live_html("worked", f'{table(head, rows, foot)}<p class="note">{note}</p>')
