"""Why preprocessing: the same drawing made into 28x28 pixels in four ways."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.digits import VARIANTS, logits, variants
from core.softmax import cross_entropy_from_logits, softmax
from ui.bars import bars
from ui.drawing.ink import PAPER
from ui.drawing.live import NAMES, hint, target_of
from ui.drawing.picture import figure, image
from ui.drawing.seen import MAIN, Seen
from ui.drawing.state import Digit
from ui.models import model
from ui.panels import loss_text, probabilities
from ui.text import _, safe


def show(state: Digit, seen: Seen) -> None:
    """Show four pictures, four distributions and four losses."""
    if not state.ink:
        st.html(hint(_("An uploaded picture has no strokes to redraw: draw a digit to compare.")))
        return
    target = target_of(state, seen)
    pictures = variants(state.strokes, PAPER, PAPER, state.pen)
    with st.container(key="variants"):
        for name in VARIANTS:
            z = logits(model(MAIN), pictures[name])[0]
            with st.container(key=f"variant_{name}"):
                st.html(
                    f"<h3>{safe(title(name))}</h3>"
                    + figure(image(pictures[name], title(name)), what(name))
                    + f'<div class="answer"><b>{int(np.argmax(z))}</b></div>'
                    + loss_text(cross_entropy_from_logits(z, target))
                )
                bars(
                    f"digit.variant.{name}",
                    title(name),
                    NAMES,
                    [probabilities(softmax(z), target)],
                    strong=int(np.argmax(z)),
                )


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
