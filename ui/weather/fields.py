"""Fields and choices that change one part of the state; what is typed in vain stays, with a message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from core.errors import InvalidInput
from ui.language.escaping import safe
from ui.language.messages import sentence
from ui.weather.state import LINK


def field(
    name: str,
    label: str,
    text: str,
    read: Callable[[str], Any],
    *,
    placeholder: str | None = None,
) -> bool:
    """Show a field for the part ``name`` of the state, which says ``text`` until something is typed.

    Return whether it says what the state says: False while something else was typed in vain.
    """
    key, problem = f"weather.{name}", f"weather.{name}.problem"

    def take() -> None:
        try:
            value = read(st.session_state[key].strip())
        except InvalidInput as error:
            st.session_state[problem] = (st.session_state[key], error, text)
            return
        st.session_state.pop(problem, None)
        LINK.settle(replace(LINK.read(), **{name: value}))

    # What was typed in vain outlives a visit to another tab, which forgets the field, but no other link.
    typed, error, instead_of = st.session_state.get(problem, (text, None, text))
    if instead_of != text:
        typed, error = text, None
    st.session_state[key] = typed
    st.text_input(label, key=key, on_change=take, placeholder=placeholder)
    if error:
        wrong(error)
    return error is None


def choice(name: str, label: str, options: dict[str, str], now: str) -> None:
    """Show the codes of the part ``name`` of the state, by their labels."""
    key = f"weather.{name}"
    st.session_state[key] = now
    st.segmented_control(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        required=True,
        on_change=lambda: LINK.settle(replace(LINK.read(), **{name: st.session_state[key]})),
    )


def wrong(error: InvalidInput) -> None:
    """Say what is wrong, where it stands."""
    st.html(f'<p class="problem" role="alert">{safe(sentence(error))}</p>')
