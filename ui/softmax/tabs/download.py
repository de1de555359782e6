"""To take away: the worked table as CSV and JSON, and the link to this state."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from ui.language.escaping import safe
from ui.language.numbers import decimal_sign
from ui.language.sentences import _
from ui.language.spreadsheet import as_file, harmless, write_csv
from ui.softmax.state import LINK, Explorer
from ui.softmax.tabs.worked_table import worked

COLUMNS = ("class", "z", "z/T", "e^(z/T)", "p", "y", "ln p", "y ln p")


def show(state: Explorer) -> None:
    """Show the two downloads and the link."""
    said = _("The worked table to take away: CSV for a spreadsheet, JSON for a program.")
    st.html(f'<p class="note">{safe(said)}</p>')
    with st.container(horizontal=True):
        st.download_button(
            "CSV",
            as_file(to_csv(state, decimal_sign())),
            "softmax.csv",
            "text/csv",
            key="softmax.csv",
            on_click="ignore",
        )
        st.download_button(
            "JSON",
            to_json(state),
            "softmax.json",
            "application/json",
            key="softmax.json",
            on_click="ignore",
        )
    st.caption(_("The link to what you see; whoever opens it sees the same."))
    # Who opens it wants to see the numbers, not the way to take them away.
    st.code(link(replace(state, tab=Explorer().tab)), language=None, wrap_lines=True)


def link(state: Explorer) -> str:
    """Return the whole address of the state."""
    parts = urlsplit(st.context.url or "")
    path = parts.path if parts.path.rstrip("/").endswith("softmax") else "/softmax"
    return urlunsplit(parts._replace(path=path, query=urlencode(LINK.query(state)), fragment=""))


def _rows(state: Explorer) -> list[list[str | float]]:
    w = worked(state)
    columns = (w.z, w.scaled, w.weights, w.p, w.y, w.log_p, w.terms)
    return [
        [label, *(float(column[i]) for column in columns)] for i, label in enumerate(state.labels)
    ]


def to_csv(state: Explorer, decimal: str = ".") -> str:
    """Return the worked table as CSV; a name that a spreadsheet would run gets an apostrophe."""
    rows = [(harmless(str(name)), *numbers) for name, *numbers in _rows(state)]
    return write_csv(COLUMNS, rows, decimal)


def to_json(state: Explorer) -> str:
    """Return state and numbers as JSON; infinities as text, for JSON has none."""
    classes = [dict(zip(COLUMNS, map(_plain, row), strict=True)) for row in _rows(state)]
    nats = state.loss
    found = {
        "temperature": state.temperature,
        "classes": classes,
        "loss": {"nats": _plain(nats), "bits": _plain(nats / math.log(2))},
        "link": LINK.query(state),
    }
    return json.dumps(found, ensure_ascii=False, indent=2, allow_nan=False)


def _plain(value: str | float) -> str | float:
    return value if isinstance(value, str) or math.isfinite(value) else str(value)
