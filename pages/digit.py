"""The digit page: from the pen to the loss, every step in sight."""

from pathlib import Path

import streamlit as st

from ui import digit
from ui.digit.attempts.browser_storage import browser_storage
from ui.digit.canvas import canvas
from ui.digit.chain import chain
from ui.digit.notebook import notebook
from ui.digit.state import LINK
from ui.digit.tab_bar import panel
from ui.language.escaping import safe
from ui.language.sentences import _
from ui.link.link_problems import link_problems
from ui.shell.share import share

st.html(Path(digit.__file__).parent / "style.css")
share(LINK, notebook)
st.title(_("Draw a digit: what does the answer cost?"), anchor=False)
lead = _(
    "Draw a digit: a neural network turns its 28×28 pixels into ten logits z and a pdf p, and the loss says what p costs against the true digit."
)
st.html(f'<p class="lead">{safe(lead)}</p>')
link_problems(LINK)
with st.container(key="drawing"):
    canvas()
    chain()
panel()
browser_storage()
