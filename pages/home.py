"""One screen that says what this is, with a miniature to move and doors to the pages."""

import streamlit as st

from ui.doors import doors
from ui.miniature import LINK, miniature
from ui.notices import link_problems
from ui.text import _, safe

lead = safe(
    _("Drag a grey bar: scores become probabilities, and the right answer gets cheaper or dearer.")
)
st.title(_("Softmax, entropy and cross-entropy, by hand"), anchor=False)
st.html(f'<p class="lead">{lead}</p>')
link_problems(LINK)
miniature()
doors()
