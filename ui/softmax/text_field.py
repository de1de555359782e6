"""A field to type into: what is right goes into the link, what is wrong stays with a message below it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.errors import InvalidInput
from ui.language.messages import say

# Key of a field -> what the state said, and the error of what was typed instead.
ERRORS = "softmax.typed"


def text_field(key: str, label: str, text: str, apply: Callable[[str], None]) -> None:
    """Show a field with ``text``, and hand what is typed there to ``apply``.

    Parameters
    ----------
    key
        The widget's key.
    text
        What the state says.
    apply
        Takes the typed text and writes the state; raises `InvalidInput`.
    """
    said: tuple[str, InvalidInput] | None = st.session_state.get(ERRORS, {}).get(key)
    if said is None or said[0] != text:
        st.session_state[key] = text
        said = None
    st.text_input(label, key=key, on_change=_take, args=(key, text, apply))
    if said:
        problem(said[1])


def _take(key: str, text: str, apply: Callable[[str], None]) -> None:
    errors = st.session_state.setdefault(ERRORS, {})
    errors.pop(key, None)
    try:
        apply(st.session_state[key])
    except InvalidInput as error:
        errors[key] = (text, error)


def problem(error: InvalidInput) -> None:
    """Say what is wrong with the field above."""
    say(error, icon="error", serious=True)
