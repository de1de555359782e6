"""What follows a change: which fragments of the page are drawn again."""

from __future__ import annotations

import streamlit as st

from ui.digit.attempts.table import record_attempt, table
from ui.digit.fragments import CANVAS, CHAIN, PANEL, STORAGE
from ui.digit.state import LINK, Digit
from ui.elements.path_areas import path_areas


def follow(state: Digit, paper: bool = True) -> None:
    """Write a new state into the link and show it; ``paper`` is False where the canvas shows it already."""
    before = LINK.read()
    LINK.write(state)
    attempts = table()
    record_attempt(attempts, before, state)
    shelf = [STORAGE] if attempts.unsaved else []
    st.rerun([*([CANVAS] if paper else []), CHAIN, PANEL, *shelf, *path_areas()])
