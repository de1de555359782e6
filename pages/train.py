"""Train it yourself: the lecture's multi-class example in PyTorch, live."""

from pathlib import Path

import streamlit as st

from ui import train
from ui.language.escaping import safe
from ui.language.sentences import _
from ui.link.link_problems import link_problems
from ui.shell.fragment import fragment
from ui.train.state import LINK
from ui.train.tab_bar import panel
from ui.train.trainer import trainer

st.html(Path(train.__file__).with_name("style.css"))
st.title(_("Train it yourself: softmax regions grow out of noise"), anchor=False)
lead = _(
    "Press Train. The output layer is a softmax, each target is one-hot, and every step lowers the cross-entropy; click a point to see its chain."
)
st.html(f'<p class="lead">{safe(lead)}</p>')
link_problems(LINK)


@fragment("train.live")
def live() -> None:
    """Draw the trainer and what follows from it: one fragment, drawn again when the training pauses."""
    trainer(LINK.read())
    panel()


live()
