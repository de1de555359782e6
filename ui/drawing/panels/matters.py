"""What matters in the drawing: the gradient over its pixels, and what a little harm does to the answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from core.digits import loss_pixel_gradient
from core.digits.effects import EFFECTS
from core.softmax import cross_entropy_from_logits, softmax
from ui.bars import bars
from ui.drawing.hands import settle, slider
from ui.drawing.live import NAMES, logit_column, target_of
from ui.drawing.picture import diverging, figure, image
from ui.drawing.seen import MAIN, Seen, seen_picture
from ui.drawing.state import LINK, Digit
from ui.models import model
from ui.panels import loss_text, probabilities
from ui.text import _, number, safe

EFFECT = "digit.effect"
STEPS = {"fade": 0.02, "rotate": 1.0, "shift": 0.25, "noise": 0.02}  # of an arrow key


def show(state: Digit, seen: Seen) -> None:
    """Show the gradient of the loss over the pixels, and the slider."""
    target = target_of(state, seen)
    st.html(_gradient(seen, int(np.argmax(target))))
    st.session_state[EFFECT] = state.effect
    st.segmented_control(
        _("What happens to the picture"),
        list(EFFECTS),
        format_func=title,
        key=EFFECT,
        required=True,
        on_change=_choose,
    )
    effect = EFFECTS[state.effect]
    slider(
        "digit.amount",
        title(state.effect),
        title(state.effect),
        unit(state.effect),
        state.amount,
        (effect.low, effect.high),
        STEPS[state.effect],
        2,
        lambda hand, value: settle(hand, amount=value),
    )
    after = seen_picture(effect.apply(seen.image, state.amount))
    with st.container(key="harm"):
        st.html(
            figure(image(after.image, _("The picture after that")), _("the network sees"))
            + f'<div class="answer"><b>{after.digit}</b></div>'
            + loss_text(cross_entropy_from_logits(after.logits, target))
        )
        bars(
            "digit.harm",
            _("Logits z, probabilities p and target y"),
            NAMES,
            [logit_column(after.logits), probabilities(softmax(after.logits), target)],
            strong=after.digit,
        )


def _choose() -> None:
    LINK.write(replace(LINK.read(), effect=st.session_state[EFFECT], amount=0.0))


def title(effect: str) -> str:
    """Say the name of an effect."""
    return {
        "fade": _("Fade"),
        "rotate": _("Rotate"),
        "shift": _("Shift"),
        "noise": _("Noise"),
    }[effect]


def unit(effect: str) -> str:
    """Say what an effect's amount counts."""
    return {
        "fade": _("share of the ink that is gone"),
        "rotate": _("degrees clockwise"),
        "shift": _("pixels to the right"),
        "noise": _("standard deviation"),
    }[effect]


def _gradient(seen: Seen, digit: int) -> str:
    """Return drawing and gradient side by side, and in words what the colours mean."""
    gradient = loss_pixel_gradient(model(MAIN), seen.image, digit)
    largest = float(np.abs(gradient).max())
    says = _(
        "∂L/∂pixel: red where more ink would raise the loss, blue where it would lower it. "
        "The largest is {largest} nats per unit of ink."
    ).format(largest=number(largest))
    return (
        '<div class="figures">'
        + figure(image(seen.image, _("The drawing")), _("the drawing"))
        + figure(image(diverging(gradient), says), _("gradient of the loss"))
        + f'<p class="hint">{safe(says)}</p></div>'
    )
