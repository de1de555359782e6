"""The chain in sight: what the network sees, its logits, the softmax beside the target, the loss."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.digits import BadWeights, centre_of_mass
from core.softmax import cross_entropy_from_logits, softmax
from ui.bars import Column, Hand, Pick, bars
from ui.drawing import source
from ui.drawing.follow import LIVE, follow
from ui.drawing.picture import image
from ui.drawing.seen import Seen
from ui.drawing.state import CLASSES, LINK, Digit
from ui.panels import TARGET, loss, probabilities
from ui.text import _, number, percent, precise, safe, sentence

NAMES = [str(k) for k in range(CLASSES)]
LOGIT_TRACK = 15.0


@st.fragment(key=LIVE)
def live() -> None:
    """Draw the chain of the current drawing."""
    state = LINK.read()
    try:
        seen = source.seen(state)
    except BadWeights as error:
        seen = None
        st.error(sentence(error), icon=":material/error:")
    with st.container(key="prediction"):
        st.html(_picture(seen) + (_answer(seen) if seen else _invitation()))
    target = target_of(state, seen) if seen else _announced(state)
    _bars(seen, target)
    with st.container(key="loss"):
        if seen is None:
            hint(_("No drawing, no loss."))
        else:
            loss(cross_entropy_from_logits(seen.logits, target), _formula(state, seen, target))


def target_of(state: Digit, seen: Seen) -> NDArray[np.float64]:
    """Return the one-hot target: the true digit, or until it is said, what the network takes it for."""
    k = seen.digit if state.y is None else state.y
    return np.asarray(np.eye(CLASSES)[k])


def _announced(state: Digit) -> NDArray[np.float64]:
    """Return the target where nothing is drawn yet: nothing, or the digit that was tapped."""
    return np.zeros(CLASSES) if state.y is None else np.eye(CLASSES)[state.y]


def _picture(seen: Seen | None) -> str:
    """Return the 28x28 picture, and over it the box around the ink and its centre of mass."""
    if seen is None:
        return '<div class="seen"></div>'
    label = _(
        "The drawing as the network sees it, 28 by 28 pixels: cropped, and centred on its mass"
    )
    rows, columns = (np.flatnonzero(seen.image.max(axis=axis) > 0.1) for axis in (1, 0))
    box = columns[0], rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1
    left, top, width, height = (f"{100 * side / 28:.2f}%" for side in box)
    x, y = (f"{100 * at / 28:.2f}%" for at in centre_of_mass(seen.image))
    return (
        f'<div class="seen">{image(seen.image, label)}'
        f'<i class="crop" style="left:{left};top:{top};width:{width};height:{height}"></i>'
        f'<i class="mass" style="left:{x};top:{y}"></i></div>'
    )


def hint(text: str) -> None:
    """Show a sentence that helps and does not shout."""
    st.html(f'<p class="hint">{safe(text)}</p>')


def _invitation() -> str:
    text = safe(_("Draw a digit on the paper. Nothing drawn, nothing predicted."))
    return f'<p class="hint">{text}</p>'


def _answer(seen: Seen) -> str:
    p = softmax(seen.logits)
    says = safe(_("the network says"))
    return (
        f'<div class="answer"><b>{seen.digit}</b><span>{percent(p[seen.digit])}</span></div>'
        f'<p class="hint">{says}</p>'
    )


def logit_column(logits: NDArray[np.float64]) -> Column:
    """Return the logits as bars on a track that holds them all."""
    finite = logits[np.isfinite(logits)]
    most = float(np.abs(finite).max()) if finite.size else 0.0
    end = LOGIT_TRACK * math.ceil(max(most, 1e-9) / LOGIT_TRACK)
    return Column("z", _("logits z"), logits, "z", -end, end, digits=2)


def _bars(seen: Seen | None, target: NDArray[np.float64]) -> None:
    nothing = np.full(CLASSES, math.nan)
    z = seen.logits if seen else nothing
    p = softmax(seen.logits) if seen else nothing
    with st.container(key="softmax_bars"):
        bars(
            "digit.softmax",
            _("Logits z, probabilities p and target y"),
            NAMES,
            [logit_column(z), probabilities(p, target)],
            on_hand=_label,
            pick=Pick(TARGET, _("true digit"), LINK.read().y),
            strong=seen.digit if seen else None,
        )


def _label(hand: Hand) -> None:
    """Take the true digit."""
    chosen = [move.row for move in hand.moves if move.column == TARGET and move.row < CLASSES]
    if chosen:
        follow(replace(LINK.read(), y=chosen[-1]), paper=False)


def _formula(state: Digit, seen: Seen, target: NDArray[np.float64]) -> str:
    k = int(np.argmax(target))
    p = float(softmax(seen.logits)[k])
    total = precise(cross_entropy_from_logits(seen.logits, target))
    nats = safe(_("nats"))
    formula = (
        f'<div class="formula"><i>L</i> = −Σ<sub>k</sub> <i>y</i><sub>k</sub> ln <i>p</i><sub>k</sub>'
        f" = −ln <i>p</i><sub>{k}</sub> = −ln {number(p)} = <b>{total}</b> {nats}</div>"
    )
    if state.y is not None:
        return formula
    assumed = safe(_("Taken to be a {digit} until you tap the true digit.").format(digit=k))
    return f'{formula}<p class="hint">{assumed}</p>'
