"""The stability lab: naive softmax beside the shifted one, in three precisions."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.errors import InvalidInput
from core.softmax import softmax
from core.stability import PRECISIONS, naive, naive_loss, shifted, shifted_loss
from ui.elements.bars import Column, bars
from ui.elements.softmax_panel import live_html
from ui.elements.table import table
from ui.hand.moves import Hand, value_of
from ui.language.escaping import safe
from ui.language.messages import sentence
from ui.language.numbers import number
from ui.language.sentences import _
from ui.softmax.chain import bounded_logits
from ui.softmax.state import LARGEST_SHIFT, LINK, Explorer

PROBLEM = "softmax.shift.problem"  # the error of what was typed for c, and the c that stayed
# The largest x with e^x still a float, in each of the precisions.
LARGEST_EXPONENTS = [
    math.log(float(np.finfo(kind).max)) for kind in (np.float64, np.float32, np.float16)
]


def show(state: Explorer) -> None:
    """Show where inf and nan appear, and that a constant added to all logits changes nothing."""
    said = _(
        "Move c, or take the preset “overflow”: e^z grows beyond what a float can hold, and the naive form loses p. The shifted form subtracts the largest logit first."
    )
    st.html(f'<p class="note">{safe(said)}</p>')
    beside, error = st.session_state.get(PROBLEM, (None, None))
    bars(
        "softmax.shift",
        _("A constant added to all logits"),
        ["c"],
        [
            Column(
                "c",
                _("z/T + c"),
                [state.shift],
                "z",
                -1000,
                1000,
                1,
                step=10,
                bounds=(-LARGEST_SHIFT, LARGEST_SHIFT),
            )
        ],
        on_hand=_shift,
        problems={0: sentence(error)} if error and beside == state.shift else None,
    )
    numbers(state)


def numbers(state: Explorer) -> None:
    """Show both forms in three precisions, and what c changed."""
    z = logits(state)
    blocks = "".join(_block(state, z, precision) for precision in PRECISIONS)
    change = float(np.max(np.abs(softmax(z) - state.p)))
    said = safe(
        _("With c, p of the shifted form changes by at most {change}.")
        if change
        else _("With c, p of the shifted form is the same to the last bit.")
    )
    why = safe(
        _(
            "e^z leaves the range of a float beyond {a} in float64, {b} in float32 and {c} in float16. Subtracting the largest logit first divides numerator and denominator by the same number: the quotient is the same, and no exponent is above 0."
        )
    ).format(**dict(zip("abc", (number(x, 1) for x in LARGEST_EXPONENTS), strict=True)))
    shown = f"<b>{number(change, 1) if change else 0}</b>"
    changed = f'<p class="note" data-change>{said.format(change=shown)}</p>'
    live_html("lab", f'<div class="lab">{blocks}</div>{changed}<p class="note">{why}</p>')


def logits(state: Explorer) -> NDArray[np.float64]:
    """Return z/T + c, within the range of a float64."""
    return bounded_logits(state, state.shift)


def _block(state: Explorer, z: NDArray[np.float64], precision: str) -> str:
    """Return the table of one precision: the naive form's weights and p, the shifted form's p."""
    plain, safe_form = naive(z, precision), shifted(z, precision)
    rows = [
        [safe(label), *map(_cell, (plain.weights[i], plain.p[i], safe_form.p[i]))]
        for i, label in enumerate(state.labels)
    ]
    head = [safe(_("class")), "e^z", safe(_("naive p")), safe(_("shifted p"))]
    foot = [
        "Σ",
        _cell(plain.total),
        _cell(plain.p.astype(float).sum()),
        _cell(safe_form.p.astype(float).sum()),
    ]
    verdict = safe(_("naive form works") if plain.works else _("naive form fails"))
    mark = "✓" if plain.works else "✗"
    title = f'{precision} <span class="verdict">{mark} {verdict}</span>'
    return (
        f'<section data-precision="{precision}"><h2 class="small">{title}</h2>'
        f"{table(head, rows, foot)}{_losses(state, z, precision)}</section>"
    )


def _losses(state: Explorer, z: NDArray[np.float64], precision: str) -> str:
    """Return the loss of both forms: that of the shifted one is a logarithm that never met p."""
    said = safe(_("loss: naive {naive}, shifted {shifted}"))
    naive_nats = naive_loss(z, state.target, precision)
    shifted_nats = shifted_loss(z, state.target, precision)
    return f'<p class="loss-forms">{said.format(naive=_cell(naive_nats), shifted=_cell(shifted_nats))}</p>'


def _cell(value: object) -> str:
    """Write a number; inf and nan stand out."""
    x = float(value)  # type: ignore[arg-type]
    text = number(x)
    return text if math.isfinite(x) else f'<b class="bad">{text}</b>'


def _shift(hand: Hand) -> None:
    st.session_state.pop(PROBLEM, None)
    state = LINK.read()
    try:
        state = replace(state, shift=value_of(hand.moves[-1], -LARGEST_SHIFT, LARGEST_SHIFT))
    except InvalidInput as error:
        st.session_state[PROBLEM] = state.shift, error
    LINK.settle(state, hand.resting)
