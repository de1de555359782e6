"""The tab of the attempts: what they cost together, the table, the files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from core.digits.attempts import Attempt, summary, to_csv
from core.digits.attempts_file import MAX_BYTES, from_npz, to_npz
from core.errors import InvalidInput
from ui.digit import digit_source
from ui.digit.attempts.row import Row, new_key, row_of
from ui.digit.attempts.table import Table, check_room, table
from ui.digit.attempts.table_html import costs, table_html
from ui.digit.chain import hint_html
from ui.digit.fragments import PANEL, PROBLEM, STORAGE
from ui.digit.reruns import follow
from ui.digit.state import LINK, Digit, redrawn
from ui.elements.static_scripts import script
from ui.language.messages import say
from ui.language.sentences import _, ngettext

ELEMENT = "digit.attempts.table"
NOTICE = "digit.attempts.notice"
FILE = "digit.attempts.file"
_table = st.components.v2.component(
    "attempts",
    html='<div class="attempts"></div>',
    js=script("digit/tabs/attempts.js"),
    isolate_styles=False,
)


def show(state: Digit) -> None:
    """Show the attempts; there may be none, and nothing may be drawn."""
    attempts = table()
    rows = tuple(attempts.rows.values())
    found = summary([row.attempt for row in rows]) if rows else None
    with st.container(key="attempts"):
        if found:
            st.html(f'<div class="costs">{costs(found)}</div>')
        else:
            st.html(hint_html(_invitation()))
        _tools(attempts)
        _warn(attempts)
        if found:
            _table(
                key=ELEMENT,
                data=table_html(rows, found, lambda row: link_to(state, row)).encode(),
                on_act_change=_act,
            )


def _invitation() -> str:
    return _(
        "No attempt yet. Draw a digit and choose which digit it is: it joins this table by itself, and this browser keeps it."
    )


def link_to(state: Digit, row: Row) -> dict[str, str]:
    """Return the query of a link to a row's drawing."""
    return LINK.query(replace(redrawn(state, row.ink), y=row.attempt.label))


def _warn(attempts: Table) -> None:
    """Say that the browser cannot keep the table."""
    trouble = {
        "full": _(
            "This browser has no room left for attempts: download the table before you close the page."
        ),
        "forbidden": _(
            "This browser does not let pages keep anything: download the table before you close the page."
        ),
    }
    if attempts.trouble in trouble:
        say(trouble[attempts.trouble], icon="warning")


def _outcome(attempts: Table) -> None:
    """Say what came of what the visitor did last."""
    if attempts.problem:
        say(attempts.problem, icon="warning")
    if st.session_state.get(NOTICE):
        st.html(hint_html(st.session_state[NOTICE]))


def _tools(attempts: Table) -> None:
    """Show what can be done with the whole table, and what came of it."""
    with st.container(key="attempts_tools", horizontal=True):
        if attempts.rows:
            _download("CSV", "csv", "text/csv", lambda: to_csv(_kept(attempts)))
            _download("NPZ", "npz", "application/octet-stream", lambda: to_npz(_kept(attempts)))
        loading = _load()
        if attempts.rows:
            st.button(
                _("Remove all"),
                key="digit.attempts.clear",
                icon=":material/delete:",
                on_click=_change,
                args=(lambda: attempts.remove(list(attempts.rows)),),
            )
        if attempts.removed:
            st.button(
                _("Bring back {n}").format(n=len(attempts.removed)),
                key="digit.attempts.back",
                icon=":material/undo:",
                on_click=_change,
                args=(attempts.bring_back,),
            )
    if not loading:
        _outcome(attempts)


def _download(label: str, ending: str, mime: str, content: Callable[[], str | bytes]) -> None:
    """Show a download whose content is made when it is asked for."""
    st.download_button(
        label,
        content,
        f"attempts.{ending}",
        mime,
        key=f"digit.attempts.{ending}",
        icon=":material/download:",
        on_click="ignore",
    )


def _kept(attempts: Table) -> list[Attempt]:
    return [row.attempt for row in attempts.rows.values()]


def _load() -> bool:
    """Show where a file is loaded; True while it is open, and hides what stands below it."""
    with (
        popover := st.popover(
            _("Load"),
            icon=":material/upload:",
            key="digit.attempts.load",
            on_change=st.rerun,  # by name: a bar let go just before asks for its own part in the same message
            args=(PANEL,),
        )
    ):
        if popover.open:
            # A new uploader after each file, so that the same file can be loaded twice.
            turn = st.session_state.setdefault(f"{FILE}.turn", 0)
            st.file_uploader(
                _("A table of attempts, as the NPZ button saves it"),
                key=f"{FILE}.{turn}",
                on_change=_take,
                max_upload_size=MAX_BYTES // 1_000_000,
            )
            st.html(hint_html(_("It is added to this table; what is in both is not added twice.")))
            _outcome(table())
    return bool(popover.open)


def _take() -> None:
    """Add the attempts of a file to the table; a file that cannot be read changes nothing."""
    turn = st.session_state[f"{FILE}.turn"]
    file = st.session_state[f"{FILE}.{turn}"]
    if file is not None:
        st.session_state[f"{FILE}.turn"] = turn + 1
        _change(lambda: _add(table(), file.getvalue()))


def _add(attempts: Table, content: bytes) -> None:
    rows = [row_of(new_key(i), attempt) for i, attempt in enumerate(from_npz(content))]
    new = [row for row in rows if not attempts.has(row.ink, row.attempt.picture, row.attempt.label)]
    check_room(attempts, len(new))
    attempts.put(new)
    added = ngettext("{n} attempt was added.", "{n} attempts were added.", len(new))
    there = _("Already in the table: {n}.").format(n=len(rows) - len(new))
    st.session_state[NOTICE] = f"{added.format(n=len(new))} {there if len(rows) > len(new) else ''}"


def _change(what: Callable[[], None]) -> None:
    """Change the table, and show what follows; what cannot be done is said."""
    attempts = table()
    attempts.problem = st.session_state[NOTICE] = None
    try:
        what()
    except InvalidInput as error:
        attempts.problem = error
    st.rerun([PANEL, STORAGE])


def _act() -> None:
    """Open or remove the attempt that was clicked; what is no message of ours does nothing."""
    sent = st.session_state[ELEMENT].get("act")
    attempts = table()
    row = attempts.rows.get(str(sent.get("key"))) if isinstance(sent, dict) else None
    if row and sent["act"] == "open":
        _open(attempts, row)
    if row and sent["act"] == "remove":
        _change(lambda: attempts.remove([row.key]))


def _open(attempts: Table, row: Row) -> None:
    """Put a drawing on the paper again; it stays as it is in the table, what is changed makes a new attempt."""
    attempts.current = None
    st.session_state[PROBLEM] = None
    digit_source.drop_picture()
    if not row.ink:
        digit_source.put_picture(row.attempt.picture, [row.attempt.picture])
    follow(replace(redrawn(LINK.read(), row.ink), uploaded=not row.ink, y=row.attempt.label))
