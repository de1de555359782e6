"""One step taken apart, with numbers: forward, softmax, loss, p − y, the gradient of each weight, the update."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.training.apart import Step
from core.training.asking import APART, Answer
from ui.elements.bars import Column, bars
from ui.elements.table import table
from ui.language.escaping import safe
from ui.language.messages import sentence
from ui.language.numbers import number, precise
from ui.language.sentences import _
from ui.train.state import Train, class_names
from ui.train.trainer import arrive

Floats = NDArray[np.float64]
MOST_ROWS, MOST_COLUMNS = 12, 12  # of a table of weights
BATCH = "train.batch"


def show(state: Train) -> None:
    """Show the step that the chosen point, or the next batch, would make the network take."""
    choice = {False: _("the chosen point"), True: _("the next batch")}
    st.segmented_control(
        _("Which step"), list(choice), format_func=choice.__getitem__, key=BATCH, default=False,
        label_visibility="collapsed", required=True,
    )  # fmt: skip
    batch = bool(st.session_state.get(BATCH))
    answer = arrive(state, want=frozenset({APART}), batch=batch)
    if not isinstance(answer, Answer) or answer.apart is None:
        said = sentence(answer) if not isinstance(answer, Answer) else ""
        st.html(f'<p class="note">{safe(said)}</p>')
        return
    apart, names = answer.apart, class_names(state)[: answer.classes]
    left, right = st.columns(2, gap="large")
    with left:
        _forward(apart, names)
        _error(apart, names)
    with right:
        _weights(state, apart, names)


def _forward(apart: Step, names: list[str]) -> None:
    """Show X, each layer's sum and value, z, p and the loss of the first row."""
    n = len(apart.y)
    st.html(f'<h3 class="small">1. {safe(_("Forward: z = X W + b"))}</h3>')
    if n > 1:
        said = _(
            "{n} points; the numbers are those of the first, the loss and the gradient are means over all."
        )
        st.html(f'<p class="hint">{safe(said.format(n=n))}</p>')
    x = ", ".join(number(float(v), 3) for v in apart.values[0][0][:MOST_COLUMNS])
    more = "" if apart.values[0].shape[1] <= MOST_COLUMNS else ", …"
    lines = [f"X = ({x}{more})"]
    for i in range(1, len(apart.layers)):
        below = "X" if i == 1 else f"h<sub>{i - 1}</sub>"
        lines.append(
            f"h<sub>{i}</sub> = f({below} W<sub>{i}</sub> + b<sub>{i}</sub>) = {_few(apart.values[i][0])}"
        )
    W, b = apart.layers[-1]
    k = int(apart.y[0])
    terms = " + ".join(
        f"{number(float(v), 3)} · {_signed(float(w))}"
        for v, w in zip(apart.values[-2][0][:4], W[:4, k], strict=True)
    )
    dots = "" if len(W) <= 4 else " + …"
    lines.append(
        f"z<sub>{safe(names[k])}</sub> = {terms}{dots} + {_signed(float(b[k]))} = <b>{number(float(apart.values[-1][0, k]))}</b>"
    )
    st.html("".join(f'<p class="formula">{line}</p>' for line in lines))
    head = [safe(_("class")), "z", "p", "y", "−ln p"]
    rows = [
        [
            safe(name),
            number(float(apart.values[-1][0, i])),
            number(float(apart.p[0, i])),
            str(int(i == k)),
            number(float(-np.log(max(apart.p[0, i], 1e-300)))),
        ]
        for i, name in enumerate(names)
    ]
    st.html(f'<h3 class="small">2. {safe(_("Softmax and loss"))}</h3>')
    st.html(table(head, rows))
    mean = _("mean loss of {n} points").format(n=n) if n > 1 else _("loss")
    st.html(
        f'<p class="formula" data-apart-loss>{safe(mean)}: L = −ln p<sub>y</sub> = <b>{precise(float(apart.losses.mean()))}</b> {safe(_("nats"))}</p>'
    )


