"""The softmax-and-loss panel that every page shows: p beside the target y, and what it costs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.softmax import cross_entropy_from_logits, softmax
from ui.bars import Column, Hand, Pick, bars
from ui.text import _, precise, safe

TARGET = "y"  # the column of a move that chooses the target


def softmax_panel(
    page: str,
    names: Sequence[str],
    logits: NDArray[np.float64],
    target: NDArray[np.float64],
    temperature: float = 1.0,
    *,
    before: Sequence[Column] = (),
    on_target: Callable[[Hand], None] | None = None,
    formula: str = "",
) -> None:
    """Show the softmax bars beside the target, and the loss, in the contract's containers.

    Parameters
    ----------
    page
        The page's name, which the elements' keys carry.
    names
        Of the n classes, as the visitor sees them.
    logits, target
        Shape (n,); the target is a distribution, outlined over p.
    temperature
        Divides the logits.
    before
        Columns that lead to p.
    on_target
        What to do when the visitor chooses another target class; None: it cannot be chosen.
    formula
        HTML that stands with the loss.
    """
    with st.container(key="softmax_bars"):
        bars(
            f"{page}.softmax",
            _("Probabilities p and target y"),
            names,
            [*before, probabilities(softmax(logits, temperature), target)],
            on_hand=on_target,
            pick=on_target and Pick(TARGET, _("target y"), one_hot_index(target)),
            strong=int(np.argmax(logits)),
        )
    with st.container(key="loss"):
        loss(cross_entropy_from_logits(logits, target, temperature), formula)


def probabilities(p: NDArray[np.float64], target: NDArray[np.float64]) -> Column:
    """Return the column of p, with the target as outlines."""
    return Column("p", _("p = softmax(z)"), p, "p", outline=target)


def one_hot_index(target: NDArray[np.float64]) -> int | None:
    """Return the class of a one-hot target, or None for any other distribution."""
    top = int(np.argmax(target))
    return top if target[top] == 1 else None


def loss(nats: float, formula: str = "") -> None:
    """Write the cross-entropy in nats and in bits, as ordinary text."""
    title, nat, bit = safe(_("loss")), safe(_("nats")), safe(_("bits"))
    st.html(
        f'<div class="loss"><span class="loss-title">{title} <i>L</i></span>'
        f'<span class="loss-value"><b>{precise(nats)}</b> {nat}</span>'
        f'<span class="loss-value"><b>{precise(nats / math.log(2))}</b> {bit}</span></div>{formula}'
    )
