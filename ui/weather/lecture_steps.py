"""The lecture as steps: each sets the page, asks, and then reveals."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from core.coding import expected_length, fixed_length_code, huffman_code
from core.examples import LECTURE_LOGITS, LECTURE_WEATHER
from core.information import cross_entropy, entropy, kl_divergence, surprisal
from core.softmax import log_softmax
from ui.elements.table import table
from ui.language.escaping import safe
from ui.language.numbers import number
from ui.language.sentences import _
from ui.weather.state import LINK, Weather

_FIXED = tuple(fixed_length_code(5))


@dataclass(frozen=True)
class Step:
    """What a step shows: the code in the table, and the tab that is opened."""

    code: tuple[str, ...]
    tab: str


STEPS: dict[str, Step] = {
    "fixed": Step(_FIXED, "code"),
    "better": Step(LECTURE_WEATHER.code, "code"),
    "ideal": Step(LECTURE_WEATHER.code, "code"),
    "entropy": Step(LECTURE_WEATHER.code, "blocks"),
    "city": Step(LECTURE_WEATHER.code, "cities"),
    "cross": Step(LECTURE_WEATHER.code, "antenna"),
    "onehot": Step(LECTURE_WEATHER.code, "loss"),
}


def steps(state: Weather) -> None:
    """Show the steps; of the one that is open, its question, and on demand its answer."""
    st.session_state["weather.step"] = state.step or None
    st.segmented_control(
        _("The lecture, step by step"),
        list(STEPS),
        format_func={
            key: f"{n} · {title(key)}" for n, key in enumerate(STEPS, start=1)
        }.__getitem__,
        key="weather.step",
        label_visibility="collapsed",
        on_change=_go,
    )
    if not state.step:
        return
    question, answer = question_and_answer(state.step)
    with st.container(key="weather_step", border=True):
        st.html(f"<p><b>{safe(question)}</b></p>")
        with st.expander(_("Reveal"), key=f"weather.reveal.{state.step}"):
            st.html(f"<p>{safe(answer)}</p>" + (one_hot_table() if state.step == "onehot" else ""))


def _go() -> None:
    chosen = st.session_state["weather.step"]
    if chosen in STEPS:
        step = STEPS[chosen]
        LINK.settle(Weather(code=step.code, tab=step.tab, step=chosen))
    else:
        LINK.settle(replace(LINK.read(), step=""))


def title(step: str) -> str:
    """Say the name of a step."""
    return {
        "fixed": _("fixed code"),
        "better": _("a better code"),
        "ideal": _("the ideal"),
        "entropy": _("entropy"),
        "city": _("another city"),
        "cross": _("cross-entropy"),
        "onehot": _("one-hot"),
    }[step]


def question_and_answer(step: str) -> tuple[str, str]:
    """Return the question of a step, and its answer with its numbers."""
    question, answer = _texts()[step]
    return question, answer.format(**_numbers())


def _numbers() -> dict[str, str]:
    """Return the numbers of the lecture as the answers say them."""
    p, q, code = LECTURE_WEATHER.p, LECTURE_WEATHER.q, LECTURE_WEATHER.code
    return {
        "words": ", ".join(code),
        "average": number(expected_length(p, code), 2),
        "huffman": number(expected_length(p, huffman_code(p)), 2),
        "inverses": "; ".join(number(1 / x, 2) for x in p),
        "ideals": "; ".join(number(float(x), 2) for x in surprisal(p)),
        "entropy": number(float(entropy(p)), 2),
        "cross": number(float(cross_entropy(q, p)), 2),
        "own": number(float(entropy(q)), 2),
        "waste": number(float(kl_divergence(q, p)), 2),
        "rounded": f"{number(-6.4377)}, {number(-2.4247)}",
    }


def _texts() -> dict[str, tuple[str, str]]:
    return {
        "fixed": (
            _(
                "Five states of the weather: how many bits does a code of equal lengths need each day?"
            ),
            _(
                "Three, since two bits tell only four states apart: the lengths are 3 3 3 3 3, and so is the average, 3 bits."
            ),
        ),
        "better": (
            _(
                "What if frequent weather gets a short word? Guess the average of the code in the table."
            ),
            _(
                "The words {words} have lengths 4 1 2 4 4. Weighted by how often each state comes, that is {average} bits. Huffman's code does better still: {huffman}."
            ),
        ),
        "ideal": (
            _("A state occurs once every 1/p days: how long should its codeword be?"),
            _(
                "As many as its surprisal, −log₂ p. Here 1/p is {inverses}, and the ideal lengths are {ideals} bits."
            ),
        ),
        "entropy": (
            _("Which average can no code beat?"),
            _(
                "The entropy, which is the average of the ideal lengths: H = −Σ p log₂ p = {entropy} bits. Huffman on blocks of days comes as close to it as you like."
            ),
        ),
        "city": (
            _("City B has other weather. What does A's ideal code cost there?"),
            _(
                "Each state comes as often as in B and costs what A's code says: H(B, A) = −Σ q log₂ p = {cross} bits."
            ),
        ),
        "cross": (
            _("How much of that is waste?"),
            _(
                "B's own entropy is {own} bits. The rest, {waste} bits, is the Kullback-Leibler divergence: the price of A's code in B."
            ),
        ),
        "onehot": (
            _(
                "What is left of it when the truth is certain, as for a picture whose class is known (one-hot)?"
            ),
            _(
                "Only the term of the true class: the cross-entropy is −ln of its probability, the loss of the classifier. The lecture took logarithms of rounded probabilities, and shows {rounded}."
            ),
        ),
    }


def one_hot_table() -> str:
    """Return the lecture's last table: ln p, times the one-hot y, and their sum."""
    log_p = log_softmax(LECTURE_LOGITS)
    rows = [
        [number(z, 2), number(float(lp)), str(y), number(float(lp) if y else 0.0)]
        for z, lp, y in zip(LECTURE_LOGITS, log_p, (1, 0, 0), strict=True)
    ]
    foot = ["", "", "L", number(-float(log_p[0]))]
    return table(["z", "ln p", "y", "y ln p"], rows, foot, classes=False)