def _error(apart: Step, names: list[str]) -> None:
    """Show p − y as the bars of the gradient tab of /softmax do: same words, same colours."""
    error = len(apart.y) * apart.error[0]
    st.html('<h3 class="small">3. ∂L/∂z = p − y</h3>')
    target = np.eye(len(names))[apart.y[0]]
    bars(
        "train.gradient",
        _("The gradient of the loss"),
        names,
        [
            Column("p", "p", apart.p[0], "p", outline=target),
            Column("g", "∂L/∂z = p − y", error, "gradient", -1.0, 1.0, weight=2),
        ],
    )
    said = _(
        "Blue: p is above y, and a step against the gradient lowers the logit. Orange: p is below y, and the step raises it."
    )
    st.html(f'<p class="note">{safe(said)}</p>')


def _weights(state: Train, apart: Step, names: list[str]) -> None:
    """Show the gradient of each weight of one layer, its check, and the update."""
    count = len(apart.layers)
    layer = count - 1
    if count > 1:
        labels = [_("hidden layer {n}").format(n=i + 1) for i in range(count - 1)] + [
            _("output layer")
        ]
        layer = st.selectbox(
            _("Layer"), range(count), count - 1, format_func=labels.__getitem__, key="train.layer"
        )
    layer = min(layer, count - 1)
    st.html(
        f'<h3 class="small">4. {safe(_("The gradient of each weight"))}: ∂L/∂W = Xᵀ (p − y)</h3>'
    )
    if layer < count - 1:
        said = _(
            "In a hidden layer, p − y comes back through the weights above and the slope of the activation function: (p − y) Wᵀ · f′."
        )
        st.html(f'<p class="hint">{safe(said)}</p>')
    outputs = (
        names
        if layer == count - 1
        else [f"h<sub>{j + 1}</sub>" for j in range(apart.layers[layer][0].shape[1])]
    )
    outputs = [safe(name) if layer == count - 1 else name for name in outputs]
    st.html(_matrix(*apart.gradient[layer], outputs))
    said = safe(
        _(
            "Checked against a finite difference, (L(w + h) − L(w − h)) / 2h, for {n} weights: the largest difference is {difference} of the largest gradient."
        )
    )
    st.html(
        f'<p class="note" data-check>{said.format(n=apart.checked, difference=f"<b>{number(apart.difference, 1)}</b>")}</p>'
    )
    if state.now.activation == "relu" and state.hidden and apart.difference > 1e-4:
        kink = _("At a kink of ReLU there is no one slope, and the two may differ.")
        st.html(f'<p class="note">{safe(kink)}</p>')
    st.html(f'<h3 class="small">5. {safe(_("The update"))}: {_rule(state)}</h3>')
    st.html(_matrix(*apart.update[layer], outputs))
    st.html(f'<p class="note">{safe(_("What the step adds to each weight."))}</p>')


def _rule(state: Train) -> str:
    eta = f"η = {number(state.now.rate, 4)}"
    return {
        "sgd": f"w ← w − η ∂L/∂w, {eta}",
        "momentum": f"v ← 0{number(0.9, 1)[1:]} v + ∂L/∂w, w ← w − η v, {eta}",
        "adam": f"w ← w − η m̂ / (√v̂ + ε), {eta}",
    }[state.now.optimiser]


def _matrix(W: Floats, b: Floats, outputs: list[str]) -> str:
    """Return weights as a table: a row for each input and one for the bias; large ones are cut."""
    shown = outputs[:MOST_COLUMNS]
    dots = ["…"] if len(outputs) > MOST_COLUMNS else []
    rows = [[f"w<sub>{i + 1}</sub>", *_cells(row), *dots] for i, row in enumerate(W[:MOST_ROWS])]
    if len(W) > MOST_ROWS:
        rows.append(["…", *[""] * (len(shown) + len(dots))])
    rows.append(["b", *_cells(b), *dots])
    return table(["", *shown, *dots], rows, classes=False)


def _cells(values: Floats) -> list[str]:
    return [number(float(v), 4) for v in values[:MOST_COLUMNS]]


def _few(values: Floats) -> str:
    more = ", …" if len(values) > 4 else ""
    return f"({', '.join(number(float(v), 3) for v in values[:4])}{more})"


def _signed(value: float) -> str:
    return number(value, 3) if value >= 0 else f"({number(value, 3)})"
