"""The chain of the chosen point: logits, softmax beside the target, loss. The panel that every page shows."""

from __future__ import annotations

import numpy as np

from core.distribution import one_hot
from core.softmax import softmax
from core.training.asking import Answer
from ui.elements.bars import Column
from ui.elements.softmax_panel import softmax_panel
from ui.language.escaping import safe
from ui.language.numbers import listed, number, probability
from ui.language.sentences import _
from ui.train.state import DRAWING, Train, class_names


def chain(state: Train, answer: Answer) -> None:
    """Draw the chain of the chosen point."""
    z = answer.logits
    p_minus_y = softmax(z) - one_hot(answer.label, len(z))
    end = max(1.0, float(np.abs(z).max()))
    softmax_panel(
        class_names(state)[: len(z)],
        z,
        one_hot(answer.label, len(z)),
        before=[Column("z", _("logits z"), z, "z", -end, end, digits=2, weight=0.8)],
        after=[Column("g", "p − y", p_minus_y, "gradient", -1.0, 1.0, weight=0.8, minor=True, arrow="→")],
        arrow="→",
        formula=_formula(state, answer),
    )  # fmt: skip


def _formula(state: Train, answer: Answer) -> str:
    """Say −ln p of the true class with its numbers, and which point it is."""
    p = float(softmax(answer.logits)[answer.label])
    name = safe(class_names(state)[answer.label])
    said = f"−ln <i>p</i><sub>y</sub> = −ln {probability(p)}"
    return f'<div class="formula">{said} <span class="of-point">{_place(state, answer)}, {name}</span></div>'


def _place(state: Train, answer: Answer) -> str:
    if state.point == DRAWING:
        return safe(_("your drawing"))
    if not state.plane:
        return safe(_("digit {n}").format(n=state.point))
    place = listed(number(float(value), 2) for value in answer.inputs[:2])
    return safe(_("point ({place})").format(place=place))
