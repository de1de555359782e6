"""The formula with its live numbers, and the worked table: the same terms, class by class."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from core.softmax import cross_entropy_from_logits, log_softmax, softmax
from ui.explorer.state import LINK, Explorer
from ui.text import _, number, precise, safe


def formula(state: Explorer) -> str:
    """Return L = −Σ y ln p with the numbers of the moment; a class's term lights up with its bars."""
    log_p = log_softmax(state.logits, state.temperature)
    terms = [
        f'<span data-class="{i}">{number(y, 2) if y != 1 else 1}·ln {number(np.exp(lp))}</span>'
        for i, (y, lp) in enumerate(zip(state.target, log_p, strict=True))
        if y > 0
    ]
    nats = safe(_("nats"))
    total = precise(cross_entropy_from_logits(state.logits, state.target, state.temperature))
    return (
        '<div class="formula"><i>L</i> = −Σ<sub>k</sub> <i>y</i><sub>k</sub> ln <i>p</i><sub>k</sub>'
        f" = −({' + '.join(terms)}) = <b>{total}</b> {nats}</div>"
    )


PANEL = "softmax.panel"


@st.fragment(key=PANEL)
def table_panel() -> None:
    """Show the worked table of the current state."""
    worked_table(LINK.read())


def worked_table(state: Explorer) -> None:
    """Show class, z, e^(z/T), p, y, ln p, y ln p and their sum."""
    with np.errstate(over="ignore"):
        weights = np.exp(state.logits / state.temperature)
    p = softmax(state.logits, state.temperature)
    log_p = log_softmax(state.logits, state.temperature)
    y = state.target
    terms = np.where(y > 0, y * np.where(y > 0, log_p, 0.0), 0.0)
    columns = [state.logits, weights, p, y, log_p, terms]
    head = [_("class"), "z", "e^(z/T)", "p", "y", "ln p", "y ln p"]
    rows = [
        [safe(label), *(number(float(column[i])) for column in columns)]
        for i, label in enumerate(state.labels)
    ]
    sums = [
        "Σ",
        "",
        number(float(weights.sum())),
        number(float(p.sum())),
        number(float(y.sum())),
        "",
        number(float(terms.sum())),
    ]
    st.html(table(head, rows, sums))


def table(head: Sequence[str], rows: Sequence[Sequence[str]], foot: Sequence[str] = ()) -> str:
    """Return a table of numbers as HTML. The cells are HTML already: make typed text `safe` first."""

    def line(cells: Sequence[str], kind: str) -> str:
        first, *rest = cells
        return f"<th scope='row'>{first}</th>" + "".join(
            f"<{kind}>{cell}</{kind}>" for cell in rest
        )

    header = "".join(f"<th scope='col'>{cell}</th>" for cell in head)
    body = "".join(f'<tr data-class="{i}">{line(row, "td")}</tr>' for i, row in enumerate(rows))
    footer = f"<tfoot><tr>{line(foot, 'td')}</tr></tfoot>" if foot else ""
    return f'<div class="numbers"><table><thead><tr>{header}</tr></thead><tbody>{body}</tbody>{footer}</table></div>'
