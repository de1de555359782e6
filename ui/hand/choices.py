"""What was chosen at a control, while a hand may be moving beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from ui.hand.recording import last_stamp
from ui.link.permalink import Link

State = TypeVar("State")


def newly_chosen(link: Link[State], key: str, said: Callable[[State], Any]) -> Any:
    """Return what was chosen at a control, or None where nobody chose; ``said`` is what it shows of a state.

    A hand that rests sends all controls along. Where it rests between a new link and the drawing that belongs to it, they
    say what they showed before, and the browser's own link no longer does.
    """
    value = link.chosen(key, said)
    return None if value is not None and _overtaken() and link.showed(value, said) else value


def _overtaken() -> bool:
    """Tell whether this message is a hand's, and was sent before the browser had drawn what was drawn last."""
    values = (st.session_state[key] for key in st.session_state)
    hands = (value.get("hand") for value in values if hasattr(value, "get"))
    return any(isinstance(hand, dict) and hand.get("seen") != last_stamp() for hand in hands)
