"""Train it yourself: the lecture's multi-class example in PyTorch, live."""

from pathlib import Path

import streamlit as st

from ui import train
from ui.language.escaping import safe
from ui.language.sentences import _, language, speaking
from ui.link.link_problems import link_problems
from ui.shell.share import share
from ui.train.notebook import notebook
from ui.train.state import LINK
from ui.train.tab_bar import panel
from ui.train.trainer import trainer

st.html(Path(train.__file__).with_name("style.css"))
share(LINK, notebook)
st.title(_("Train it yourself: softmax regions grow out of noise"), anchor=False)
lead = _(
    "Press Train: softmax is the output layer, each target is one-hot, and step by step the cross-entropy falls. Choose a point to see its chain."
)
st.html(f'<p class="lead">{safe(lead)}</p>')
link_problems(LINK)


# No fragment: after a server has died, a message from a fragment that the next server has not drawn is dropped.
with speaking(language()):
    trainer(LINK.read())
    panel()
