"""The tabs below the table: only the open one is computed, and its code stands in the link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from ui.coding import antenna, areas, blocks, cities, data, mycode, onehot
from ui.coding.state import LINK, TABS, Weather
from ui.text import _

SHOW: dict[str, Callable[[Weather], None]] = {
    "code": mycode.show,
    "areas": areas.show,
    "cities": cities.show,
    "blocks": blocks.show,
    "antenna": antenna.show,
    "loss": onehot.show,
    "data": data.show,
}


def panel() -> None:
    """Show the tab bar and the open tab."""
    state = LINK.read()
    st.session_state["weather.tab"] = state.tab
    st.segmented_control(
        _("Panels"),
        list(TABS),
        format_func=title,
        key="weather.tab",
        label_visibility="collapsed",
        required=True,
        on_change=_open,
    )
    with st.container(key="panel"):
        SHOW[state.tab](state)


def _open() -> None:
    LINK.write(replace(LINK.read(), tab=st.session_state["weather.tab"]))


def title(tab: str) -> str:
    """Say the name of a tab."""
    return {
        "code": _("My code"),
        "areas": _("Areas"),
        "cities": _("Two cities"),
        "blocks": _("Blocks of days"),
        "antenna": _("Antenna"),
        "loss": _("From bits to the loss"),
        "data": _("CSV"),
    }[tab]
