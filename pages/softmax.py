"""The softmax explorer: drag a logit and everything moves with it."""

import streamlit as st

from ui.explorer.chain import chain
from ui.explorer.formula import table_panel
from ui.explorer.state import LINK
from ui.notices import link_problems
from ui.text import _

st.title(_("Softmax: logits become probabilities"), anchor=False)
link_problems(LINK)
with st.container(key="chain"):
    chain()
table_panel()
