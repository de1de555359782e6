"""The gradient p − y: as bars, derived with live numbers, checked by autograd, and walked down."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.gradient import Descent, descend, loss_gradient, softmax_jacobian
from ui.elements.bars import Column, bars
from ui.elements.chart import chart
from ui.elements.derivation import derivation
from ui.elements.softmax_panel import live_html
from ui.elements.table import table
from ui.language.escaping import safe
from ui.language.numbers import decimal_sign, number, parse_number, precise, write_float
from ui.language.sentences import _
from ui.link.parameters import read_float
from ui.softmax import figures
from ui.softmax.reruns import settle_all
from ui.softmax.state import LINK, MOST_STEPS, RATES, Explorer
from ui.softmax.tabs.pytorch import undefined
from ui.softmax.text_field import text_field

FEW = 6  # classes whose Jacobian has room for four decimals


def show(state: Explorer) -> None:
    """Show the gradient, its derivation and check, descent, and the Jacobian."""
    left, right = st.columns(2, gap="large")
    with left:
        _gradient(state)
        _descent(state)
        _jacobian(state)
    with right:
        _derivation(state)
        _check(state)


def numbers(state: Explorer) -> None:
    """Show what follows a hand: the bars of the gradient, and its derivation."""
    _bars(state)
    live_html("derivation", _derived(state))


def gradient_title(state: Explorer) -> str:
    """Say dL/dz, which a temperature other than 1 divides."""
    return "∂L/∂z = p − y" if state.temperature == 1 else "∂L/∂z = (p − y)/T"


def _gradient(state: Explorer) -> None:
    _bars(state)
    said = _(
        "Blue: p is above y, and a step against the gradient lowers the logit. Orange: p is below y, and the step raises it."
    )
    st.html(f'<p class="note">{safe(said)}</p>')


def _bars(state: Explorer) -> None:
    gradient = loss_gradient(state.logits, state.target, state.temperature)
    end = max(1.0, float(np.max(np.abs(gradient))))
    p = state.p
    bars(
        "softmax.gradient",
        _("The gradient of the loss"),
        state.labels,
        [
            Column("p", "p", p, "p", outline=state.target),
            Column("g", gradient_title(state), gradient, "gradient", -end, end, weight=2),
        ],
    )


def _derivation(state: Explorer) -> None:
    """Derive the gradient of one class step by step, with the numbers of the moment."""
    st.session_state["softmax.focus"] = state.focus
    st.selectbox(
        _("Differentiate with respect to"),
        range(state.n),
        format_func=state.labels.__getitem__,
        key="softmax.focus",
        on_change=lambda: LINK.settle(
            replace(LINK.read(), focus=st.session_state["softmax.focus"])
        ),
    )
    live_html("derivation", _derived(state))


def _derived(state: Explorer) -> str:
    return derivation(state.labels, state.logits, state.target, state.focus, state.temperature)


def _check(state: Explorer) -> None:
    from core.torch_check import (
        torch_check,
    )  # torch takes long to import, and only this asks for it

    check = torch_check(state.logits, state.target, state.temperature)
    said = safe(_("PyTorch's autograd finds the same: the largest difference is {difference}."))
    shown = f"<b>{number(check.difference, 1) if check.difference else 0}</b>"
    agreed = f'<p class="note" data-check>{said.format(difference=shown)}</p>'
    st.html(undefined(check) or agreed)


def descent_of(state: Explorer) -> Descent:
    """Return the descent that led to the state, or no step at all."""
    here = descend(state.logits, state.target, state.rate, 0, state.temperature)
    if not state.start:
        return here
    path = descend(state.start, state.target, state.rate, state.steps, state.temperature)
    # A link can name a start that does not lead here: then it led nowhere.
    return path if np.allclose(path.logits[-1], state.logits, rtol=1e-9, atol=1e-9) else here


def walked(state: Explorer, steps: int) -> Explorer:
    """Return the state some steps of descent further."""
    start = state.start or state.z
    steps = min(state.steps + steps, MOST_STEPS)
    path = descend(start, state.target, state.rate, steps, state.temperature)
    return replace(state, z=tuple(float(v) for v in path.logits[-1]), start=start, steps=steps)


def _descent(state: Explorer) -> None:
    """Show the buttons that walk, and the curve of the loss once there is one."""
    walk(state)
    losses = descent_of(state).losses
    if len(losses) == 1:
        return
    figure = figures.curve(np.where(np.isfinite(losses), losses, np.nan), _("step"), _("loss"))
    chart("softmax.curve", figure, _walked(losses))


def walk(state: Explorer) -> None:
    """Show the learning rate, the buttons of gradient descent, and what they did to the loss."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=150):
            rate = write_float(state.rate).replace(".", decimal_sign())
            text_field("softmax.rate", _("learning rate η"), rate, _set_rate)
        done = state.steps >= MOST_STEPS
        st.button(_("one step"), key="softmax.step", on_click=_walk, args=(1,), disabled=done)
        st.button(_("fifty steps"), key="softmax.steps", on_click=_walk, args=(50,), disabled=done)
        st.button(
            _("back to the start"), key="softmax.back", on_click=_back, disabled=not state.start
        )
    st.html(f'<p class="note" data-descent>{safe(_walked(descent_of(state).losses))}</p>')


def _walked(losses: NDArray[np.float64]) -> str:
    if len(losses) == 1:
        formula = "z ← z − η ∂L/∂z".replace(" ", "\N{NO-BREAK SPACE}")
        return _("A step moves every logit against its gradient: {formula}.").format(
            formula=formula
        )
    return _("{steps} steps: the loss went from {first} to {last} nats.").format(
        steps=len(losses) - 1, first=precise(float(losses[0])), last=precise(float(losses[-1]))
    )


def _set_rate(text: str) -> None:
    rate = read_float(write_float(parse_number(text)), *RATES)
    LINK.settle(replace(LINK.read(), rate=rate, start=(), steps=0))


def _walk(steps: int) -> None:
    settle_all(walked(LINK.read(), steps))


def _back() -> None:
    state = LINK.read()
    settle_all(replace(state, z=state.start or state.z, start=(), steps=0))


def _jacobian(state: Explorer) -> None:
    """Show how each p moves with each z: numbers on a ground that says their sign and size."""
    jacobian = softmax_jacobian(state.logits, state.temperature)
    name = safe(_("The Jacobian"))
    title = "∂p/∂z = diag(p) − p pᵀ" if state.temperature == 1 else "∂p/∂z = (diag(p) − p pᵀ)/T"
    st.html(f'<h2 class="small">{name}: {title}</h2>')
    names = [safe(label) for label in state.labels]
    most = float(np.max(np.abs(jacobian))) or 1.0
    rows = [
        [names[k], *(_cell(float(x), most, state.n) for x in jacobian[k])] for k in range(state.n)
    ]
    st.html(f'<div class="jacobian">{table(["", *names], rows)}</div>')


def _cell(x: float, most: float, n: int) -> str:
    sign = "falls" if x < 0 else "rises"
    shown = number(round(x, 12) + 0.0) if n <= FEW else number(round(x, 2) + 0.0, 2)
    return f'<span class="{sign}" style="--share:{abs(x) / most:.3f}">{shown}</span>'
