"""The same in PyTorch: lines to copy, what torch gives, and how far core is from it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import streamlit as st

from core.gradient import loss_gradient
from ui.elements.table import table
from ui.language.escaping import safe
from ui.language.numbers import number, precise
from ui.language.sentences import _
from ui.softmax.state import Explorer

if TYPE_CHECKING:  # torch takes long to import
    from core.torch_check import TorchCheck


def show(state: Explorer) -> None:
    """Show code with the numbers of the moment, torch's result and the difference."""
    from core.torch_check import pytorch_lines, torch_check

    target = [float(v) for v in state.target]
    st.code(pytorch_lines(state.z, target, state.temperature), language="python")
    check = torch_check(state.logits, target, state.temperature)
    p = state.p
    gradient = loss_gradient(state.logits, state.target, state.temperature)
    head = [safe(_("class")), _("p by torch"), _("p here"), _("∂L/∂z by torch"), _("∂L/∂z here")]
    rows = [
        [safe(label), *(number(float(x[i]), 6) for x in (check.p, p, check.gradient, gradient))]
        for i, label in enumerate(state.labels)
    ]
    st.html(table(head, rows))
    said = safe(
        _(
            "Loss by torch {torch}, here {here} nats; the largest difference of all numbers is {difference}."
        )
    ).format(
        torch=f"<b>{precise(check.loss)}</b>",
        here=f"<b>{precise(state.loss)}</b>",
        difference=f"<b>{number(check.difference, 1) if check.difference else 0}</b>",
    )
    st.html(f'<p class="note" data-check>{said}</p>{undefined(check)}')


def undefined(check: TorchCheck) -> str:
    """Say, as HTML, why torch has no loss where this page has one."""
    if not math.isnan(check.loss):
        return ""
    said = _(
        "PyTorch has no loss here: of a distribution it multiplies y = 0 by ln 0 = −∞, which is NaN. On this page 0 · ln 0 = 0, as in the entropy."
    )
    return f'<p class="note" data-undefined>{safe(said)}</p>'
