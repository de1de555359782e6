"""The tabs below the chain: only the open one is computed, and its code stands in the link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from ui.language.sentences import _
from ui.shell.fragment import fragment
from ui.softmax import text_field
from ui.softmax.reruns import PANEL, settle_all
from ui.softmax.state import LINK, TABS, Explorer
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
    """Show the tab bar and the open tab."""
    state = LINK.read()
    st.session_state["softmax.tab"] = state.tab
    st.segmented_control(
        _("Panels"),
        TABS,
        format_func={tab: title(tab) for tab in TABS}.__getitem__,
        key="softmax.tab",
        label_visibility="collapsed",
        required=True,
        on_change=_open,
    )
    with st.container(key="panel"):
        SHOW[state.tab](state)


def _open() -> None:
    for errors in (stability.PROBLEM, last_layer.WRONG, text_field.ERRORS):
        st.session_state.pop(errors, None)  # their fields are gone, with what was typed there
    settle_all(replace(LINK.read(), tab=st.session_state["softmax.tab"]))


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
