"""What matters in the drawing: the gradient over its pixels, and what a little harm does to the answer."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import digits
from core.digits.perturbations import EFFECTS
from core.softmax import softmax
from ui.digit.answer import answer_and_loss
from ui.digit.chain import NAMES, logit_column, target_of
from ui.digit.line_drawing import lines
from ui.digit.models import model
from ui.digit.movable_bars import MISTAKES, MovableBars, movable_bars
from ui.digit.moves import AMOUNT
from ui.digit.pixel_image import diverging, figure, image
from ui.digit.recognition import MAIN, Recognition
from ui.digit.state import LINK, Digit
from ui.elements.bars import Column
from ui.elements.softmax_panel import live_html, probabilities
from ui.language.escaping import safe
from ui.language.numbers import precise
from ui.language.sentences import _

EFFECT = "digit.effect"
STEPS = {"fade": 0.02, "rotate": 1.0, "shift": 0.25, "noise": 0.02}  # of an arrow key
PLACES = 41  # along a slider, where the network is asked
Numbers = NDArray[np.float64]


def show(state: Digit, seen: Recognition) -> None:
    """Show the gradient of the loss over the pixels, and the slider."""
    with st.container(key="matters"):
        st.html(_gradient(seen, int(np.argmax(target_of(state, seen)))))
        with st.container(key="harm"):
            st.session_state[EFFECT] = state.effect
            st.segmented_control(
                _("What happens to the picture"),
                list(EFFECTS),
                label_visibility="collapsed",
                format_func=title,
                key=EFFECT,
                required=True,
                on_change=_choose,
            )
            draw(state, seen, movable_bars(state))


def draw(state: Digit, seen: Recognition, by: MovableBars) -> None:
    """Draw what follows the hand: the slider, the picture after the effect, and the answer to it."""
    effect, name = EFFECTS[state.effect], title(state.effect)
    target, after = target_of(state, seen), effect.apply(seen.image, state.amount)
    z = digits.logits(model(MAIN), after)[0]
    step = STEPS[state.effect]
    ends = effect.low, effect.high
    slider = Column(
        AMOUNT, amount_label(state.effect), [state.amount], "z", *ends, digits=2, step=step
    )
    by.bars("digit.amount", name, [name], [slider])
    picture = image(after, _("The picture after that, as the network sees it"))
    share = (state.amount - effect.low) / (effect.high - effect.low)
    live_html(
        "harm_says",
        f'<div class="variant">{picture}<div>{answer_and_loss(z, target)}{_along(seen, state.effect, share)}</div></div>',
    )
    by.bars(
        "digit.harm",
        _("Logits z, probabilities p and target y"),
        NAMES,
        [logit_column(z), probabilities(softmax(z), target)],
        int(np.argmax(z)),
    )


@lru_cache(maxsize=128)
def all_along(seen: Recognition, name: str) -> Numbers:
    """Return the probabilities at even steps along an effect's slider, shape (41, 10)."""
    effect = EFFECTS[name]
    amounts = np.linspace(effect.low, effect.high, PLACES)
    return softmax(
        digits.logits(model(MAIN), np.stack([effect.apply(seen.image, a) for a in amounts]))
    )


def _along(seen: Recognition, effect: str, share: float) -> str:
    """Return p of each digit along the whole slider as lines, and where the slider stands."""
    p = all_along(seen, effect)
    says = _("p of each digit along the slider")
    return f'<figure class="along">{lines(p.T, NAMES, share, says)}<figcaption>{safe(says)}</figcaption></figure>'


def _choose() -> None:
    MISTAKES.forget()
    LINK.write(replace(LINK.read(), effect=st.session_state[EFFECT], amount=0.0))


def title(effect: str) -> str:
    """Say the name of an effect."""
    return {
        "fade": _("Fade"),
        "rotate": _("Rotate"),
        "shift": _("Shift"),
        "noise": _("Noise"),
    }[effect]


def amount_label(effect: str) -> str:
    """Say what an effect's amount counts."""
    return {
        "fade": _("share of the ink that is gone"),
        "rotate": _("degrees clockwise"),
        "shift": _("pixels to the right"),
        "noise": _("standard deviation"),
    }[effect]


@lru_cache(maxsize=128)
def gradient_of(seen: Recognition, digit: int) -> Numbers:
    """Return how the loss of the main network changes with each pixel, (28, 28)."""
    return digits.loss_pixel_gradient(model(MAIN), seen.image, digit)


def _gradient(seen: Recognition, digit: int) -> str:
    """Return drawing and gradient, and in words what the colours mean."""
    gradient = gradient_of(seen, digit)
    row, column = np.unravel_index(int(np.abs(gradient).argmax()), gradient.shape)
    # Ink as a shade over the colours, so that one sees which part of the drawing it is.
    shaded = diverging(gradient) * (1 - 0.4 * seen.image[..., None])
    colours = _(
        "Blue, above zero: more ink here raises the loss. Orange, below zero: it lowers the loss."
    )
    says = _(
        "With {digit} as the true digit, the strongest pixel, in row {row} and column {column}, "
        "has {value} nats per unit of ink. Tap another true digit: what would have to change?"
    ).format(digit=digit, row=row, column=column, value=precise(float(gradient[row, column])))
    heading, drawing = _("Gradient of the loss over the pixels"), _("The drawing")
    return (
        f"<h2>{safe(heading)}</h2>"
        f'<div class="figures">{figure(image(seen.image, drawing), "x")}'
        f"{figure(image(shaded, colours), '∂L/∂x')}</div>"
        f'<p class="hint">{safe(colours)}</p><p class="hint">{safe(says)}</p>'
    )
