"""The tabs below the chain: only the open one is computed, and its code stands in the link."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from ui.elements.cover import panel_covered
from ui.hand.choices import newly_chosen
from ui.language.sentences import _
from ui.shell.fragment import fragment
from ui.softmax import text_field
from ui.softmax.reruns import PANEL, settle_all
from ui.softmax.state import FURTHER_TABS, LECTURE_TABS, LINK, Explorer
from ui.softmax.tabs import (
    download,
    gradient,
    landscape,
    last_layer,
    pytorch,
    quiz,
    sigmoids,
    stability,
    target,
    temperature,
    worked_table,
)

SHOW: dict[str, Callable[[Explorer], None]] = {
    "table": worked_table.show,
    "target": target.show,
    "temperature": temperature.show,
    "gradient": gradient.show,
    "landscape": landscape.show,
    "sigmoids": sigmoids.show,
    "layer": last_layer.show,
    "stability": stability.show,
    "torch": pytorch.show,
    "quiz": quiz.show,
    "download": download.show,
}


@fragment(PANEL)
def panel() -> None:
    """Show the tab bar, in two groups, and the open tab."""
    state = LINK.read()
    with st.container(key="softmax_tabs", horizontal=True):
        _tabs("softmax.tab", _("In the lecture"), LECTURE_TABS, state.tab)
        _tabs("softmax.further-tab", _("Going further"), FURTHER_TABS, state.tab)
    with st.container(key="panel"):
        if not panel_covered():
            SHOW[state.tab](state)


def _tabs(key: str, label: str, tabs: Sequence[str], now: str) -> None:
    """Show one group of tabs; the open one may be in the other."""
    st.session_state[key] = now if now in tabs else None
    st.segmented_control(
        label,
        tabs,
        format_func={tab: title(tab) for tab in tabs}.__getitem__,
        key=key,
        on_change=_open,
        args=(key, tabs),
    )


def _open(key: str, tabs: Sequence[str]) -> None:
    chosen = newly_chosen(LINK, key, lambda state: state.tab if state.tab in tabs else None)
    if (
        chosen is None
    ):  # the open tab was pressed once more, or the browser says what it showed before
        return
    for errors in (stability.PROBLEM, last_layer.WRONG, text_field.ERRORS):
        st.session_state.pop(errors, None)  # their fields are gone, with what was typed there
    settle_all(replace(LINK.read(), tab=chosen))


def title(tab: str) -> str:
    """Say the name of a tab."""
    return {
        "table": _("Worked table"),
        "target": _("Target"),
        "temperature": _("Temperature"),
        "gradient": _("Gradient"),
        "landscape": _("Landscape"),
        "sigmoids": _("Sigmoids"),
        "layer": _("Last layer"),
        "stability": _("Stability"),
        "torch": _("PyTorch"),
        "quiz": _("Quiz"),
        "download": _("Download"),
    }[tab]
