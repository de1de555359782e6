"""The tabs below the chain: only the open one is computed, and its code stands in the link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from core.errors import InvalidInput
from ui.digit import digit_source
from ui.digit.chain import hint_html
from ui.digit.fragments import PANEL
from ui.digit.recognition import Recognition
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
from ui.elements.cover import panel_covered
from ui.language.messages import say
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
        if panel_covered():
            return None
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
            say(error, icon="error", serious=True)


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
