"""Watch it learn: the same drawing at twelve moments of the training, beside the training's curves."""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import digits
from core.softmax import cross_entropy_from_logits, softmax
from ui.digit.answer import answer_and_loss
from ui.digit.chain import NAMES, logit_column, target_of
from ui.digit.figures import training
from ui.digit.models import checkpoint, model
from ui.digit.movable_bars import MovableBars, movable_bars
from ui.digit.moves import MOMENT
from ui.digit.recognition import MAIN, Recognition
from ui.digit.state import CHECKPOINTS, Digit
from ui.elements.bars import Column
from ui.elements.chart import chart
from ui.elements.softmax_panel import live_html, probabilities
from ui.language.escaping import safe
from ui.language.numbers import number, percent, precise, whole
from ui.language.sentences import _

Numbers = NDArray[np.float64]


def show(state: Digit, seen: Recognition) -> None:
    """Show the drawing's bars at one checkpoint, and all of them as a curve."""
    with st.container(key="learning"):
        draw(state, seen, movable_bars(state))
        _curves(state, seen)


def draw(state: Digit, seen: Recognition, by: MovableBars) -> None:
    """Draw what follows the hand: the moment, and what the network said then."""
    target, z = target_of(state, seen), through_training(seen)[state.moment]
    title = _("checkpoint, from 0 (untrained) to {last} (trained)").format(last=CHECKPOINTS - 1)
    column = Column(MOMENT, title, [state.moment], "z", 0, CHECKPOINTS - 1, digits=0, step=1)
    by.bars("digit.moment", _("Moment of the training"), [_("moment")], [column])
    live_html("moment_says", _moment(state.moment) + answer_and_loss(z, target))
    by.bars(
        "digit.learning",
        _("Logits z, probabilities p and target y"),
        NAMES,
        [logit_column(z), probabilities(softmax(z), target)],
        strong=int(np.argmax(z)),
    )


@lru_cache(maxsize=128)
def through_training(seen: Recognition) -> Numbers:
    """Return the drawing's logits at each of the moments, shape (12, 10)."""
    return np.concatenate([digits.logits(checkpoint(i), seen.image) for i in range(CHECKPOINTS)])


def _moment(index: int) -> str:
    """Say what had been learned by then."""
    at = digits.checkpoints()[index]
    says = _(
        "After {images} pictures, in {steps} steps: {accuracy} of held-out digits right, at a mean loss of {loss} nats."
    ).format(
        images=whole(round(at["images"])),
        steps=whole(round(at["step"])),
        accuracy=percent(at["mnist_accuracy"], 2),
        loss=number(at["mnist_loss"]),
    )
    if index == CHECKPOINTS - 1:
        says += " " + _(
            "The network above is this one, with its logits divided by {T}, which calibrates it: it is right as often as it is sure."
        ).format(T=number(calibration(), 3))
    return f'<p class="hint">{safe(says)}</p>'


@cache
def calibration() -> float:
    """Return the temperature that was folded into the main network's last layer after its training."""
    networks = checkpoint(CHECKPOINTS - 1), model(MAIN)
    trained, shipped = (list(network.parameters())[-2].double() for network in networks)
    return float(trained.norm() / shipped.norm())


def _curves(state: Digit, seen: Recognition) -> None:
    """Show the losses over the whole training: of this drawing, and of what was trained and tested on."""
    target = target_of(state, seen)
    losses = np.array([cross_entropy_from_logits(z, target) for z in through_training(seen)])
    images = np.array([at["images"] for at in digits.checkpoints()])
    said = {
        "x": _("pictures seen (0 is at the left edge)"),
        "y": _("loss, nats"),
        "drawing": _("this drawing"),
        "test": _("held-out digits, mean"),
        "strokes": _("drawn digits, mean"),
        "training": _("training, mean"),
    }
    alt = _("Loss at the twelve checkpoints. This drawing: {losses} nats.").format(
        losses="; ".join(precise(float(x)) for x in losses)
    )
    with st.container(key="curves"):
        chart("digit.curves", training((images, losses), means(), state.moment, said), alt)


def means() -> dict[str, tuple[Numbers, Numbers]]:
    """Return the curves of the training itself: pictures seen, and the mean loss of a set then.

    On both test sets it was measured at each checkpoint and after each epoch; the training's own from the first epoch on.
    """
    moments, epochs = digits.checkpoints(), digits.training_curves()
    curves = {"training": (np.array(epochs["images"]), np.array(epochs["training_loss"]))}
    for name, key in (("test", "mnist_loss"), ("strokes", "strokes_loss")):
        x = np.array([at["images"] for at in moments] + epochs["images"])
        y = np.array([at[key] for at in moments] + epochs[key])
        x, first = np.unique(x, return_index=True)
        curves[name] = (x, y[first])
    return curves
