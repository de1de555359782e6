"""One screen that says what this is, with a miniature to move and a card for each page."""

import streamlit as st

from ui.home.miniature import LINK, miniature
from ui.home.notebook import notebook
from ui.home.page_cards import page_cards
from ui.language.escaping import safe
from ui.language.sentences import _
from ui.link.link_problems import link_problems
from ui.shell.share import share

lead = safe(
    _(
        "Drag a grey bar: logits (raw scores) become probabilities, and the loss of the right answer falls or rises."
    )
)
share(LINK, notebook)
st.title(_("Softmax, entropy and cross-entropy, by hand"), anchor=False)
st.html(f'<p class="lead">{lead}</p>')
link_problems(LINK)
miniature()
page_cards()
