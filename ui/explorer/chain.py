"""The chain, always in sight: z -> z/T -> e^(z/T) -> p beside y -> loss. One live fragment."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.errors import InvalidInput
from ui.bars import Column, Hand, Move, Problems, bars
from ui.explorer.follow import CHAIN, settle
from ui.explorer.formula import formula
from ui.explorer.moves import SHARE, heated, moved, smoothed
from ui.explorer.state import COLDEST, HOTTEST, LARGEST, LINK, Explorer
from ui.panels import softmax_panel
from ui.text import _, sentence

PROBLEMS = "softmax.problems"  # element -> (row, column) -> the error of what was typed there
Apply = Callable[[Explorer, Move], Explorer]


@st.fragment(key=CHAIN)
def chain() -> None:
    """Draw the chain of the current state, and follow the hand."""
    state = LINK.read()
    _logit_bars(state)
    _softmax(state)
    _temperature(state)
    if state.smoothing and not isinstance(state.y, tuple):
        _smoothing(state)


def _logit_bars(state: Explorer) -> None:
    low, high = span(state.logits)
    scaled = scaled_logits(state)
    bars(
        "logit_bars",
        _("Logits z: drag, use the arrow keys, or type"),
        state.labels,
        [
            Column(
                "z",
                _("logits z"),
                state.z,
                "z",
                low,
                high,
                digits=2,
                step=0.1,
                bounds=(-LARGEST, LARGEST),
                weight=2,
            ),
            Column("zT", "z/T", scaled, "z", *span(scaled), digits=2, minor=True),
        ],
        on_hand=lambda hand: _follow("logit_bars", hand, moved),
        edit_names=_("Name of class"),
        problems=_problems("logit_bars"),
    )


def _softmax(state: Explorer) -> None:
    free = isinstance(state.y, tuple)
    shares = Column(SHARE, _("target y"), state.target, "y", digits=3, step=0.01)
    softmax_panel(
        state.labels,
        state.logits,
        state.target,
        state.temperature,
        before=[_weights(state)],
        after=[shares] if free else [],
        on_target=lambda hand: _follow("softmax_bars", hand, moved),
        chosen=None if isinstance(state.y, tuple) else state.y,
        formula=formula(state),
        problems=_problems("softmax_bars"),
    )


def span(z: NDArray[np.float64]) -> tuple[float, float]:
    """Return the ends of the logits' track: −10 and 10, or as far as the largest reaches."""
    finite = np.abs(z[np.isfinite(z)])
    largest = float(finite.max()) if finite.size else 0.0
    end = 10.0 if largest <= 10 else min(10.0 ** math.ceil(math.log10(largest)), LARGEST)
    return -end, end


def scaled_logits(state: Explorer) -> NDArray[np.float64]:
    """Return z/T; beyond the largest float, infinity."""
    with np.errstate(over="ignore"):
        return state.logits / state.temperature


def _weights(state: Explorer) -> Column:
    """Return e^(z/T) as a column; beyond the largest float, it says so by ∞."""
    with np.errstate(over="ignore"):
        weights = np.exp(scaled_logits(state))
    top = float(np.max(weights))
    return Column("e", "e^(z/T)", weights, "e", 0.0, top if 0 < top < math.inf else 1.0, minor=True)


def _temperature(state: Explorer) -> None:
    _one_bar(
        "softmax.temperature",
        "T",
        Column(
            "T",
            _("temperature"),
            [state.temperature],
            "z",
            COLDEST,
            HOTTEST,
            2,
            step=0.05,
            log=True,
        ),
        heated,
    )


def _smoothing(state: Explorer) -> None:
    column = Column("eps", _("label smoothing"), [state.smoothing], "y", 0.0, 1.0, 2, step=0.01)
    _one_bar("softmax.smoothing", "ε", column, smoothed)


def _one_bar(key: str, name: str, column: Column, apply: Apply) -> None:
    bars(
        key,
        column.title,
        [name],
        [column],
        on_hand=lambda hand: _follow(key, hand, apply),
        problems=_problems(key),
    )


def _problems(element: str) -> Problems:
    errors = st.session_state.get(PROBLEMS, {}).get(element, {})
    return {at: sentence(error) for at, error in errors.items()}


def _follow(element: str, hand: Hand, apply: Apply) -> None:
    """Apply what the hand did; what cannot be done leaves the state, and a message at its place."""
    state = LINK.read()
    errors = dict(st.session_state.get(PROBLEMS, {}).get(element, {}))
    for move in hand.moves:
        errors.pop((move.row, move.column), None)
        try:
            state = apply(state, move)
        except InvalidInput as error:
            errors[move.row, move.column] = error
    st.session_state[PROBLEMS] = st.session_state.get(PROBLEMS, {}) | {element: errors}
    settle(state, hand.resting)
