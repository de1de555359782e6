"""Where z comes from: the last layer, z = X W + b, with small matrices to edit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.errors import InvalidInput
from ui.elements.table import table
from ui.language.escaping import safe
from ui.language.numbers import brief
from ui.language.sentences import _
from ui.softmax.matrix_text import FEATURES, Matrix, parse_matrix, show_matrix
from ui.softmax.moves import resized
from ui.softmax.reruns import settle_all
from ui.softmax.state import FEWEST, LINK, MOST, Explorer, at_rest
from ui.softmax.text_field import problem

FIELDS = {"X": "inputs", "W": "weights", "b": "bias"}
SIZES = {
    "X": ((1, FEATURES), (1, FEATURES)),
    "W": ((1, FEATURES), (FEWEST, MOST)),
    "b": ((1, 1), (FEWEST, MOST)),
}
WRONG = "softmax.layer.wrong"  # what cannot be multiplied: (matrices of the state, field, error)


def show(state: Explorer) -> None:
    """Show the three matrices as fields, their product, and the row that feeds the bars."""
    matrices = _matrices(state)
    wrong = st.session_state.get(WRONG)
    if wrong and wrong[0] != matrices:
        wrong = None
    said = _(
        "z comes from the output layer: the features X of an example times the weights W, plus the bias b; each class is one neuron. Change a number, and the bars above follow."
    )
    st.html(f'<p class="note">{safe(said)}</p>')
    columns = st.columns([2, 3, 3])
    for column, (name, matrix) in zip(columns, matrices.items(), strict=True):
        key = f"softmax.layer.{name}"
        if not wrong:
            st.session_state[key] = show_matrix(matrix)
        with column:
            st.text_area(_title(name), key=key, height=122, on_change=_take, args=(name,))
            if wrong and wrong[1] == name:
                problem(wrong[2])
    _product(state)


def _title(name: str) -> str:
    return {
        "X": _("X: a row for each example"),
        "W": _("W: a column for each class"),
        "b": _("b: a number for each class"),
    }[name]


def _matrices(state: Explorer) -> dict[str, Matrix]:
    return {name: getattr(state, field) for name, field in FIELDS.items()}


def logits_of_layer(state: Explorer) -> NDArray[np.float64]:
    """Return X W + b, shape (examples, classes)."""
    x, w, b = (np.array(matrix) for matrix in _matrices(state).values())
    product: NDArray[np.float64] = x @ w + b
    return product


def fits(state: Explorer) -> None:
    """Check that the matrices of a state can be multiplied and added."""
    x, w, b = (np.array(matrix) for matrix in _matrices(state).values())
    if x.shape[1] != w.shape[0]:
        raise InvalidInput(
            "X must have as many columns ({columns}) as W has rows ({rows}): one for each feature",
            columns=x.shape[1],
            rows=w.shape[0],
        )
    if w.shape[1] != b.shape[1]:
        raise InvalidInput(
            "W must have as many columns ({columns}) as b has numbers ({numbers}): one for each class",
            columns=w.shape[1],
            numbers=b.shape[1],
        )


def fed(state: Explorer) -> Explorer:
    """Return the state whose bars are the chosen row of X W + b."""
    z = logits_of_layer(state)[min(state.example, len(state.inputs) - 1)]
    return at_rest(resized(state, len(z)), z=_without_noise(z))


def _without_noise(z: NDArray[np.float64]) -> tuple[float, ...]:
    """Return logits as short as they are meant: what a sum of decimals gains in its last place is no digit of theirs."""
    return tuple(float(f"{v:.12g}") for v in z)


def _take(name: str) -> None:
    """Read all three fields, so that what must change together can be typed one after the other."""
    state = LINK.read()
    try:
        read = {}
        for field in (name, *(other for other in FIELDS if other != name)):
            at = field
            read[FIELDS[field]] = parse_matrix(
                st.session_state[f"softmax.layer.{field}"], *SIZES[field]
            )
        at = name
        changed = replace(state, **read)  # type: ignore[arg-type]
        fits(changed)
        changed = replace(changed, example=min(state.example, len(changed.inputs) - 1))
    except InvalidInput as error:
        st.session_state[WRONG] = (_matrices(state), at, error)
        return
    st.session_state.pop(WRONG, None)
    settle_all(fed(changed))


def _product(state: Explorer) -> None:
    """Show the shapes, z for each example, and which one feeds the bars."""
    try:
        fits(state)
    except InvalidInput as error:  # a link can bring matrices that do not fit
        problem(error)
        return
    z = logits_of_layer(state)
    x, w, b = (np.array(matrix) for matrix in _matrices(state).values())
    shapes = [f"{m.shape[0]}×{m.shape[1]}" for m in (x, w, b, z)]
    st.html(
        f'<div class="formula" data-shapes>X ({shapes[0]}) · W ({shapes[1]}) + b ({shapes[2]}) = <b>z ({shapes[3]})</b></div>'
    )
    st.html(f'<div class="formula" data-worked>{_worked(state, z)}</div>')
    head = [safe(_("example")), *(f"z<sub>{k + 1}</sub>" for k in range(z.shape[1]))]
    rows = [[str(i + 1), *(brief(float(v)) for v in row)] for i, row in enumerate(z)]
    st.html(table(head, rows, classes=False))
    rank, full = int(np.linalg.matrix_rank(w)), min(w.shape)
    if rank < full:
        said = safe(
            _(
                "W is singular: its rank is {rank} of {full}. That is allowed here, nothing is inverted; the logits only cannot move in every direction."
            )
        )
        st.html(f'<p class="note" data-rank>{said.format(rank=rank, full=full)}</p>')
    _choose_example(state, z)


def _worked(state: Explorer, z: NDArray[np.float64]) -> str:
    """Return the first logit of the chosen example as the sum that it is."""
    at = min(state.example, len(z) - 1)
    weights = [row[0] for row in state.weights]
    terms = [f"{_factor(x)}·{_factor(w)}" for x, w in zip(state.inputs[at], weights, strict=True)]
    added = " + ".join([*terms, _factor(state.bias[0][0])])
    return f"z<sub>1</sub> = {added} = <b>{brief(float(z[at, 0]))}</b>"


def _factor(x: float) -> str:
    """Write a number of a sum, in brackets where it is negative."""
    return f"({brief(x)})" if x < 0 else brief(x)


def _choose_example(state: Explorer, z: NDArray[np.float64]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.session_state["softmax.example"] = min(state.example, len(z) - 1)
        st.segmented_control(
            _("This example feeds the bars"),
            range(len(z)),
            format_func=lambda i: str(i + 1),
            key="softmax.example",
            required=True,
            on_change=_feed,
        )
        st.button(
            _("Send z to the bars"),
            key="softmax.feed",
            on_click=_feed,
            disabled=_without_noise(z[min(state.example, len(z) - 1)]) == state.z,
        )


def _feed() -> None:
    settle_all(fed(replace(LINK.read(), example=st.session_state["softmax.example"])))
