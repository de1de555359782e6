"""The table of attempts as HTML: what each cost, the most expensive mistakes, the confusion matrix."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

import numpy as np
from numpy.typing import NDArray

from core.digits.attempts import CLASSES, Summary
from ui.digit.attempts.row import Row
from ui.language.escaping import safe
from ui.language.numbers import nats_and_bits, percent, precise
from ui.language.sentences import _, ngettext

MOST_ROWS = 200
MOST_MISTAKES = 8
Query = Callable[[Row], dict[str, str]]


def costs(found: Summary) -> str:
    """Return the mean loss in nats and in bits, the accuracy, and the formula."""
    n = len(found.losses)
    right = int(np.trace(found.confusion))
    count = ngettext("{right} of {n} attempt", "{right} of {n} attempts", n)
    nats, bits = safe(_("nats")), safe(_("bits"))
    mean_nats, mean_bits = nats_and_bits(found.mean_nats)
    mean, accuracy = safe(_("mean loss")), safe(_("accuracy"))
    return (
        '<div class="loss mean">'
        f'<span class="loss-title">{mean}</span>'
        f'<span class="loss-value"><b>{mean_nats}</b> {nats}</span>'
        f'<span class="loss-value"><b>{mean_bits}</b> {bits}</span></div>'
        f'<div class="loss accuracy"><span class="loss-title">{accuracy}</span>'
        f'<span class="loss-value"><b>{percent(found.accuracy)}</b> '
        f"{safe(count.format(right=right, n=n))}</span></div>"
        f'<div class="formula">−<sup>1</sup>⁄<sub>{n}</sub> Σ<sub>i</sub> ln <i>p</i>(<i>y</i><sub>i</sub>)</div>'
    )


def table_html(rows: Sequence[Row], found: Summary, query: Query) -> str:
    """Return the table, and beside it the mistakes and the confusion matrix.

    Parameters
    ----------
    rows
        From the first attempt to the last.
    found
        Of the same attempts.
    query
        The link to a row's drawing.
    """
    mistakes, confusion = safe(_("The most expensive mistakes")), safe(_("Confusion matrix"))
    return (
        f'<div class="attempts-rows">{_table(rows, found, query)}</div>'
        f'<div class="attempts-side"><h2>{mistakes}</h2>'
        f"{_mistakes(rows, found, query)}"
        f"<h2>{confusion}</h2>{_confusion(found.confusion)}</div>"
    )


def _table(rows: Sequence[Row], found: Summary, query: Query) -> str:
    """Return a row for each attempt, the newest first."""
    digit, loss, nats, remove = (
        safe(text) for text in (_("true digit"), _("loss"), _("nats"), _("Remove"))
    )
    head = (
        *("№", safe(_("drawing")), f"{digit} <i>y</i>", safe(_("network"))),
        f"{loss}, {nats}",
    )
    bits = f'<th scope="col" class="minor">{safe(_("bits"))}</th>'
    last = f'<th scope="col"><span class="unseen">{remove}</span></th>'
    heads = "".join(f'<th scope="col">{cell}</th>' for cell in head) + bits + last
    newest = list(enumerate(rows, start=1))[::-1]
    lines = "".join(_line(n, row, query, found.losses) for n, row in newest[:MOST_ROWS])
    note = ""
    if len(rows) > MOST_ROWS:
        says = _("The {most} newest are shown; all {n} count, and are in the files.")
        note = f'<p class="hint">{safe(says.format(most=MOST_ROWS, n=len(rows)))}</p>'
    return (
        '<div class="numbers"><table class="attempts-table">'
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table></div>{note}"
    )


def _line(n: int, row: Row, query: Query, losses: NDArray[np.float64]) -> str:
    attempt, nats, dearest = row.attempt, float(losses[n - 1]), float(losses.max())
    in_nats, in_bits = nats_and_bits(nats)
    says = _("Open attempt {n} again: {digit}").format(n=n, digit=attempt.label)
    wrong = "" if attempt.predicted == attempt.label else ' class="wrong"'
    share = 100 * nats / dearest if 0 < dearest < math.inf else 0.0
    remove = safe(_("Remove attempt {n}").format(n=n))
    return (
        f'<tr><th scope="row">{n}</th><td>{_door(row, query, says)}</td><td>{attempt.label}</td>'
        f"<td{wrong}>{attempt.predicted}</td>"
        f'<td class="cost-bar" style="--share:{share:.1f}%"><span>{in_nats}</span></td>'
        f'<td class="minor">{in_bits}</td>'
        f'<td><button type="button" data-act="remove" data-key="{safe(row.key)}" '
        f'aria-label="{remove}" title="{remove}">×</button></td></tr>'
    )


def _door(row: Row, query: Query, label: str) -> str:
    """Return the thumbnail that opens its drawing: a link, or for a picture, which no link can hold, a button."""
    says = safe(label)
    inside = f'<img class="pixels" alt="{says}" src="{row.thumbnail}">'
    acts = f'class="door" data-act="open" data-key="{safe(row.key)}" title="{says}"'
    if not row.ink:
        return f'<button type="button" {acts}>{inside}</button>'
    return f'<a {acts} href="digit?{safe(urlencode(query(row)))}">{inside}</a>'


def _mistakes(rows: Sequence[Row], found: Summary, query: Query) -> str:
    if not found.mistakes:
        none = _("None so far: each attempt was recognised.")
        return f'<p class="hint">{safe(none)}</p>'
    return f'<div class="mistakes">{"".join(_mistake(rows[i], query) for i in found.mistakes[:MOST_MISTAKES])}</div>'


def _mistake(row: Row, query: Query) -> str:
    attempt, nats = row.attempt, safe(_("nats"))
    says = _("{digit}, taken for {taken}, at {loss} nats: open it again").format(
        digit=attempt.label, taken=attempt.predicted, loss=precise(attempt.loss)
    )
    return (
        f"<figure>{_door(row, query, says)}<figcaption><b>{attempt.label}</b> → {attempt.predicted}<br>"
        f'<span class="cost">{precise(attempt.loss)}</span> {nats}</figcaption></figure>'
    )


def _confusion(counts: NDArray[np.int64]) -> str:
    """Return the counts; the colour is the share of the row's attempts."""
    heads = "".join(f'<th scope="col">{k}</th>' for k in range(CLASSES))
    lines = "".join(
        f'<tr><th scope="row">{k}</th>{"".join(_cell(counts, k, j) for j in range(CLASSES))}</tr>'
        for k in range(CLASSES)
    )
    says = _("Rows: the true digit. Columns: what the network says.")
    return (
        f'<table class="confusion"><caption>{safe(says)}</caption>'
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{lines}</tbody></table>"
    )


def _cell(counts: NDArray[np.int64], label: int, taken: int) -> str:
    count = int(counts[label, taken])
    if not count:
        return '<td class="none">0</td>'
    share = 100 * count / int(counts[label].sum())
    kind = "hit" if label == taken else "miss"
    return f'<td class="{kind}" style="--share:{share:.0f}%">{count}</td>'
