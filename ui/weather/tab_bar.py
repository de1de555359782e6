"""The tabs below the table: only the open one is computed, and its code stands in the link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from ui.elements.cover import panel_covered
from ui.hand.choices import newly_chosen
from ui.language.sentences import _
from ui.weather.state import LINK, TABS, Weather
from ui.weather.tabs import (
    antenna,
    areas_of_cities,
    bits_to_loss,
    blocks_of_days,
    csv_exchange,
    my_code,
    own_text,
    two_cities,
)

SHOW: dict[str, Callable[[Weather], None]] = {
    "areas": areas_of_cities.show,
    "code": my_code.show,
    "cities": two_cities.show,
    "blocks": blocks_of_days.show,
    "antenna": antenna.show,
    "loss": bits_to_loss.show,
    "data": csv_exchange.show,
    "text": own_text.show,
}


def panel(state: Weather) -> None:
    """Show the open tab."""
    with st.container(key="panel"):
        if not panel_covered():
            SHOW[state.tab](state)


def tabs(state: Weather) -> None:
    """Show the tab bar."""
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


def _open() -> None:
    if chosen := newly_chosen(LINK, "weather.tab", lambda state: state.tab):
        LINK.write(replace(LINK.read(), tab=chosen))


def title(tab: str) -> str:
    """Say the name of a tab."""
    return {
        "areas": _("Areas"),
        "code": _("My code"),
        "cities": _("Two cities"),
        "blocks": _("Blocks of days"),
        "antenna": _("Antenna"),
        "loss": _("From bits to the loss"),
        "data": _("CSV"),
        "text": _("Own text"),
    }[tab]
