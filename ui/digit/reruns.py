"""What follows a change: which fragments of the page are drawn again."""

from __future__ import annotations

import streamlit as st

from ui.digit.attempts.table import record_attempt, table
from ui.digit.fragments import CANVAS, CHAIN, PANEL, STORAGE
from ui.digit.state import LINK, Digit


def follow(state: Digit, paper: bool = True) -> None:
    """Write a new state into the link and show it; ``paper`` is False where the canvas shows it already."""
    before = LINK.read()
    LINK.write(state)
    attempts = table()
    record_attempt(attempts, before, state)
    st.rerun([*([CANVAS] if paper else []), CHAIN, PANEL, *([STORAGE] if attempts.unsaved else [])])
