"""Why preprocessing: the same drawing made into 28x28 pixels in four ways."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import digits
from core.digits import VARIANTS, variants
from core.softmax import softmax
from ui.digit.answer import answer_and_loss
from ui.digit.chain import NAMES, hint_html, target_of
from ui.digit.models import model
from ui.digit.pixel_image import image
from ui.digit.recognition import MAIN, Picture, Recognition
from ui.digit.reruns import follow
from ui.digit.state import LINK, Digit, redrawn
from ui.elements.bars import bars
from ui.elements.softmax_panel import probabilities
from ui.language.escaping import safe
from ui.language.sentences import _
from ui.link.stroke_text import CANVAS_SIDE, read_strokes, write_strokes

Numbers = NDArray[np.float64]
SMALLER = 0.35


def show(state: Digit, seen: Recognition) -> None:
    """Show four pictures, four distributions and four losses."""
    if not state.shown:
        st.html(
            hint_html(_("An uploaded picture has no strokes to redraw: draw a digit to compare."))
        )
        return
    told = _(
        "The network is the same, the drawing too: only the way to 28×28 pixels differs. "
        "Draw small, off-centre or with another pen, and watch the first ways fail."
    )
    with st.container(key="shrink", horizontal=True, vertical_alignment="center"):
        st.html(hint_html(told))
        st.button(
            _("Shrink the drawing into a corner"),
            key="digit.shrink",
            icon=":material/south_west:",
            on_click=_shrink,
        )
    target = target_of(state, seen)
    with st.container(key="variants"):
        for name, picture, z in four_ways(state.shown, state.pen):
            _variant(name, picture, z, target)


@lru_cache(maxsize=64)
def four_ways(ink: str, pen: float) -> tuple[tuple[str, Picture, Numbers], ...]:
    """Return each way's name, its picture (28, 28), and what the main network answers to it."""
    pictures = variants(read_strokes(ink), CANVAS_SIDE, CANVAS_SIDE, pen)
    z = digits.logits(model(MAIN), np.stack([pictures[name] for name in VARIANTS]))
    return tuple((name, pictures[name], z[i]) for i, name in enumerate(VARIANTS))


def _variant(name: str, picture: Picture, z: Numbers, target: Numbers) -> None:
    with st.container(key=f"variant_{name}"):
        st.html(
            f'<h2>{safe(title(name))}</h2><p class="hint">{safe(what(name))}</p>'
            f'<div class="variant">{image(picture, title(name))}{answer_and_loss(z, target)}</div>'
        )
        bars(
            f"digit.variant.{name}",
            title(name),
            NAMES,
            [probabilities(softmax(z), target)],
            strong=int(np.argmax(z)),
        )


def _shrink() -> None:
    """Make the drawing small, towards the lower left corner."""
    state = LINK.read()
    corner = np.array([0.06 * CANVAS_SIDE, 0.94 * CANVAS_SIDE])
    ink = write_strokes(
        (stroke - corner) * SMALLER + corner for stroke in read_strokes(state.shown)
    )
    follow(redrawn(state, ink))


def title(name: str) -> str:
    """Say the name of a way of preprocessing."""
    return {
        "whole": _("Whole canvas, made small"),
        "cropped": _("Cropped"),
        "centred": _("Centred on its mass"),
        "strokes": _("Redrawn from the strokes"),
    }[name]


def what(name: str) -> str:
    """Say what a way of preprocessing does."""
    return {
        "whole": _("where and how large it was drawn stays in the picture"),
        "cropped": _("the ink fills a box of 20 pixels, in the middle"),
        "centred": _("the box moves until the ink's mass is in the middle, as in MNIST"),
        "strokes": _("and the pen has MNIST's width, whatever the pen on the canvas"),
    }[name]
