"""What of the path's bar follows a hand: whether the state that a stop asks for is there, and the way back to the lecture's."""

from __future__ import annotations

import streamlit as st

from ui.elements.softmax_panel import live_html
from ui.language.sentences import _
from ui.lecture import walking
from ui.lecture.answers import GOAL, goal_html
from ui.lecture.looking import looking
from ui.link.permalink import follow_link, now, shown_query

AREA, AGAIN = "path.goal", "path.again.area"
OFFERED = "path.again.offered"


def goal() -> None:
    """Draw the line, where the stop has a goal; a fragment of its own."""
    if goal_html(now()):
        st.fragment(lambda: live_html(GOAL, goal_html(shown_query())), key=AREA)()


def again() -> None:
    """Offer the way back to what the lecture shows, once the page shows anything else; a fragment of its own."""
    st.fragment(_again, key=AGAIN)()


def _again() -> None:
    st.session_state[OFFERED] = offered = walking.moved(now())
    if offered:
        label, icon = _("As in the lecture"), ":material/restart_alt:"
        st.button(label, key="path.again", icon=icon, on_click=_go_back, type="tertiary")


def _go_back() -> None:
    follow_link(walking.afresh())
    st.rerun()


def path_areas() -> list[str]:
    """Return the fragments of the path's bar to draw again when the page's state has changed: those that show another."""
    if looking().stop is None:
        return []
    moved = walking.moved(now())
    return [
        *([AREA] if goal_html(now()) else []),
        *([AGAIN] if moved != st.session_state.get(OFFERED, moved) else []),
    ]
