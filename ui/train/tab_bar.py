"""The tabs below the trainer: only the open one is computed, and its code stands in the link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from ui.elements.cover import panel_covered
from ui.language.sentences import _
from ui.shell.fragment import fragment
from ui.train.state import LINK, TABS, Train, settle
from ui.train.tabs import confusion, one_step, own_points, pytorch, surfaces

SHOW: dict[str, Callable[[Train], None]] = {
    "surfaces": surfaces.show,
    "step": one_step.show,
    "confusion": confusion.show,
    "own": own_points.show,
    "torch": pytorch.show,
}


@fragment("train.panel")
def panel() -> None:
    """Show the tab bar and the open tab."""
    state = LINK.read()
    st.session_state["train.tab"] = state.tab
    st.segmented_control(
        _("Panels"),
        TABS,
        format_func={tab: title(tab) for tab in TABS}.__getitem__,
        key="train.tab",
        label_visibility="collapsed",
        required=True,
        on_change=_open,
    )
    with st.container(key="panel"):
        if not panel_covered():
            SHOW[state.tab](state)


def _open() -> None:
    settle(replace(LINK.read(), tab=st.session_state["train.tab"]))


def title(tab: str) -> str:
    """Say the name of a tab."""
    return {
        "surfaces": _("Surfaces"),
        "step": _("One step taken apart"),
        "confusion": _("Confusion"),
        "own": _("Own points"),
        "torch": _("In PyTorch"),
    }[tab]
