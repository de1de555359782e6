"""Where a text comes from: typed or pasted, or a file. A link cannot hold it, so the visit does."""

from __future__ import annotations

import streamlit as st

from core.errors import InvalidInput
from ui.language.escaping import safe
from ui.language.sentences import _
from ui.weather.table_file.encoding import decode

SLOTS = ("a", "b", "c")
KEPT = "weather.texts"
LONGEST_TYPED = 200_000  # characters: what is typed travels with each click, a file does not
MOST_MEGABYTES = 5
HEIGHT = 130


def texts() -> dict[str, str]:
    """Return what was typed in this visit, by its place."""
    kept: dict[str, str] = st.session_state.setdefault(KEPT, {})
    return kept


def write(slot: str, text: str) -> None:
    """Put a text in its place."""
    texts()[slot] = text


def source(slot: str, title: str, short: str) -> str | bytes | None:
    """Show where a text is typed or uploaded, and return it; bytes, where a file is no text. ``short`` is it in two words."""
    key = f"weather.text.{slot}"
    st.session_state[key] = texts().get(slot, "")
    st.text_area(
        title,
        key=key,
        height=HEIGHT,
        max_chars=LONGEST_TYPED,
        on_change=lambda: write(slot, st.session_state[key]),
    )
    from_file = _("{text} from a file").format(text=short)
    with st.popover(from_file, key=f"weather.text.popover.{slot}"):
        file = st.file_uploader(
            title,
            label_visibility="collapsed",
            max_upload_size=MOST_MEGABYTES,
            key=f"weather.text.file.{slot}",
        )
    if file is None:
        return texts().get(slot)
    return _read(file.getvalue(), file.name)


def _read(content: bytes, name: str) -> str | bytes:
    """Return a file's text, and say in which encoding it was read where that was a guess; or its bytes."""
    try:
        decoded = decode(content)
    except InvalidInput:
        return content
    said = _("{name} is counted").format(name=name[:40])
    if decoded.others:
        said += " " + _("(read as {encoding})").format(encoding=decoded.encoding)
    st.html(f'<p class="note">{safe(said)}</p>')
    return decoded.text
