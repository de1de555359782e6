"""The softmax explorer: drag a logit and everything moves with it."""

from pathlib import Path

import streamlit as st

from ui import explorer
from ui.area import area
from ui.explorer.chain import chain
from ui.explorer.follow import AREA
from ui.explorer.panel import panel
from ui.explorer.state import LINK
from ui.explorer.tools import tools
from ui.notices import link_problems
from ui.text import _, safe

st.html(Path(explorer.__file__).with_name("style.css"))
st.title(_("Softmax: logits become probabilities"), anchor=False)
lead = _(
    "Drag a grey bar: each logit z becomes a probability p, and the loss says what p costs against the target y."
)
st.html(f'<p class="lead">{safe(lead)}</p>')
link_problems(LINK)


@area(AREA)
def live() -> None:
    """Draw the explorer: areas within an area, so that a change is drawn where it shows and nowhere else."""
    tools()
    with st.container(key="chain"):
        chain()
    panel()


live()
