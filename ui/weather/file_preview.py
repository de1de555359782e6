"""What will be read of a file, before it is used: which column is what, what was guessed, what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import streamlit as st

from core.errors import InvalidInput
from ui.elements.table import table
from ui.language.escaping import plain, safe
from ui.language.numbers import number
from ui.language.sentences import _
from ui.weather.fields import wrong
from ui.weather.state import default_names
from ui.weather.table_file import Choices, Reading, StateTable, read_file
from ui.weather.table_file.columns import NONE
from ui.weather.table_file.grid import SEPARATORS, SPACE, Row

SHOWN = 6  # states
QUOTED = 40  # characters of a row that is not used
KEPT = "weather.file"  # which file, and how it is to be read
NEW_COLUMNS: dict[str, Any] = dict.fromkeys(("names", "p", "q", "code", "without_total"))
USE_KEY = "weather.use"


@lru_cache(maxsize=4)
def _read(content: bytes, choices: Choices) -> Reading:
    return read_file(content, choices)


def preview(content: bytes, file: str, use: Callable[[StateTable], None]) -> None:
    """Show what is in a file; ask where it is not clear; offer to use it."""
    try:
        found = _read(content, _chosen(file))
    except InvalidInput as error:
        wrong(error)
        return
    _columns(file, found)
    _unclear(file, found)
    if found.problem:
        wrong(found.problem)
    elif found.table:
        _show(found.table)
    _said(found)
    _how(file, found)
    if found.table:
        sheet = found.table.normalised()
        st.button(
            _("Use it") if sheet == found.table else _("Normalise and use it"),
            key=USE_KEY,
            type="primary",
            on_click=lambda: use(sheet),
        )


def _chosen(file: str) -> Choices:
    of, choices = st.session_state.get(KEPT, ("", Choices()))
    return choices if of == file else Choices()


def _choose(file: str, name: str, key: str) -> None:
    """Keep a choice; one that makes other columns forgets which was which."""
    again = {} if name in NEW_COLUMNS or name == "decimal" else NEW_COLUMNS
    chosen = replace(_chosen(file), **again)
    st.session_state[KEPT] = (file, replace(chosen, **{name: st.session_state[key]}))


def _select(file: str, name: str, label: str, options: dict[Any, str], now: Any) -> None:
    key = f"weather.file.{name}"
    st.session_state[key] = now if now in options else None
    st.selectbox(
        label,
        list(options),
        index=None,
        format_func=options.__getitem__,
        key=key,
        placeholder=_("choose"),
        on_change=_choose,
        args=(file, name, key),
    )


def _tick(file: str, name: str, label: str, now: bool) -> None:
    key = f"weather.file.{name}"
    st.session_state[key] = now
    st.checkbox(label, key=key, on_change=_choose, args=(file, name, key))


def _columns(file: str, found: Reading) -> None:
    """Let the visitor say which column is what."""
    titles = {
        c: title[:QUOTED] or _("column {n}").format(n=c + 1) for c, title in enumerate(found.titles)
    }
    none = {NONE: _("none")} | titles
    roles = found.roles
    with st.container(horizontal=True, key="weather_columns"):
        _select(file, "names", _("names"), none, roles.names)
        _select(file, "p", _("p in city A"), titles, roles.p)
        _select(file, "q", _("q in city B"), none, roles.q)
        _select(file, "code", _("codewords"), none, roles.code)


def _unclear(file: str, found: Reading) -> None:
    """Ask what nothing in the file tells."""
    if found.unclear:
        _select(file, "decimal", _signs_label(found.unclear), _signs(), found.decimal)
    if found.encodings:
        label = _("The file is not UTF-8. Are its letters right? Its encoding is taken to be")
        _select(
            file, "encoding", label, dict(zip(*[found.encodings] * 2, strict=True)), found.encoding
        )
    if found.total:
        said = _("Row {n}, “{name}”, is the sum of the others: leave it out")
        name = plain(found.total.name[:QUOTED])
        _tick(file, "without_total", said.format(n=found.total.n, name=name), found.left_out)


def _signs() -> dict[Any, str]:
    return {".": _("point"), ",": _("comma")}


def _signs_label(cell: str) -> str:
    return _("“{text}” could be thousands or tenths: the decimal sign is the").format(
        text=plain(cell[:20])
    )


def _show(sheet: StateTable) -> None:
    """Show the first states as they are read, and the sums."""
    n = len(sheet.p)
    names = sheet.names or default_names(n)
    parts: list[tuple[str, list[str], str]] = [
        ("p", [_as_read(x) for x in sheet.p[:SHOWN]], _as_read(sum(sheet.p)))
    ]
    if sheet.q:
        parts.append(("q", [_as_read(x) for x in sheet.q[:SHOWN]], _as_read(sum(sheet.q))))
    if sheet.code:
        parts.append((safe(_("codeword")), [safe(word) for word in sheet.code[:SHOWN]], ""))
    rows = [[safe(names[i]), *(p[1][i] for p in parts)] for i in range(min(n, SHOWN))]
    if n > SHOWN:
        rows.append([safe(_("and {n} more").format(n=n - SHOWN)), *[""] * len(parts)])
    head = [safe(_("{n} states").format(n=n)), *(p[0] for p in parts)]
    st.html(table(head, rows, ["Σ", *(p[2] for p in parts)], classes=False))
    for city, values in (("A", sheet.p), ("B", sheet.q)):
        if values and abs(sum(values) - 1) > 1e-6:
            said = _("The probabilities of city {city} sum to {sum}, not to 1.")
            _note(said.format(city=city, sum=number(sum(values))))


def _as_read(x: float) -> str:
    """Write a count as a whole number, and all else with four decimals."""
    return f"{x:.0f}" if x.is_integer() and abs(x) < 1e15 and x > 1 else number(x)


def _said(found: Reading) -> None:
    """Say what was taken for a head, and what was not used."""
    said = []
    if found.head:
        text = (
            _("Column {n} names the rows.") if found.sideways else _("Row {n} names the columns.")
        )
        said.append(text.format(n=found.head.n))
    if found.sideways:
        said.append(_("The table lies on its side: each of its columns is a state."))
    if found.skipped:
        shown = "; ".join(map(_quoted, found.skipped[:SHOWN]))
        more = " …" if len(found.skipped) > SHOWN else ""
        said.append(_("Not used: {rows}").format(rows=shown + more))
    if said:
        _note(" ".join(said))


def _quoted(row: Row) -> str:
    text = " ".join(filter(None, row.cells))
    short = text if len(text) <= QUOTED else text[:QUOTED] + "…"
    return _("row {n} “{text}”").format(n=row.n, text=short)


def _how(file: str, found: Reading) -> None:
    """Let the visitor read the file in another way."""
    with st.expander(_("Read it in another way")):
        names = {"\t": _("tab"), SPACE: _("spaces")}
        separators = {s: names.get(s, s) for s in SEPARATORS}
        with st.container(horizontal=True):
            _select(file, "separator", _("between columns"), separators, found.separator)
            if not found.unclear:
                _select(file, "decimal", _("decimal sign"), _signs(), found.decimal)
        _tick(file, "head", _("the first row names the columns"), found.head is not None)
        _tick(file, "sideways", _("the table lies on its side"), found.sideways)


def _note(text: str) -> None:
    st.html(f'<p class="note">{safe(text)}</p>')
