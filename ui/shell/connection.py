"""A page that has lost its server asks for itself again once it has one.

Streamlit's browser part asks for a run of the script on a new connection only if the last run was a fragment's or
was interrupted, or if some fragment runs by the clock. A new server knows no fragment, so a page whose last run
was a whole one would stay as it is, deaf. Our fragment that runs by the clock, once a day, is there for that alone.

The other half is to notice: a phone that slept believes in a connection that its server gave up. When the browser
is online or in sight again, it says a word; if nobody holds the other end, the connection breaks, and is made anew.
"""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from ui.elements.static_scripts import script

_KEY = "connection"
_pulse = st.components.v2.component("pulse", js=script("shell/connection.js"))


@st.fragment(key=_KEY, run_every=timedelta(days=1))
def connection() -> None:
    """Put on the page what brings it back; nobody sees it."""
    with st.container(key=_KEY):
        _pulse(key=f"{_KEY}.pulse", data=b"", on_beat_change=lambda: None)
