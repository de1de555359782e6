"""The table as CSV, out and in."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.errors import InvalidInput
from ui.language.escaping import safe
from ui.language.numbers import decimal_sign, number
from ui.language.sentences import _
from ui.language.spreadsheet import as_file
from ui.weather.fields import wrong
from ui.weather.state import LINK, Weather, with_fitting_lengths
from ui.weather.table_file import MOST_BYTES, StateTable, read_state_table, write_state_table


def show(state: Weather) -> None:
    """Offer the table as a file, and take one."""
    left, right = st.columns(2, gap="large")
    with left:
        st.download_button(
            _("Download the table"),
            as_file(write_state_table(state.labels, state.p, state.q, state.code, decimal_sign())),
            "weather.csv",
            "text/csv",
            key="weather.csv",
            on_click="ignore",
            icon=":material/download:",
        )
    with right:
        file = st.file_uploader(
            _("A CSV file: name, p in city A, and if you like p in city B and a codeword"),
            type=["csv", "txt"],
            max_upload_size=MOST_BYTES // 1_000_000,
            key="weather.upload",
        )
        if file is not None:
            _offer(state, file.getvalue())


def _offer(state: Weather, content: bytes) -> None:
    """Say what is in a file, and take it when the visitor says so."""
    try:
        sheet = read_state_table(content)
    except InvalidInput as error:
        wrong(error)
        return
    for city, values in (("A", sheet.p), ("B", sheet.q)):
        if values and abs(sum(values) - 1) > 1e-6:
            said = _("The probabilities of city {city} sum to {sum}, not to 1.")
            st.html(
                f'<p class="problem">{safe(said.format(city=city, sum=number(sum(values))))}</p>'
            )
    said = _("{n} states: {names}").format(n=len(sheet.names), names=", ".join(sheet.names))
    st.html(f'<p class="note">{safe(said)}</p>')
    whole = sheet.normalised() != sheet
    st.button(
        _("Normalise and use it") if whole else _("Use it"),
        key="weather.use",
        type="primary",
        on_click=lambda: _use(sheet.normalised()),
    )


def _use(sheet: StateTable) -> None:
    state = LINK.read()
    LINK.settle(
        with_fitting_lengths(
            replace(
                state,
                p=sheet.p,
                q=sheet.q or state.q,
                code=sheet.code or state.code,
                names=sheet.names,
                icons=(),
                message=(),
                step="",
            )
        )
    )
