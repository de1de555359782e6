"""A part of a page that is drawn again by itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import streamlit as st

from ui.language.sentences import language, speaking

Draw = Callable[[], None]


def fragment(key: str) -> Callable[[Draw], Draw]:
    """Return a decorator that makes a function a fragment, and asks once for the language it speaks.

    Each word asks for the language otherwise: a tenth of what a fragment costs.
    """

    def decorate(draw: Draw) -> Draw:
        @wraps(draw)
        def drawn() -> None:
            with speaking(language()):
                draw()

        return st.fragment(drawn, key=key)

    return decorate
