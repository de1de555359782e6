"""The canvas: what is drawn on it goes into the link after each stroke, and what the link says is on it.

The canvas keeps its own drawing while it lives. It is made anew, from the link, only when the link says
something that the canvas did not: undo, clear, an example, Back, a link from somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from core.errors import InvalidInput
from ui.assets import script
from ui.drawing.fabric import drawing_of, strokes_of
from ui.drawing.ink import read_strokes, write_strokes
from ui.drawing.reading import SIDE
from ui.drawing.state import LINK, Digit
from ui.text import _, sentence

CHAIN = "digit.chain"
PANEL = "digit.panel"
FOLLOWING = [CHAIN]  # what is drawn again after a stroke
_tools = st.components.v2.component("canvas_tools", js=script("canvas.js"))


@dataclass(frozen=True)
class Mounted:
    """The canvas that is on the page: its number, its colours, what it began with, what it says now."""

    number: int
    dark: bool
    began: str
    says: str


@st.fragment(key="digit.canvas")
def canvas() -> None:
    """Show the canvas with the drawing of the link."""
    from streamlit_drawable_canvas import st_canvas

    state = LINK.read()
    mounted = _mounted(state)
    paper, ink = ("#1e2228", "#ffffff") if mounted.dark else ("#ffffff", "#111111")
    began = read_strokes(mounted.began) if mounted.began else []
    key = f"digit.canvas.{mounted.number}"
    with st.container(key="canvas"):
        st_canvas(
            stroke_width=int(state.pen),
            stroke_color=ink,
            background_color=paper,
            initial_drawing=drawing_of(began, state.pen, ink) if began else None,
            width=SIDE,
            height=SIDE,
            key=key,
            on_change=lambda: _drawn(key),
        )
    if problem := st.session_state.get("digit.problem"):
        st.error(sentence(problem))


def tools() -> None:
    """Let the canvas answer at once and name its tools in the visitor's language."""
    words = [
        _("Send the drawing"),
        _("Undo"),
        _("Redo"),
        _("Move, scale or turn strokes"),
        _("Bring forward"),
        _("Send backward"),
        _("Delete the selected stroke"),
        _("Back to how the canvas began"),
    ]
    with st.container(key="canvas_tools"):
        _tools(key="digit.canvas.tools", data={"words": words})


def _mounted(state: Digit) -> Mounted:
    """Return the canvas on the page; a new one where the link says something else than it does."""
    dark = st.context.theme.type == "dark"
    mounted: Mounted | None = st.session_state.get("digit.mounted")
    if mounted is None or mounted.says != state.strokes or mounted.dark != dark:
        number = mounted.number + 1 if mounted else 0
        mounted = Mounted(number, dark, state.strokes, state.strokes)
        st.session_state["digit.mounted"] = mounted
        st.session_state.pop("digit.problem", None)
    return mounted


def _drawn(key: str) -> None:
    """Take what the canvas sent into the link; what is no drawing leaves everything as it was."""
    drawing = st.session_state[key].get("drawing") or {}
    st.session_state.pop("digit.problem", None)
    try:
        strokes = strokes_of((drawing.get("raw") or {}).get("objects"))
        text = write_strokes(strokes)
    except InvalidInput as problem:
        st.session_state["digit.problem"] = problem
        return
    mounted: Mounted = st.session_state["digit.mounted"]
    st.session_state["digit.mounted"] = replace(mounted, says=text)
    LINK.write(replace(LINK.read(), strokes=text))
    st.rerun(FOLLOWING)


def undo() -> None:
    """Take back the last stroke."""
    state = LINK.read()
    if state.strokes:
        LINK.write(replace(state, strokes=write_strokes(read_strokes(state.strokes)[:-1])))


def clear() -> None:
    """Take back everything."""
    LINK.write(replace(LINK.read(), strokes=""))
