"""The chain in sight: the drawing -> 28x28 -> logits -> softmax beside the one-hot target -> loss."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from core.digits import BadWeights
from core.distribution import one_hot
from core.softmax import softmax
from ui.bars import Column, Hand
from ui.drawing.canvas import CHAIN, FOLLOWING
from ui.drawing.pictures import seen
from ui.drawing.reading import CLASSES, Reading
from ui.drawing.state import LINK, reading
from ui.panels import TARGET, softmax_panel, words
from ui.text import _, percent, safe, sentence

NAMES = [str(digit) for digit in range(CLASSES)]


@st.fragment(key=CHAIN)
def chain() -> None:
    """Draw everything that follows from the drawing."""
    state = LINK.read()
    try:
        read = reading(state)
    except BadWeights as error:
        st.error(sentence(error))
        read = None
    words("prediction", _answer(read))
    logits = np.zeros(CLASSES) if read is None else read.logits
    span = max(10.0, float(np.ceil(np.abs(logits).max() / 5) * 5))
    softmax_panel(
        NAMES,
        logits,
        one_hot(state.y, CLASSES),
        before=[Column("z", _("logits z"), logits, "z", -span, span, digits=2)],
        on_target=_choose,
    )


def _answer(read: Reading | None) -> str:
    """Return the answer of the network, in words and as the picture that it sees."""
    if read is None:
        invitation = _("Nothing is drawn yet, so nothing is predicted: all logits are zero.")
        return f'<p class="answer-none">{safe(invitation)}</p>'
    p = softmax(read.logits)
    best = int(np.argmax(p))
    caption = safe(_("what the network sees, 28×28"))
    return (
        f'<div class="answer"><span class="answer-digit">{best}</span>'
        f'<span class="answer-p">{percent(float(p[best]))}</span></div>'
        f'<figure class="seen">{seen(read.image)}<figcaption>{caption}</figcaption></figure>'
    )


def _choose(hand: Hand) -> None:
    """Take another digit as the true one."""
    moves = [move for move in hand.moves if move.column == TARGET and move.row < CLASSES]
    if moves:
        LINK.write(replace(LINK.read(), y=moves[-1].row))
        st.rerun(FOLLOWING)
