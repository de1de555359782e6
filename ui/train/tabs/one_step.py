"""One step taken apart, with numbers: forward, softmax, loss, p − y, the gradient of each weight, the update."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.distribution import one_hot
from core.training.apart import Step
from core.training.asking import APART, Answer
from ui.elements.bars import Column, bars
from ui.elements.derivation import derivation
from ui.elements.table import table
from ui.language.escaping import safe
from ui.language.messages import sentence
from ui.language.numbers import decimal_sign, listed, number, precise
from ui.language.sentences import _
from ui.train.state import Train, class_names
from ui.train.trainer import arrive

Floats = NDArray[np.float64]
MOST = 12  # rows and columns of a table of weights
FEW = 4  # terms of a sum
BATCH, LAYER = "train.batch", "train.layer"


def show(state: Train) -> None:
    """Show the step that the chosen point, or the next batch, would make the network take."""
    choice = {False: _("the chosen point"), True: _("the next batch")}
    st.segmented_control(
        _("Which step"),
        list(choice),
        format_func=choice.__getitem__,
        key=BATCH,
        default=False,
        label_visibility="collapsed",
        required=True,
    )
    answer = arrive(state, want=frozenset({APART}), batch=bool(st.session_state.get(BATCH)))
    if not isinstance(answer, Answer):
        return _note(sentence(answer))
    assert answer.apart is not None
    names = class_names(state)[: answer.classes]
    left, right = st.columns(2, gap="large")
    with left:
        _forward(answer.apart, names)
        _loss(answer.apart, names)
        _error(answer.apart, names)
    with right:
        layer = _layer(len(answer.apart.layers))
        _gradient(state, answer.apart, names, layer)
        _update(state, answer.apart, names, layer)
    return None


def _heading(n: int, title: str, formula: str = "") -> None:
    st.html(f'<h2 class="small">{n}. {safe(title)} {formula}</h2>')


def _note(said: str) -> None:
    st.html(f'<p class="note">{safe(said)}</p>')


def _forward(step: Step, names: list[str]) -> None:
    """Show what each layer passes on for the first row, and the sum behind the logit of its class."""
    _heading(1, _("Forward:"), "z = X W + b")
    n, k = len(step.y), int(step.y[0])
    if n > 1:
        said = _("{n} points: the numbers are those of the first, loss and gradient are means over all.")  # fmt: skip
        _note(said.format(n=n))
    lines = [f"X = {_row(step.values[0][0], MOST)}"]
    for i in range(1, len(step.layers)):
        inner = f"{_taken(i - 1)} W<sub>{i}</sub> + b<sub>{i}</sub>"
        lines.append(f"h<sub>{i}</sub> = f({inner}) = {_row(step.values[i][0], FEW)}")
    W, b = step.layers[-1]
    pairs = zip(step.values[-2][0][:FEW], W[:FEW, k], strict=True)
    terms = [f"{_signed(v)} · {_signed(w)}" for v, w in pairs]
    terms += ["…"] if len(W) > FEW else []
    total = " + ".join([*terms, _signed(b[k])])
    z = number(float(step.values[-1][0, k]))
    lines.append(f"z<sub>{safe(names[k])}</sub> = {total} = <b>{z}</b>")
    st.html("".join(f'<div class="formula">{line}</div>' for line in lines))


def _loss(step: Step, names: list[str]) -> None:
    _heading(2, _("Softmax and loss"))
    z, p, k = step.values[-1][0], step.p[0], int(step.y[0])
    head = [safe(_("class")), "z", "p", "y", "−ln p"]
    surprise = -np.log(np.maximum(p, 1e-300))
    rows = [
        [safe(name), number(float(z[i])), number(float(p[i])), str(int(i == k)), number(float(surprise[i]))]
        for i, name in enumerate(names)
    ]  # fmt: skip
    n, nats = len(step.y), safe(_("nats"))
    said = safe(_("mean loss of {n} points").format(n=n) if n > 1 else _("loss"))
    value = f"<b>{precise(float(step.losses.mean()))}</b> {nats}"
    st.html(
        table(head, rows)
        + f'<div class="formula" data-apart-loss>{said}: L = −ln p<sub>y</sub> = {value}</div>'
    )


def _error(step: Step, names: list[str]) -> None:
    """Show p − y as the gradient tab of /softmax does: same words, same colours, same derivation."""
    _heading(3, "∂L/∂z = p − y")
    k = int(step.y[0])
    target = one_hot(k, len(names))
    bars(
        "train.gradient",
        _("The gradient of the loss"),
        names,
        [
            Column("p", "p", step.p[0], "p", outline=target),
            Column("g", "∂L/∂z = p − y", step.p[0] - target, "gradient", -1.0, 1.0, weight=2),
        ],
    )
    _note(_("Blue: p is above y, and a step against the gradient lowers the logit. Orange: p is below y, and the step raises it."))  # fmt: skip
    st.html(derivation(names, step.values[-1][0], target, k))


def _layer(count: int) -> int:
    """Ask which layer's weights are shown; the output layer at first."""
    if count == 1:
        return 0
    names = [_("hidden layer {n}").format(n=i + 1) for i in range(count - 1)] + [_("output layer")]
    chosen = st.selectbox(
        _("Layer"), range(count), count - 1, format_func=names.__getitem__, key=LAYER
    )
    return min(int(chosen), count - 1)


