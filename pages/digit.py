"""Draw a digit: one drawing from the pen to the loss."""

from pathlib import Path

import streamlit as st

from ui.drawing import canvas
from ui.drawing.chain import chain
from ui.drawing.state import LINK
from ui.notices import link_problems
from ui.text import _

ROOM = Path(canvas.__file__).parent
st.html(ROOM / "style.css")
st.title(_("Draw a {digit}").format(digit=LINK.read().y), anchor=False)
link_problems(LINK)
with st.container(key="digit_page"):
    with st.container(key="digit_pen"):
        canvas.canvas()
        canvas.tools()
        with st.container(horizontal=True, gap="small"):
            st.button(_("Undo"), on_click=canvas.undo, icon=":material/undo:")
            st.button(_("Clear"), on_click=canvas.clear, icon=":material/delete:")
    with st.container(key="digit_chain"):
        chain()
