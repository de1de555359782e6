"""Above the table: presets, the number of states."""

from __future__ import annotations

import streamlit as st

from ui.hand.choices import newly_chosen
from ui.language.escaping import safe
from ui.language.sentences import _
from ui.weather.moves import resized
from ui.weather.presets import PRESETS, applied, current, title
from ui.weather.state import FEWEST, LINK, MOST


def tools() -> None:
    """Show the tools, which say what the state is and change it."""
    state = LINK.read()
    if not LINK.holds(state):
        said = _(
            "This table is too large for a link: it stays for this visit, and its file keeps it. Shorter names make it fit."
        )
        st.html(f'<p class="problem" role="status">{safe(said)}</p>')
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.session_state["weather.preset"] = current(state)
        st.pills(
            _("Presets"),
            list(PRESETS),
            format_func={key: title(key) for key in PRESETS}.__getitem__,
            key="weather.preset",
            label_visibility="collapsed",
            on_change=_preset,
        )
        st.button(
            _("− state"),
            key="weather.fewer",
            disabled=state.n <= FEWEST,
            on_click=lambda: _resize(-1),
        )
        st.button(
            _("+ state"), key="weather.more", disabled=state.n >= MOST, on_click=lambda: _resize(1)
        )


def _preset() -> None:
    chosen = newly_chosen(LINK, "weather.preset", current)
    if chosen in PRESETS:
        LINK.settle(applied(LINK.read(), chosen))


def _resize(by: int) -> None:
    state = LINK.read()
    LINK.settle(resized(state, state.n + by))
