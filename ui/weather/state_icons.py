"""The lecture's states as pictures of our own: not every machine has a font with such symbols."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import quote

from core.examples import LECTURE_WEATHER
from ui.language.escaping import safe
from ui.weather.state import Weather

FOLDER = Path(__file__).parent / "icons"


@cache
def style() -> str:
    """Return the style sheet that draws a state where its mark stands: in a field that is empty, or in text."""
    return "".join(_rule(state) for state in LECTURE_WEATHER.states)


def _rule(state: str) -> str:
    # Quoted, since a style sheet with a tag in it does not get through Streamlit.
    picture = quote((FOLDER / f"{state}.svg").read_text())
    return (
        f'.mark[data-mark="{state}"], input[data-mark="{state}"]:placeholder-shown '
        f'{{ background: center / 1.5em no-repeat url("data:image/svg+xml,{picture}"); }}\n'
    )


def marks(state: Weather) -> list[str]:
    """Return for each state the picture that it has by default, or an empty text."""
    named = state.names or ("",) * state.n
    known = (*LECTURE_WEATHER.states, *("",) * state.n)
    return ["" if name else mark for name, mark in zip(named, known, strict=False)]


def faces(state: Weather) -> list[str]:
    """Return for each state its icon as HTML: what the visitor typed, or its picture."""
    typed = state.icons or ("",) * state.n
    return [
        f"{safe(icon)} " if icon else f'<i class="mark" data-mark="{mark}"></i> ' if mark else ""
        for icon, mark in zip(typed, marks(state), strict=True)
    ]
