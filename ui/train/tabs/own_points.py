"""Own data: points set with the pointer, or a file of them."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.errors import InvalidInput
from core.training.pool import TABLES
from core.training.sets import UPLOADED
from ui.language.escaping import safe
from ui.language.messages import say
from ui.language.sentences import _
from ui.train.moves import anew
from ui.train.point_file import MOST_BYTES, read_points
from ui.train.state import LINK, Train, settle


def show(state: Train) -> None:
    """Say how points are set, and take a file of them."""
    left, right = st.columns(2, gap="large")
    with left:
        said = _("Choose a class below the picture and click into it, or press Enter where the arrow keys lead: each time a point is added to the training set, also while it trains. The set “own points” begins empty. Up to 200 of them are in the link.")  # fmt: skip
        st.html(f'<p class="hint">{safe(said)}</p>')
        counted = safe(_("Own points"))
        st.html(f'<p class="note" data-own>{counted}: <b>{len(state.own)}</b></p>')
    with right:
        file = st.file_uploader(
            _("A CSV file: x, y, class"),
            type=["csv", "txt"],
            max_upload_size=MOST_BYTES // 1_000_000,
            key="train.upload",
        )
        if file is not None:
            _offer(file.getvalue())


def _offer(content: bytes) -> None:
    """Say what is in a file, and take it when the visitor says so."""
    try:
        name, table = read_points(content)
    except InvalidInput as error:
        say(error, icon="error", serious=True)
        return
    TABLES.put(name, table)
    said = _("{n} points of {k} classes: {names}. The run will not be resumable elsewhere: the points are not in the link.")  # fmt: skip
    listed = said.format(n=len(table.labels), k=len(table.names), names=", ".join(table.names))
    st.html(f'<p class="note">{safe(listed)}</p>')
    st.button(_("Use it"), key="train.use", type="primary", on_click=_use, args=(name,))


def _use(name: str) -> None:
    state = replace(LINK.read(), own=())
    settle(replace(anew(state, data=UPLOADED, table=name), point=0, label=0))
    st.rerun()  # the trainer stands outside of this panel
