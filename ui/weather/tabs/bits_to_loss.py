"""From bits to the loss: with the truth certain, the same formula is the classifier's loss."""

from __future__ import annotations

import math

import streamlit as st

from core.examples import LECTURE_LOGITS
from core.information import surprisal
from core.softmax import cross_entropy_from_logits, log_softmax, softmax
from ui.elements.table import table
from ui.language.escaping import safe
from ui.language.numbers import nats_and_bits, number, probability
from ui.language.sentences import _
from ui.weather.state import Weather


def show(state: Weather) -> None:
    """Show the forecast's cost of the day that came, term by term, beside -log2 q of that day."""
    forecast = softmax(state.logits)
    nats = cross_entropy_from_logits(state.logits, state.target)
    bits = surprisal(forecast)
    left, right = st.columns(2, gap="large")
    with left:
        rows = [
            [safe(label), number(p), str(int(y)), number(b), number(b if y else 0.0)]
            for label, p, y, b in zip(state.labels, forecast, state.target, bits, strict=True)
        ]
        head = [safe(_("state")), safe(_("forecast p")), "y", "−log₂ p", "−y log₂ p"]
        st.html(table(head, rows, ["Σ", number(1.0), "1", "", number(nats / math.log(2))]))
    with right:
        said = _(
            "It was “{state}”, and the forecast gave it p = {p}. Its surprisal is −log₂ {p} = {bits} bits = {nats} nats: with a one-hot target the cross-entropy is the surprisal of what actually happened, and that is the classifier's loss."
        )
        in_nats, in_bits = nats_and_bits(nats)
        text = said.format(
            state=state.labels[state.y],
            p=probability(float(forecast[state.y])),
            bits=in_bits,
            nats=in_nats,
        )
        st.html(f"<p>{safe(text)}</p>")
        lecture = safe(_("The lecture's network, with three classes:"))
        st.html(f'<p class="note">{lecture}</p>{_one_hot_table()}')


def _one_hot_table() -> str:
    """Return the lecture's last table: ln p, times the one-hot y, and their sum."""
    log_p = log_softmax(LECTURE_LOGITS)
    rows = [
        [number(z, 2), number(float(lp)), str(y), number(float(lp) if y else 0.0)]
        for z, lp, y in zip(LECTURE_LOGITS, log_p, (1, 0, 0), strict=True)
    ]
    foot = ["", "", "L", number(-float(log_p[0]))]
    return table(["z", "ln p", "y", "y ln p"], rows, foot, classes=False)
