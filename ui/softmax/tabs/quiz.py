"""Five questions: predict, then reveal. What is right is computed by core, not written down."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from core.gradient import loss_gradient
from core.information import cross_entropy
from core.softmax import cross_entropy_from_logits, softmax
from ui.language.escaping import safe
from ui.language.numbers import listed, number, precise
from ui.language.sentences import _
from ui.softmax.state import LINK, QUESTIONS, UNANSWERED, Explorer

LETTERS = "abc"


@dataclass(frozen=True)
class Question:
    """A question, three answers, which of them is right, and why, with numbers."""

    asked: str
    answers: tuple[str, str, str]
    right: int
    why: str


def _direction(change: float) -> int:
    """Return 0 for more, 1 for less, 2 for the same."""
    return 2 if abs(change) < 1e-12 else 0 if change > 0 else 1


def _constant() -> Question:
    before, after = softmax([2.0, 1.0, 0.0]), softmax([102.0, 101.0, 100.0])
    right = 0 if np.allclose(before, after) else 1
    return Question(
        _("z = (2, 1, 0). You add 100 to every logit. What does p do?"),
        (_("nothing"), _("all of it goes to class 1"), _("it becomes uniform")),
        right,
        _("p stays ({p}): only differences of logits count.").format(p=_list(after)),
    )


def _hotter() -> Question:
    cold, hot = softmax([2.0, 1.0, 0.0], 1.0), softmax([2.0, 1.0, 0.0], 2.0)
    return Question(
        _("z = (2, 1, 0). The temperature goes from 1 to 2. What does the largest probability do?"),
        (_("it grows"), _("it falls"), _("it stays")),
        _direction(float(hot.max() - cold.max())),
        _("It goes from {before} to {after}: a higher T flattens the distribution.").format(
            before=number(float(cold.max())), after=number(float(hot.max()))
        ),
    )


def _uniform() -> Question:
    loss = cross_entropy_from_logits([0.0] * 4, [1.0, 0.0, 0.0, 0.0])
    return Question(
        _("Four classes, all logits equal. What is the loss in nats?"),
        ("0", "1", "ln 4"),
        int(np.argmin(np.abs(np.array([0.0, 1.0, math.log(4)]) - loss))),
        _("p = 1/4, and −ln 1/4 = {loss}.").format(loss=precise(loss)),
    )


def _halves() -> Question:
    bits = float(cross_entropy([1.0, 0.0], [0.5, 0.5]))
    return Question(
        _("The network gives the right class p = 0.5. What is the loss in bits?"),
        (number(0.5, 1), "1", "2"),
        int(np.argmin(np.abs(np.array([0.5, 1.0, 2.0]) - bits))),
        _("−log₂ of one half is {bits}: as much as one yes-or-no question.").format(
            bits=number(bits)
        ),
    )


def _push() -> Question:
    logits = np.log([0.9, 0.05, 0.05])
    slope = float(loss_gradient(logits, 0)[0])
    return Question(
        _("The right class has p = 0.9. What is ∂L/∂z of its logit?"),
        (number(0.9, 1), number(-0.1, 1), "0"),
        int(np.argmin(np.abs(np.array([0.9, -0.1, 0.0]) - slope))),
        _("p − y = {slope}: gradient descent still raises this logit a little.").format(
            slope=number(slope)
        ),
    )


ASK: tuple[Callable[[], Question], ...] = (_constant, _hotter, _uniform, _halves, _push)
assert len(ASK) == QUESTIONS


def _list(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> str:
    return listed(number(float(v)) for v in values)


def show(state: Explorer) -> None:
    """Show the questions, and what was right once an answer is revealed."""
    said = _("Choose what you predict, then reveal it.")
    st.html(f'<p class="note">{safe(said)}</p>')
    for i, ask in enumerate(ASK):
        _show_one(i, ask(), state.quiz[i])
    revealed = [(i, c) for i, c in enumerate(state.quiz) if c.isupper()]
    right = sum(c.lower() == LETTERS[ASK[i]().right] for i, c in revealed)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if revealed:
            score = safe(_("{right} of {asked} right")).format(right=right, asked=len(revealed))
            st.html(f"<b data-score>{score}</b>", width="content")
        st.button(
            _("start again"),
            key="softmax.quiz.again",
            on_click=lambda: LINK.write(replace(LINK.read(), quiz=UNANSWERED)),
            disabled=state.quiz == UNANSWERED,
        )


def _show_one(i: int, question: Question, answer: str) -> None:
    key = f"softmax.quiz.{i}"
    chosen = LETTERS.find(answer.lower())
    st.session_state[key] = chosen if chosen >= 0 else None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.radio(
            f"{i + 1}. {question.asked}",
            range(3),
            format_func=lambda k: question.answers[k],
            index=None,
            key=key,
            horizontal=True,
            disabled=answer.isupper(),
            on_change=lambda: _write(i, LETTERS[st.session_state[key]]),
            width=600,  # so that the buttons stand below each other
        )
        if not answer.isupper():
            st.button(
                _("reveal"),
                key=f"{key}.reveal",
                disabled=answer == UNANSWERED[i],
                on_click=lambda: _write(i, answer.upper()),
            )
    if answer.isupper():
        good = chosen == question.right
        verdict = (
            _("Right.")
            if good
            else _("Not quite: {answer}.").format(answer=question.answers[question.right])
        )
        mark = "✓" if good else "✗"
        st.html(
            f'<p class="note" data-answer="{i}" data-instead-of="softmax-quiz-{i}-reveal"><b>{mark} {safe(verdict)}</b> {safe(question.why)}</p>'
        )


def _write(i: int, letter: str) -> None:
    state = LINK.read()
    LINK.write(replace(state, quiz=state.quiz[:i] + letter + state.quiz[i + 1 :]))
