"""The tabs below the chain: only the open one is computed, and its code stands in the link."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import streamlit as st

from core.errors import InvalidInput
from ui.digit import digit_source
from ui.digit.chain import hint_html
from ui.digit.fragments import PANEL
from ui.digit.movable_bars import MovableBars, live
from ui.digit.moves import moved
from ui.digit.recognition import Recognition, recognise_strokes
from ui.digit.state import LINK, TABS, Digit
from ui.digit.tabs import (
    attempts,
    last_layer,
    preprocessing,
    three_networks,
    watch_it_learn,
    what_if,
    what_matters,
)
from ui.hand.moves import Move
from ui.language.messages import sentence
from ui.language.sentences import _
from ui.shell.fragment import fragment

SHOW: dict[str, Callable[[Digit, Recognition], None]] = {
    "networks": three_networks.show,
    "layer": last_layer.show,
    "matters": what_matters.show,
    "learn": watch_it_learn.show,
    "preprocessing": preprocessing.show,
    "whatif": what_if.show,
}
# What of a tab follows a hand that moves.
DRAW: dict[str, Callable[[Digit, Recognition, MovableBars], None]] = {
    "matters": what_matters.draw,
    "learn": watch_it_learn.draw,
    "whatif": what_if.draw,
}
# What is shown without a drawing too.
ALWAYS: dict[str, Callable[[Digit], None]] = {"attempts": attempts.show}
OPEN = "digit.tab"


@fragment(PANEL)
def panel() -> None:
    """Show the tab bar and the open tab."""
    state = LINK.read()
    st.session_state[OPEN] = state.tab
    st.segmented_control(
        _("Panels below the drawing"),
        TABS,
        format_func=title,
        key=OPEN,
        label_visibility="collapsed",
        required=True,
        on_change=_open,
    )
    with st.container(key="panel"):
        if state.tab in ALWAYS:
            return ALWAYS[state.tab](state)
        try:
            seen = digit_source.current_recognition(state)
            if seen is None:
                st.html(
                    hint_html(_("Draw a digit first: this shows what the networks make of it."))
                )
            else:
                SHOW[state.tab](state, seen)
        except InvalidInput as error:
            st.error(sentence(error), icon=":material/error:")


def redraw(query: dict[str, str], moves: tuple[Move, ...]) -> dict[str, str]:
    """Draw the open tab after some moves, for `ui.hand.live`; what cannot be done is left for the run to say."""
    state, _bad = LINK.parse(query)
    if not state.shown or state.tab not in DRAW:
        return query
    seen = recognise_strokes(state.shown)
    for move in moves:
        with suppress(InvalidInput):
            state = moved(state, move, seen)
    DRAW[state.tab](state, seen, MovableBars(live(state)))
    return LINK.query(state)


def _open() -> None:
    LINK.write(replace(LINK.read(), tab=st.session_state[OPEN]))


def title(tab: str) -> str:
    """Say the name of a tab."""
    return {
        "networks": _("Three networks"),
        "layer": _("The last layer"),
        "matters": _("What matters"),
        "learn": _("Watch it learn"),
        "preprocessing": _("Preprocessing"),
        "whatif": _("What if"),
        "attempts": _("Attempts"),
    }[tab]
