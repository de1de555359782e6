"""Other ways in: undo, clear, the pen, ten examples, a file, a photograph."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from core.digits import example_drawings, preprocess_digits, rare_drawings, read_picture
from core.errors import InvalidInput
from ui.digit import digit_source
from ui.digit.fragments import CANVAS, PROBLEM
from ui.digit.reruns import follow
from ui.digit.state import LINK, THINNEST, WIDEST, Digit, redrawn
from ui.language.messages import say, sentence
from ui.language.sentences import _
from ui.link.stroke_text import Stroke, write_strokes

PICTURE = "digit.picture.popover"  # open: it says by itself what is wrong with a picture
CLEARED = "digit.cleared"  # the state that Clear took: Undo brings its drawing back
EXAMPLE, RARE = "digit.example", "digit.rare_example"
PEN, FILE, CAMERA = "digit.pen_width", "digit.file", "digit.camera"
WHICH = "digit.which"  # of the digits in an uploaded picture


def tools(state: Digit) -> None:
    """Show the tools below the paper."""
    with st.container(key="tools", horizontal=True):
        st.button(_("Undo"), key="digit.undo", icon=":material/undo:", on_click=_undo)
        st.button(_("Clear"), key="digit.clear", icon=":material/delete:", on_click=_clear)
        _popover("pen", _("Pen"), ":material/edit:", lambda: _pen(state))
        _popover("examples", _("Examples"), ":material/gesture:", _examples)
        _popover("picture", _("Picture"), ":material/photo_camera:", _picture)


def _popover(name: str, label: str, icon: str, content: Callable[[], None]) -> None:
    """Show a popover whose content costs nothing until it is opened."""
    key = f"digit.{name}.popover"
    # By name: a bar let go just before asks for its own part in the same message.
    with (popover := st.popover(label, icon=icon, key=key, on_change=st.rerun, args=(CANVAS,))):
        if popover.open:
            content()


def _pen(state: Digit) -> None:
    st.session_state[PEN] = state.pen
    st.slider(
        _("Width of the pen, in pixels"),
        THINNEST,
        WIDEST,
        step=1.0,
        format="%d",
        key=PEN,
        on_change=_widen,
    )


def _widen() -> None:
    follow(replace(LINK.read(), pen=st.session_state[PEN]))


def _examples() -> None:
    st.session_state[EXAMPLE] = st.session_state[RARE] = None
    st.pills(_("Load a drawing of"), list(range(10)), key=EXAMPLE, on_change=_load_example)
    st.pills(
        _("or as it is written elsewhere"),
        list(rare_drawings()),
        format_func=lambda digit: _RARE_FORMS[digit](),
        key=RARE,
        on_change=_load_rare,
    )


_RARE_FORMS: dict[int, Callable[[], str]] = {
    0: lambda: _("0 with a slash"),
    1: lambda: _("1 with a flag"),
    7: lambda: _("7 with a bar"),
}


def _load_example() -> None:
    _load(st.session_state[EXAMPLE], example_drawings())


def _load_rare() -> None:
    _load(st.session_state[RARE], rare_drawings())


def _load(digit: int | None, drawings: Mapping[int, Sequence[Stroke]]) -> None:
    if digit is not None:
        st.session_state[PROBLEM] = None
        follow(replace(redrawn(LINK.read(), write_strokes(drawings[digit])), y=digit))


def _picture() -> None:
    _warn()
    if st.toggle(_("Use the camera"), key="digit.use_camera"):
        # Small enough for its button to be in sight too.
        st.camera_input(
            _("A photograph of a digit"),
            label_visibility="collapsed",
            width=256,
            key=CAMERA,
            on_change=_take,
            args=(CAMERA,),
        )
    else:
        label = _("A picture of a digit: PNG, JPEG, GIF, WebP, BMP, TIFF")
        st.file_uploader(label, width=320, key=FILE, on_change=_take, args=(FILE,))


def problem() -> None:
    """Say what is wrong with what was drawn or uploaded last, below the tools."""
    if digit_source.is_gone(LINK.read()):
        gone = _(
            "The uploaded picture is not here any more: only the page that it was uploaded to had it. Choose it again."
        )
        say(gone, icon="draw")
    if not st.session_state.get(PICTURE):
        _warn()


def _warn() -> None:
    if st.session_state.get(PROBLEM):
        say(st.session_state[PROBLEM], icon="draw")


def _take(key: str) -> None:
    """Take an uploaded picture in place of the drawing; what cannot be read changes nothing."""
    file = st.session_state[key]
    if file is None:
        return
    try:
        greys = read_picture(file.getvalue())
        digit_source.put_picture(greys, preprocess_digits(greys))
    except InvalidInput as error:
        st.session_state[PROBLEM] = sentence(error)
        return
    st.session_state[PROBLEM] = None
    st.session_state[PICTURE] = False
    follow(replace(redrawn(LINK.read(), ""), uploaded=True, y=None))


def several(uploaded: digit_source.Uploaded | None) -> None:
    """Offer the digits of an uploaded picture that has several, in reading order."""
    if uploaded is None or len(uploaded.digits) == 1:
        return
    st.session_state[WHICH] = uploaded.chosen
    st.pills(
        _("There are {count} digits in the picture. Which one is read?").format(
            count=len(uploaded.digits)
        ),
        range(len(uploaded.digits)),
        format_func=lambda i: _("{place}: a {digit}?").format(
            place=i + 1, digit=uploaded.digits[i].digit
        ),
        key=WHICH,
        on_change=_choose,
    )


def _choose() -> None:
    number = st.session_state[WHICH]
    if number is not None:
        digit_source.choose(number)
    follow(replace(redrawn(LINK.read(), ""), uploaded=True, y=None))


def _undo() -> None:
    state = LINK.read()
    st.session_state[PROBLEM] = None
    digit_source.drop_picture()
    cleared: Digit | None = st.session_state.pop(CLEARED, None)
    if not (cleared or state.ink or state.uploaded):
        return  # nothing was drawn yet: the example goes on inviting
    if cleared and not state.ink:
        follow(replace(redrawn(state, cleared.ink), y=cleared.y))
    else:
        follow(redrawn(state, write_strokes(state.strokes[:-1])))


def _clear() -> None:
    state = LINK.read()
    st.session_state[PROBLEM] = None
    st.session_state[CLEARED] = state
    digit_source.drop_picture()
    follow(replace(redrawn(state, ""), y=None))
