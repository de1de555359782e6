"""Watch it learn: the same drawing at twelve moments of the training, beside the training's curves."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.digits import checkpoints, logits
from core.softmax import cross_entropy_from_logits, softmax
from ui.bars import bars
from ui.drawing.figures import training
from ui.drawing.hands import settle, slider
from ui.drawing.live import NAMES, logit_column, target_of
from ui.drawing.seen import Seen
from ui.drawing.state import CHECKPOINTS, Digit
from ui.explorer.chart import chart
from ui.models import checkpoint
from ui.panels import loss_text, probabilities
from ui.text import _, number, percent, precise, safe


def show(state: Digit, seen: Seen) -> None:
    """Show the drawing's bars at one checkpoint, and all of them as a curve."""
    target = target_of(state, seen)
    z = np.array([logits(checkpoint(i), seen.image)[0] for i in range(CHECKPOINTS)])
    losses = np.array([cross_entropy_from_logits(row, target) for row in z])
    slider(
        "digit.moment",
        _("Moment of the training"),
        _("checkpoint"),
        _("from untrained, 0, to trained, {last}").format(last=CHECKPOINTS - 1),
        state.moment,
        (0, CHECKPOINTS - 1),
        1,
        0,
        lambda hand, value: settle(hand, moment=round(value)),
    )
    now = z[state.moment]
    with st.container(key="learning"):
        st.html(_moment(state.moment, float(losses[state.moment])))
        bars(
            "digit.learning",
            _("Logits z, probabilities p and target y"),
            NAMES,
            [logit_column(now), probabilities(softmax(now), target)],
            strong=int(np.argmax(now)),
        )
        _curves(state.moment, losses)


def _moment(index: int, nats: float) -> str:
    """Say what had been learned by then."""
    at = checkpoints()[index]
    says = _(
        "After {images} pictures, in {steps} steps: {accuracy} of test digits right, at a mean loss of {loss} nats."
    ).format(
        images=f"{at['images']:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}"),
        steps=f"{at['step']:.0f}",
        accuracy=percent(at["mnist_accuracy"], 2),
        loss=number(at["mnist_loss"]),
    )
    return f'<p class="hint">{safe(says)}</p>{loss_text(nats)}'


def _curves(index: int, losses: NDArray[np.float64]) -> None:
    at = checkpoints()
    images = np.array([c["images"] for c in at])
    test, strokes = (np.array([c[name] for c in at]) for name in ("mnist_loss", "strokes_loss"))
    words = {
        "x": _("pictures seen (0 stands at the left edge)"),
        "y": _("loss, nats"),
        "drawing": _("this drawing"),
        "test": _("test digits, mean"),
        "strokes": _("drawn digits, mean"),
    }
    alt = _("Loss at the twelve checkpoints. This drawing: {losses} nats.").format(
        losses="; ".join(precise(float(x)) for x in losses)
    )
    chart("digit.curves", training(images, losses, test, strokes, index, words), alt)
