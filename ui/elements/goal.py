"""Whether the state that a stop asks for is there: said in the path's bar, and live while a hand moves."""

from __future__ import annotations

import streamlit as st

from ui.elements.softmax_panel import live_html
from ui.lecture.answers import GOAL, goal_html
from ui.link.permalink import now, shown_query

AREA = "path.goal"


def goal() -> None:
    """Draw the line, where the stop has a goal; a fragment of its own."""
    if goal_html(now()):
        st.fragment(lambda: live_html(GOAL, goal_html(shown_query())), key=AREA)()


def goal_area() -> list[str]:
    """Return the fragments to draw again when the page's state has changed: this one, where it is shown."""
    return [AREA] if goal_html(now()) else []
