"""The table as a file, out and in."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from ui.language.numbers import decimal_sign
from ui.language.sentences import _
from ui.language.spreadsheet import as_file
from ui.weather.file_preview import preview
from ui.weather.state import LINK, Weather, with_fitting_lengths
from ui.weather.table_file import MOST_BYTES, StateTable, write_state_table


def show(state: Weather) -> None:
    """Offer the table as a file, and take one."""
    left, right = st.columns([2, 3], gap="large")
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
        file = st.file_uploader(
            _("A table as text: names and numbers, for one city or two, and if you like codewords"),
            type=["csv", "tsv", "txt", "tab", "dat", "md"],
            max_upload_size=MOST_BYTES // 1_000_000,
            key="weather.upload",
        )
    if file is not None:
        with right:
            preview(file.getvalue(), file.file_id, _use)


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
            )
        )
    )
