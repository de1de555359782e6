"""Why not sigmoids? Each class alone, their sum, and what dividing by it makes of them."""

from __future__ import annotations

import numpy as np

from core.softmax import sigmoid
from ui.elements.bars import Column, bars
from ui.elements.softmax_panel import live_html
from ui.language.escaping import safe
from ui.language.numbers import number
from ui.language.sentences import _
from ui.softmax.chain import bounded_logits
from ui.softmax.state import Explorer


def show(state: Explorer) -> None:
    """Show sigmoids of the same logits, the same divided by their sum, and softmax."""
    alone = sigmoid(bounded_logits(state))
    total = float(alone.sum())
    shares = alone / total if total > 0 else np.full(state.n, np.nan)
    p = state.p
    bars(
        "softmax.sigmoids",
        _("Sigmoids beside softmax"),
        state.labels,
        [
            Column("s", "σ(z/T)", alone, "z"),
            Column("share", "σ / Σσ", shares, "e"),
            Column("p", _("p = softmax(z/T)"), p, "p", outline=state.target),
        ],
    )
    sums = safe(_("The sigmoids sum to {total}, softmax to {one}.")).format(
        total=f"<b>{number(total)}</b>", one=f"<b>{number(float(p.sum()))}</b>"
    )
    why = safe(
        _(
            "A sigmoid asks of each class alone “this one or not?”, so several can be near 1, or none: n sigmoids are not a pdf. Divided by their sum they do add up, but they saturate: two large logits both give about 1, however far apart they are. Softmax only sees differences, and each unit of difference is the same factor e."
        )
    )
    live_html("sums", f'<p class="note" data-sigmoids>{sums}</p><p class="note">{why}</p>')
