"""The browser's localStorage keeps the table, so that a reload or a lost server loses none of it.

Python sends what changed, until the browser says that it has kept it. The browser sends all that it keeps when a
visit begins, and when another tab has changed it: then its word counts. What it sends is read like an
upload; what is damaged is dropped, with a message.
"""

from __future__ import annotations

import json
from pathlib import Path

import streamlit as st

from core.digits.attempts import MAX_ATTEMPTS
from core.errors import InvalidInput
from ui.digit.attempts.row import Row, read_row, write_row
from ui.digit.attempts.table import Table, table
from ui.digit.fragments import PANEL, STORAGE
from ui.digit.state import LINK
from ui.elements.static_scripts import script

ELEMENT = "digit.shelf"
TROUBLES = ("full", "forbidden")
_storage = st.components.v2.component("shelf", js=script("digit/attempts/browser_storage.js"))


def browser_storage() -> None:
    """Put the element that speaks with it on the page; nobody sees it."""
    st.html(Path(__file__).parent / "style.css")
    with st.container(key="shelf"):
        _element()


@st.fragment(key=STORAGE)
def _element() -> None:
    _storage(
        key=ELEMENT, data=json.dumps(message_to_browser(table())).encode(), on_report_change=_hear
    )


def message_to_browser(attempts: Table) -> dict[str, object]:
    """Return what the browser is told: what to keep, what to drop, and which of its reports was heard."""
    changes = {key: row for key, (_number, row) in attempts.unsaved.items()}
    return {
        "session": attempts.session,
        "count": len(attempts.rows),
        "heard": attempts.heard,
        "number": attempts.number,
        "put": {key: write_row(row) for key, row in changes.items() if row},
        "drop": [key for key, row in changes.items() if row is None],
    }


def _hear() -> None:
    receive_report(table(), st.session_state[ELEMENT].get("report"))
    open_too = [PANEL] if LINK.read().tab == "attempts" else []
    st.rerun([STORAGE, *open_too])


def receive_report(attempts: Table, report: object) -> None:
    """Take a report of the browser; anything may stand in it.

    Parameters
    ----------
    attempts
        Follows the report.
    report
        ``number`` of the report, ``session`` that it answers, number of the last change that was ``kept``,
        ``trouble`` or None, ``rows`` as pairs of key and text, or None where it says nothing of them.
    """
    if not isinstance(report, dict):
        return
    number, kept = report.get("number"), report.get("kept")
    if (
        type(number) is not int
        or type(kept) is not int
        or report.get("session") != attempts.session
    ):
        return
    attempts.heard = number
    attempts.trouble = report.get("trouble") if report.get("trouble") in TROUBLES else None
    attempts.saved(kept)
    if isinstance(report.get("rows"), list):
        _take(attempts, report["rows"])


def _take(attempts: Table, pairs: list[object]) -> None:
    """Take the rows that the browser keeps; where it cannot keep any more, ours stay too."""
    rows, damaged = _read(pairs)
    attempts.replace(attempts.rows | rows if attempts.trouble else rows)
    if damaged:
        attempts.forget(damaged)
        attempts.problem = (
            InvalidInput("one of the attempts that this browser kept was damaged, and was left out")
            if len(damaged) == 1
            else InvalidInput(
                "{n} of the attempts that this browser kept were damaged, and were left out",
                n=len(damaged),
            )
        )
    if len(attempts.rows) > MAX_ATTEMPTS:
        attempts.rows = dict(list(attempts.rows.items())[:MAX_ATTEMPTS])
        attempts.problem = InvalidInput(
            "this browser keeps more than {most} attempts; the oldest are shown", most=MAX_ATTEMPTS
        )


def _read(pairs: list[object]) -> tuple[dict[str, Row], list[str]]:
    """Return the rows, and the keys of what is none."""
    rows: dict[str, Row] = {}
    damaged: list[str] = []
    for pair in pairs[: 2 * MAX_ATTEMPTS]:
        if not isinstance(pair, list) or len(pair) != 2 or not isinstance(pair[0], str):
            continue
        try:
            rows[pair[0]] = read_row(*pair)
        except InvalidInput:
            damaged.append(pair[0])
    return rows, damaged
