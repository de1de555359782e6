"""The digit page: from the pen to the loss, every step in sight."""

from pathlib import Path

import streamlit as st

from ui import drawing
from ui.drawing.attempts.shelf import shelf
from ui.drawing.live import live
from ui.drawing.panel import panel
from ui.drawing.paper import paper
from ui.drawing.state import LINK
from ui.notices import link_problems
from ui.text import _, safe

st.html(Path(drawing.__file__).parent / "style.css")
st.title(_("Draw a digit: what does the answer cost?"), anchor=False)
lead = _(
    "Draw a digit: it becomes 28×28 numbers, they become ten logits z and probabilities p, and the loss says what p costs against the true digit."
)
st.html(f'<p class="lead">{safe(lead)}</p>')
link_problems(LINK)
with st.container(key="drawing"):
    paper()
    live()
panel()
shelf()
