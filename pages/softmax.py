"""The softmax explorer: drag a logit and everything moves with it."""

from pathlib import Path

import streamlit as st

from ui import softmax
from ui.language.escaping import safe
from ui.language.sentences import _
from ui.link.link_problems import link_problems
from ui.shell.fragment import fragment
from ui.shell.share import share
from ui.softmax.chain import chain
from ui.softmax.controls import tools
from ui.softmax.notebook import notebook
from ui.softmax.reruns import AREA
from ui.softmax.state import LINK
from ui.softmax.tab_bar import panel

st.html(Path(softmax.__file__).with_name("style.css"))
share(LINK, notebook)
st.title(_("Softmax: logits become probabilities"), anchor=False)
lead = _(
    "Drag a grey bar: the logits z (raw scores) become a pdf p (probabilities that sum to 1), and the loss says what p costs against the target y."
)
st.html(f'<p class="lead">{safe(lead)}</p>')
link_problems(LINK)


@fragment(AREA)
def live() -> None:
    """Draw the explorer: fragments within a fragment, so that a change is drawn where it shows and nowhere else."""
    tools()
    with st.container(key="chain"):
        chain()
    panel()


live()
