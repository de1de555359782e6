"""What a network answers, as a line: the digit it says, how sure it is, and what that costs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.softmax import cross_entropy_from_logits, softmax
from ui.elements.softmax_panel import loss_text
from ui.language.escaping import safe
from ui.language.numbers import percent

Numbers = NDArray[np.float64]


def answer_and_loss(logits: Numbers, target: Numbers, temperature: float = 1.0) -> str:
    """Return the answer with its probability, and the loss in nats and bits, as HTML.

    Parameters
    ----------
    logits, target
        Shape (10,).
    """
    loss = loss_text(cross_entropy_from_logits(logits, target, temperature))
    return f'<div class="outcome">{answer(logits, temperature)}{loss}</div>'


def answer(logits: Numbers, temperature: float = 1.0) -> str:
    """Return the digit that a network says, and the probability that it gives to it, as HTML."""
    digit = int(np.argmax(logits))
    sure = share(float(softmax(logits, temperature)[digit]))
    return f'<div class="answer"><b>{digit}</b><span><i>p</i> {safe(sure)}</span></div>'


def share(p: float) -> str:
    """Write what a probability is, in per cent; what is nearly sure is not written as if it were.

    Examples
    --------
    >>> share(0.42), share(0.9999), share(1.0)
    ('= 42.0 %', '> 99.9 %', '= 100.0 %')
    """
    return f"> {percent(0.999)}" if 0.9995 <= p < 1 else f"= {percent(p)}"
