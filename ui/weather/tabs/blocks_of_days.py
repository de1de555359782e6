"""How the minimum is reached: Huffman on blocks of days, falling to the entropy."""

from __future__ import annotations

import streamlit as st

from core.blocks import block_codes
from core.information import entropy
from ui.elements.chart import chart
from ui.elements.table import table
from ui.language.escaping import safe
from ui.language.numbers import number, whole
from ui.language.sentences import _
from ui.weather import figures
from ui.weather.state import Weather


def show(state: Weather) -> None:
    """Show bits per day for blocks of 1, 2, 3, ... days, as a table and as a picture."""
    found, bound = block_codes(state.p), float(entropy(state.p))
    left, right = st.columns(2, gap="large")
    with left:
        head = [
            _("days in a block"),
            _("blocks"),
            _("bits per day"),
            _("above the entropy"),
            _("arithmetic, at most"),
        ]
        rows = [
            [
                str(b.days),
                whole(b.blocks),
                number(b.bits),
                number(b.bits - bound),
                number(b.arithmetic),
            ]
            for b in found
        ]
        st.html(table([safe(h) for h in head], rows, classes=False))
        said = _(
            "The average of k days lies between H and H + 1/k. Arithmetic coding, which never builds the blocks, needs at most H + 2/k: {bits} bits per day for {days} days."
        )
        days = 1000
        st.html(f"<p>{safe(said.format(bits=number(bound + 2 / days), days=days))}</p>")
    with right:
        figure = figures.blocks(found, bound, _("days in a block"), _("bits per day"), _("entropy"))
        last = found[-1]
        alt = _(
            "Bits per day fall from {first} to {last} on blocks of {days} days; the entropy is {bound}."
        )
        chart(
            "weather.blocks",
            figure,
            alt.format(
                first=number(found[0].bits),
                last=number(last.bits),
                days=last.days,
                bound=number(bound),
            ),
        )
