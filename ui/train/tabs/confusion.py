"""What is taken for what; and of digits, the visitor's own drawing, read anew by each picture."""

from __future__ import annotations

import streamlit as st

from ui.language.escaping import safe
from ui.language.sentences import _
from ui.train.state import Train
from ui.train.trainer import drawn_part, element

_confusion = drawn_part("confusion")


def show(_state: Train) -> None:
    """Show the confusion of the points held out, which moves with the training."""
    element(_confusion, "train.confusion", words={"corner": _("true \\ answer")})
    said = _("Of the points held out: a row for each true class, a column for each answer. What is right lies on the diagonal.")  # fmt: skip
    st.html(f'<p class="hint">{safe(said)}</p>')