def _gradient(state: Train, step: Step, names: list[str], layer: int) -> None:
    """Show the gradient of each weight of a layer, and its check."""
    last = layer == len(step.layers) - 1
    delta = "(p − y)" if last else f"δ<sub>{layer + 1}</sub>"
    _heading(4, _("The gradient of each weight:"), f"∂L/∂W = {_taken(layer)}ᵀ {delta}")
    if not last:
        _note(_("In a hidden layer, p − y comes back through the weights above and the slope of the activation function: δ = (p − y) Wᵀ · f′."))  # fmt: skip
    st.html(_matrix(*step.gradient[layer], _outputs(step, names, layer)))
    said = safe(_("Checked against a finite difference, (L(w + h) − L(w − h)) / 2h, for {n} weights: the largest difference is {difference} of the largest gradient."))  # fmt: skip
    difference = f"<b>{number(step.difference, 1)}</b>"
    st.html(f'<p class="note" data-check>{said.format(n=step.checked, difference=difference)}</p>')
    if state.hidden and state.now.activation == "relu":
        _note(_("At the kink of ReLU there is no single slope, and the two may differ."))


def _update(state: Train, step: Step, names: list[str], layer: int) -> None:
    _heading(5, _("The update:"), _rule(state))
    st.html(_matrix(*step.update[layer], _outputs(step, names, layer)))
    _note(_("What the step adds to each weight."))


def _rule(state: Train) -> str:
    eta = f"η = {number(state.now.rate)}"
    share = f"0{decimal_sign()}9"
    return {
        "sgd": f"w ← w − η ∂L/∂w, {eta}",
        "momentum": f"v ← {share} v + ∂L/∂w, w ← w − η v, {eta}",
        "adam": f"w ← w − η m̂ / (√v̂ + ε), {eta}",
    }[state.now.optimiser]


def _taken(layer: int) -> str:
    """Say what a layer takes in: X, or the values of the layer below."""
    return f"h<sub>{layer}</sub>" if layer else "X"


def _outputs(step: Step, names: list[str], layer: int) -> list[str]:
    if layer == len(step.layers) - 1:
        return [safe(name) for name in names]
    return [f"h<sub>{j + 1}</sub>" for j in range(step.layers[layer][0].shape[1])]


def _matrix(W: Floats, b: Floats, outputs: list[str]) -> str:
    """Return weights as a table: a row for each input and one for the bias; large ones are cut."""
    dots = ["…"] if len(outputs) > MOST else []
    rows = [[f"w<sub>{i + 1}</sub>", *_cells(row), *dots] for i, row in enumerate(W[:MOST])]
    if len(W) > MOST:
        rows.append(["…", *[""] * (len(_cells(b)) + len(dots))])
    rows.append(["b", *_cells(b), *dots])
    return table(["", *outputs[:MOST], *dots], rows, classes=False)


def _cells(values: Floats) -> list[str]:
    return [number(float(v)) for v in values[:MOST]]


def _row(values: Floats, most: int) -> str:
    more = ["…"] * (len(values) > most)
    return f"({listed([*(number(float(v), 3) for v in values[:most]), *more])})"


def _signed(value: float) -> str:
    text = number(float(value), 3)
    return text if value >= 0 else f"({text})"
