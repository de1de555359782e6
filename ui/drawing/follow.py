"""What follows a change: the fragments of the page, and which of them are drawn again."""

from __future__ import annotations

import streamlit as st

from ui.drawing.attempts.table import join, table
from ui.drawing.state import LINK, Digit

PAPER = "digit.paper"
LIVE = "digit.live"
PANEL = "digit.panel"
SHELF = "digit.attempts.shelf"
PROBLEM = "digit.problem"  # what is wrong with what was just drawn or uploaded


def follow(state: Digit, paper: bool = True) -> None:
    """Write a new state into the link and show it; ``paper`` is False where the canvas shows it already."""
    before = LINK.read()
    LINK.write(state)
    attempts = table()
    join(attempts, before, state)
    st.rerun([*([PAPER] if paper else []), LIVE, PANEL, *([SHELF] if attempts.unsaved else [])])
