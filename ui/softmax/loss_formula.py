"""The formula of the loss with its live numbers, and its parts when the target is not one class."""

from __future__ import annotations

import math

from core.information import entropy, kl_divergence
from ui.language.escaping import safe
from ui.language.numbers import brief, precise, probability
from ui.language.sentences import _
from ui.softmax.state import Explorer


def formula(state: Explorer) -> str:
    """Return L = −Σ y ln p with the numbers of the moment; a class's term lights up with its bars."""
    terms = [
        f'<span data-class="{i}">{brief(y)}·ln {probability(math.exp(lp))}</span>'
        for i, (y, lp) in enumerate(zip(state.target, state.log_p, strict=True))
        if y > 0
    ]
    nats = safe(_("nats"))
    total = state.loss
    split = parts(state, total) if state.target.max() < 1 else ""  # one right class has no entropy
    return (
        '<div class="formula"><i>L</i> = −Σ<sub>k</sub> <i>y</i><sub>k</sub> ln <i>p</i><sub>k</sub>'
        f" = −({' + '.join(terms)}) = <b>{precise(total)}</b> {nats}</div>{split}"
    )


def floor_of(state: Explorer) -> float:
    """Return H(y) in nats, below which no loss gets."""
    return float(entropy(state.target, base=math.e))


def divergence(state: Explorer, total: float) -> float:
    """Return KL(y‖p) in nats; where a float has lost p, what the loss is beyond H(y)."""
    kl = float(kl_divergence(state.target, state.p, math.e))
    return total - floor_of(state) if math.isinf(kl) else kl


def parts(state: Explorer, total: float) -> str:
    """Return the loss as a stacked bar, H(y) + KL(y‖p)."""
    floor = floor_of(state)
    share = floor / total if 0 < total < math.inf else 0.0
    return (
        '<div class="parts" aria-hidden="true">'
        f'<span class="parts-h" style="flex-grow:{share:.4f}"></span>'
        f'<span class="parts-kl" style="flex-grow:{max(1 - share, 0):.4f}"></span></div>'
        f'<div class="parts-words"><span class="key key-h">H(y) {precise(floor)}</span> + '
        f'<span class="key key-kl">KL(y‖p) {precise(divergence(state, total))}</span> = {precise(total)}</div>'
    )
