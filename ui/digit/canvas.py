"""The canvas and the tools around it.

The drawing lives in two places: on the canvas, where the pen is, and in the link, which is the state. A
*sheet* keeps them apart. The canvas is given a sheet with a drawing on it, and it is given another
one only when the link says something that the canvas does not show: a link was opened, Back was
pressed, an example was chosen. Then what still arrives from the old sheet is too late, and is dropped.

A server that was lost takes its sheets with it, not the canvas: what the pen added to the link's drawing while nobody
answered is taken up by the next one.
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

import streamlit as st
from streamlit_drawable_canvas import st_canvas

from core.errors import InvalidInput
from ui.digit import digit_source
from ui.digit.attempts.table import record_attempt, table
from ui.digit.canvas_objects import drawing_with, strokes_of
from ui.digit.controls import problem, several, tools
from ui.digit.fragments import CANVAS, PROBLEM
from ui.digit.pixel_image import image
from ui.digit.reruns import follow
from ui.digit.state import LINK, OPENING_DIGIT, Digit, redrawn
from ui.elements.figure_style import Z
from ui.elements.static_scripts import script
from ui.language.escaping import safe
from ui.language.messages import sentence
from ui.language.sentences import _
from ui.link.stroke_text import BETWEEN, CANVAS_SIDE, read_strokes, write_strokes
from ui.shell.fragment import fragment

WIDGET = "digit.pen"
SHEET = "digit.sheet"
BESIDE = "digit.beside"  # whether something that the next stroke ends stands beside the paper
SHEETS = 256**3
INK = {"light": "#16202b", "dark": "#f2f2f2"}  # on the paper of style.css
_pen = st.components.v2.component(
    "pen", html='<span class="pen"></span>', js=script("digit/canvas_pen.js"), isolate_styles=False
)


@dataclass(frozen=True)
class CanvasSheet:
    """One sheet of paper: its number, the drawing, pen and ink it was given, the drawing on it now."""

    number: int
    given: str
    pen: float
    ink: str
    shown: str

    @property
    def color(self) -> str:
        """An invisible colour that carries the number: the canvas sends it back with each drawing."""
        red, green, blue = self.number.to_bytes(3, "big")
        return f"rgba({red},{green},{blue},0)"


@fragment(CANVAS)
def canvas() -> None:
    """Show the canvas, and the tools below it."""
    state = LINK.read()
    arrived = SHEET not in st.session_state
    sheet = _sheet(state.ink, state.pen)
    uploaded = digit_source.picture(state)
    with st.container(key="canvas"):
        st_canvas(
            stroke_width=round(state.pen),
            stroke_color=sheet.ink,
            background_color=sheet.color,
            width=CANVAS_SIDE,
            height=CANVAS_SIDE,
            initial_drawing=drawing_with(read_strokes(sheet.given), sheet.pen, sheet.ink),
            key=WIDGET,
            on_change=_drawn,
        )
        if arrived:
            _take_up(state)
        label = _("Paper: draw a digit here with the mouse, a pen or a finger")
        if uploaded:
            st.html(image(uploaded.thumbnail, _("The uploaded picture"), "upload"))
        elif state.shown and not state.ink:
            st.html(_ghost(state.shown))
        elif not state.ink:
            here = _("Draw here")
            st.html(f'<div class="invite" aria-hidden="true">{safe(here)}</div>')
        _pen(key="digit.prompt", data=json.dumps({"label": label, "sheet": sheet.number}).encode())
    tools(state)
    several(uploaded)
    problem()
    # Said last: a run that is cut off before has left on the page what stood there.
    st.session_state[BESIDE] = bool(uploaded or state.uploaded or st.session_state.get(PROBLEM))


def _ghost(ink: str) -> str:
    """Return a drawing in faint lines, to be drawn over: it lies on the paper, and not on the canvas."""
    lines = "".join(
        f'<polyline points="{" ".join(f"{x:.0f},{y:.0f}" for x, y in stroke)}"/>'
        for stroke in read_strokes(ink)
    )
    style = (
        f'fill="none" stroke="{Z}" stroke-width="18" stroke-linecap="round" stroke-linejoin="round"'
    )
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {CANVAS_SIDE} {CANVAS_SIDE}" {style}>{lines}</svg>'
    label, over = (
        safe(_("An example: a drawn {digit}").format(digit=OPENING_DIGIT)),
        safe(_("draw over me")),
    )
    return f'<div class="ghost"><img alt="{label}" src="data:image/svg+xml,{quote(drawn)}"><span>{over}</span></div>'


def _sheet(drawing: str, pen: float) -> CanvasSheet:
    """Return the sheet on the canvas, or a new one where the link shows another drawing."""
    last: CanvasSheet | None = st.session_state.get(SHEET)
    color = INK["dark" if st.context.theme.type == "dark" else "light"]
    same = last is not None and (last.shown, last.pen, last.ink) == (drawing, pen, color)
    if last is not None and same and WIDGET in st.session_state:
        return last
    # Begun at random: no sheet of a server that was lost passes for one of this.
    number = secrets.randbelow(SHEETS) if last is None else last.number + 1
    sheet = CanvasSheet(number % SHEETS, drawing, pen, color, drawing)
    st.session_state[SHEET] = sheet
    return sheet


def _take_up(state: Digit) -> None:
    """Take what the pen added to the link's drawing before this server heard of the page."""
    sent = _sent()
    try:
        ink = write_strokes(strokes_of(sent.get("raw"))[0])
    except InvalidInput:
        return
    if ink != state.ink and ink.startswith(state.ink and state.ink + BETWEEN):
        now = redrawn(state, ink)
        LINK.write(now)
        record_attempt(table(), state, now)
        st.rerun()


def _drawn() -> None:
    """Take what the canvas sent: write it into the link, unless the link has moved on."""
    sent = _sent()
    sheet, state = st.session_state[SHEET], LINK.read()
    if _color(sent.get("raw")) != sheet.color or state.ink != sheet.shown:
        return
    strokes, problem = strokes_of(sent.get("raw"))
    st.session_state[PROBLEM] = problem and sentence(problem)
    try:
        ink = write_strokes(strokes)
    except InvalidInput as error:
        st.session_state[PROBLEM] = sentence(error)
        return
    if ink != state.ink:
        st.session_state[SHEET] = replace(sheet, shown=ink)
        digit_source.drop_picture()
        follow(redrawn(state, ink), paper=problem is not None or st.session_state[BESIDE])


def _sent() -> dict[str, Any]:
    """Return what the canvas sent last, whatever stands in it."""
    sent = st.session_state[WIDGET].get("drawing")
    return sent if isinstance(sent, dict) else {}


def _color(raw: object) -> str:
    color = raw.get("background") if isinstance(raw, dict) else None
    return re.sub(r"\s", "", color) if isinstance(color, str) else ""
