"""The softmax-and-loss panel that every page shows: p beside the target y, and what it costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.distribution import certain_class
from core.softmax import cross_entropy_from_logits, softmax
from ui.elements.bars import Column, Live, RadioColumn, bars
from ui.hand.mistakes import Problems
from ui.hand.moves import Hand
from ui.hand.recording import record, stamp
from ui.language.escaping import safe
from ui.language.numbers import nats_and_bits
from ui.language.sentences import _
from ui.lecture.covering import cover_html, covered

TARGET = "y"  # the column of a move that chooses the target


def softmax_panel(
    names: Sequence[str],
    logits: NDArray[np.float64],
    target: NDArray[np.float64],
    temperature: float = 1.0,
    *,
    before: Sequence[Column] = (),
    after: Sequence[Column] = (),
    on_target: Callable[[Hand], None] | None = None,
    chosen: int | None = None,
    title: str = "",
    arrow: str = "",
    formula: str = "",
    problems: Problems | None = None,
    live: Live[Any] | None = None,
) -> None:
    """Show the softmax bars beside the target, and the loss: ``softmax_bars`` and ``loss`` of the contract.

    Parameters
    ----------
    names
        Of the n classes, as the visitor sees them.
    logits, target
        Shape (n,); the target is a distribution, outlined over p.
    temperature
        Divides the logits.
    before, after
        Columns that lead to p, and that follow it. A column of the target's that can be moved, after p,
        takes the place of the radio buttons.
    on_target
        What to do when the visitor chooses or moves the target; None: it stays.
    chosen
        The class whose radio button is on; None: that of a one-hot target.
    title, arrow
        Of the column of p, where it is more than the softmax of z.
    formula
        HTML that stands with the loss.
    problems, live
        As `bars` takes them.
    """
    pick = None
    if on_target and not after:
        pick = RadioColumn(
            TARGET, _("target y"), certain_class(target) if chosen is None else chosen
        )
    bars(
        "softmax_bars",
        _("Probabilities p and target y"),
        names,
        [
            *before,
            probabilities(softmax(logits, temperature), target, title=title, arrow=arrow),
            *after,
        ],
        on_hand=on_target,
        problems=problems,
        pick=pick,
        strong=int(np.argmax(logits)),
        live=live,
    )
    live_html("loss", loss_text(cross_entropy_from_logits(logits, target, temperature)) + formula)


def probabilities(
    p: NDArray[np.float64], target: NDArray[np.float64], *, title: str = "", arrow: str = ""
) -> Column:
    """Return the column of p, with the target as outlines."""
    said = title or _("p = softmax(z)")
    return Column("p", said, p, "p", outline=target, weight=2, arrow=arrow)


def loss_text(nats: float) -> str:
    """Return the cross-entropy in nats and in bits, as ordinary text."""
    title, nat, bit = safe(_("loss")), safe(_("nats")), safe(_("bits"))
    in_nats, in_bits = nats_and_bits(nats)
    return (
        f'<div class="loss"><span class="loss-title">{title} <i>L</i></span>'
        f'<span class="loss-value"><b>{in_nats}</b> {nat}</span>'
        f'<span class="loss-value"><b>{in_bits}</b> {bit}</span></div>'
    )


def live_html(key: str, html: str) -> None:
    """Write HTML in a container of its own, where a live page can write it again.

    Each run has its own number: the browser must write what Python says, though Python said
    the same before, for a live answer may have come between. What an open question covers is not written.
    """
    if covered(key):
        html = cover_html()
    if not record(key, html):
        with st.container(key=key):
            st.html(f'<div data-live="{stamp()}">{html}</div>')
