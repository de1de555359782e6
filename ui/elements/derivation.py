"""The gradient p − y derived step by step, with the numbers of the moment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.gradient import softmax_jacobian
from core.softmax import softmax
from ui.elements.table import table
from ui.language.escaping import safe
from ui.language.numbers import number
from ui.language.sentences import _

Floats = NDArray[np.float64]


def derivation(names: Sequence[str], logits: Floats, y: Floats, j: int, t: float = 1.0) -> str:
    """Return the derivation as HTML: two derivatives, their products, and what they collapse to.

    Parameters
    ----------
    names
        Of the n classes.
    logits, y
        Shape (n,); y is the target distribution.
    j
        The class whose logit the loss is differentiated by.
    t
        The temperature.
    """
    p = softmax(logits, t)
    inner = softmax_jacobian(logits, t)[:, j]
    products = -y * (np.eye(len(names))[j] - p[j]) / t
    with np.errstate(divide="ignore", invalid="ignore"):
        outer = np.where(y > 0, -y / p, 0.0)
    rows = [
        [safe(name), *(number(float(x)) for x in (outer[k], inner[k], products[k]))]
        for k, name in enumerate(names)
    ]
    over = "" if t == 1 else "/T"
    steps = [
        (
            _("The loss differentiated by each probability:"),
            "∂L/∂p<sub>k</sub> = −y<sub>k</sub>/p<sub>k</sub>",
        ),
        (
            _(
                "Quotient rule: every probability moves with z<sub>j</sub> (δ is 1 where k = j, else 0):"
            ),
            f"∂p<sub>k</sub>/∂z<sub>j</sub> = p<sub>k</sub>(δ<sub>kj</sub> − p<sub>j</sub>){over}",
        ),
        (
            _("Chain rule: multiply and add; p<sub>k</sub> cancels:"),
            f"∂L/∂z<sub>j</sub> = Σ<sub>k</sub> −y<sub>k</sub>(δ<sub>kj</sub> − p<sub>j</sub>){over}",
        ),
        (
            _("It simplifies, because Σ y<sub>k</sub> = 1:"),
            f"∂L/∂z<sub>j</sub> = {'(' if over else ''}p<sub>j</sub> − y<sub>j</sub>{')/T' if over else ''}"
            f" = {_numbers(p[j], y[j], t)} = <b>{number(float((p[j] - y[j]) / t))}</b>",
        ),
    ]
    listed = "".join(
        f'<li>{said} <span class="formula">{shown}</span></li>' for said, shown in steps
    )
    head = [
        safe(_("class")) + " k",
        "∂L/∂p<sub>k</sub>",
        "∂p<sub>k</sub>/∂z<sub>j</sub>",
        safe(_("product")),
    ]
    foot = ["Σ", "", number(round(float(inner.sum()), 12) + 0.0), number(float(products.sum()))]
    return f'<ol class="steps">{listed}</ol>{table(head, rows, foot)}'


def _numbers(p: float, y: float, t: float) -> str:
    difference = f"{number(p)} − {number(y)}"
    return difference if t == 1 else f"({difference})/{number(t, 2)}"
