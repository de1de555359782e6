"""The chain, always in sight: z -> e^(z/T) -> p beside y -> loss. One live fragment."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import streamlit as st

from core.errors import InvalidInput
from ui.bars import NAME, Column, Hand, Move, bars
from ui.explorer.formula import PANEL, formula
from ui.explorer.state import COLDEST, HOTTEST, LARGEST, LINK, Explorer
from ui.panels import TARGET, softmax_panel
from ui.parameters import read_name
from ui.text import _, parse_number, sentence

FRAGMENT = "softmax.chain"
PROBLEMS = "softmax.problems"


@st.fragment(key=FRAGMENT)
def chain() -> None:
    """Draw the chain of the current state, and follow the hand."""
    state = LINK.read()
    _logit_bars(state)
    softmax_panel(
        "softmax",
        state.labels,
        state.logits,
        state.target,
        state.temperature,
        before=[_weights(state)],
        on_target=_move,
        formula=formula(state),
    )
    _temperature(state)


def _logit_bars(state: Explorer) -> None:
    with st.container(key="logit_bars"):
        bars(
            "softmax.logits",
            _("Logits z: drag, use the arrow keys, or type"),
            state.labels,
            [
                Column(
                    "z",
                    _("logits z"),
                    state.z,
                    "z",
                    *span(state.z),
                    digits=2,
                    step=0.1,
                    bounds=(-LARGEST, LARGEST),
                )
            ],
            on_hand=_move,
            edit_names=_("Name of class"),
            problems=st.session_state.get(PROBLEMS),
        )


def span(z: tuple[float, ...]) -> tuple[float, float]:
    """Return the ends of the logits' track: −10 and 10, or as far as the largest reaches."""
    largest = max((abs(x) for x in z if math.isfinite(x)), default=0.0)
    end = 10.0 if largest <= 10 else 10.0 ** math.ceil(math.log10(largest))
    return -end, end


def _weights(state: Explorer) -> Column:
    """Return e^(z/T) as a column; beyond the largest float, it says so by ∞."""
    with np.errstate(over="ignore"):
        weights = np.exp(state.logits / state.temperature)
    top = float(np.max(weights))
    return Column("e", "e^(z/T)", weights, "e", 0.0, top if 0 < top < math.inf else 1.0)


def _move(hand: Hand) -> None:
    """Apply what the hand did: hold it while it moves, write the link when it rests."""
    state, problems = LINK.read(), {}
    for move in hand.moves:
        try:
            state = moved(state, move)
        except InvalidInput as error:
            problems[move.row] = sentence(error)
    st.session_state[PROBLEMS] = problems
    settle(hand, state)


def moved(state: Explorer, move: Move) -> Explorer:
    """Return the state after one move of one bar or name."""
    if move.row >= len(state.z):
        return state
    if move.column == NAME:
        names = list(state.names or ("",) * len(state.z))
        names[move.row] = read_name(str(move.value))
        return replace(state, names=tuple(names))
    if move.column == TARGET:
        return replace(state, y=move.row)
    z = list(state.z)
    z[move.row] = parse_number(move.value) if isinstance(move.value, str) else float(move.value)
    return replace(state, z=tuple(z))


def _temperature(state: Explorer) -> None:
    bars(
        "softmax.temperature",
        _("Temperature"),
        ["T"],
        [
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
            )
        ],
        on_hand=_heat,
    )


def _heat(hand: Hand) -> None:
    value = hand.moves[-1].value
    state = LINK.read()
    try:
        heat = parse_number(value) if isinstance(value, str) else float(value)
        state = replace(state, temperature=min(max(heat, COLDEST), HOTTEST))
    except InvalidInput:
        pass
    settle(hand, state)


def settle(hand: Hand, state: Explorer) -> None:
    """Keep a new state: beside the link while the hand moves, in the link when it rests.

    While it moves only the chain is drawn again; when it rests, the panel below follows.
    """
    if hand.resting:
        LINK.write(state)
        st.rerun([FRAGMENT, PANEL])
    LINK.hold(state)
