"""One surface of probability for each class, and the entropy of the answer: softmax seen from above."""

from __future__ import annotations

import streamlit as st

from ui.language.escaping import safe
from ui.language.sentences import _
from ui.train.state import Train
from ui.train.trainer import drawn_part, element

_surfaces = drawn_part("surfaces")


def show(state: Train) -> None:
    """Show the surfaces, which move with the training."""
    if not state.plane:
        said = _("Digits have 64 dimensions and no plane to draw on; their weights are above, and the tab Confusion says how they are told apart.")  # fmt: skip
        st.html(f'<p class="hint">{safe(said)}</p>')
        return
    words = {"p": "p:", "entropy": _("entropy of p")}
    element(_surfaces, "train.surfaces", words=words)
    said = _("The output layer is a softmax: at every point of the plane the K probabilities sum to 1. The strongest blue is p = 1; where two classes meet, the entropy is high.")  # fmt: skip
    st.html(f'<p class="hint">{safe(said)}</p>')
