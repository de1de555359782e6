"""The target: its kinds, and the cross-entropy as what must be paid and what is paid too much."""

from __future__ import annotations

import streamlit as st

from core.errors import InvalidInput
from ui.elements.softmax_panel import live_html
from ui.elements.table import table
from ui.language.escaping import safe
from ui.language.numbers import decimal_sign, nats_and_bits, parse_number, write_float
from ui.language.sentences import _
from ui.softmax.loss_formula import divergence, floor_of, parts
from ui.softmax.reruns import settle_all
from ui.softmax.state import LINK, Explorer, at_rest, read_distribution
from ui.softmax.text_field import text_field


def show(state: Explorer) -> None:
    """Show what the loss is made of, what that says, and a field for the whole target."""
    numbers(state)
    st.html(f'<p class="note">{safe(_explain(state))}</p>')
    label = _("The whole target y: {n} numbers that sum to 1").format(n=state.n)
    text_field("softmax.whole_target", label, _write(state), _take)


def numbers(state: Explorer) -> None:
    """Show H(y), KL(y‖p) and their sum, in nats and bits."""
    total = state.loss
    rows = [
        [safe(_("entropy of the target, H(y)")), *nats_and_bits(floor_of(state))],
        [safe(_("divergence, KL(y‖p)")), *nats_and_bits(divergence(state, total))],
    ]
    foot = [safe(_("cross-entropy, the loss")), *nats_and_bits(total)]
    head = ["", _("nats"), _("bits")]
    live_html("split", parts(state, total) + table(head, rows, foot, classes=False))


def _explain(state: Explorer) -> str:
    if isinstance(state.y, tuple):
        return _(
            "The target is a distribution of its own. H(y) is a lower bound that no prediction gets below; KL(y‖p), the Kullback-Leibler divergence, is the additional cost of using p, and is 0 only when p = y."
        )
    if state.smoothing:
        return _(
            "Label smoothing takes ε from the right class and spreads it evenly. The loss can no longer reach 0: certainty is punished."
        )
    return _(
        "With one right class H(y) = 0: the cross-entropy is all divergence, and that is −ln p of the right class."
    )


def _write(state: Explorer) -> str:
    return "  ".join(write_float(v).replace(".", decimal_sign()) for v in state.target)


def _take(text: str) -> None:
    """Take a distribution that was typed: numbers apart by spaces."""
    state = LINK.read()
    y = tuple(parse_number(part) for part in text.replace(";", " ").split())
    if len(y) != state.n:
        raise InvalidInput(
            "the target must have {n} numbers separated by spaces, and has {got}",
            n=state.n,
            got=len(y),
        )
    settle_all(at_rest(state, y=read_distribution(y), smoothing=0.0))
