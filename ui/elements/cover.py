"""What stands over a part of the page while a question about it is open."""

from __future__ import annotations

import streamlit as st

from ui.lecture.covering import cover_html, covered

PANEL = "panel"  # the open tab


def panel_covered() -> bool:
    """Return whether the open tab must not be shown, and say so in its place."""
    if not covered(PANEL):
        return False
    st.html(cover_html())
    return True
