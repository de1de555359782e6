"""What the weather costs: for each city its averages, and below them the same as areas."""

from __future__ import annotations

import numpy as np

from core.information import surprisal
from ui.language.escaping import safe
from ui.language.numbers import number
from ui.language.sentences import _
from ui.weather.areas import City, rectangles
from ui.weather.costs import Costs
from ui.weather.state import Weather


def averages(state: Weather, found: Costs) -> str:
    """Return both cities side by side, drawn to one scale, as HTML."""
    ideal_a, ideal_b = surprisal(state.city_a), surprisal(state.city_b)
    mine = None if found.mine is None else np.array([float(len(w)) for w in state.code])
    a = City(state.city_a, ideal_a if mine is None else mine, ideal_a, own=mine is not None)
    b = City(state.city_b, ideal_a, ideal_b)
    widest = max(a.widest, b.widest)
    return (
        '<div class="costs">'
        f'<section class="city a">{_city_a(found)}{rectangles(a, widest, state.labels, _said_of_a(found))}</section>'
        f'<section class="city b">{_city_b(found)}{rectangles(b, widest, state.labels, _said_of_b(found))}</section>'
        "</div>"
    )


def _city_a(found: Costs) -> str:
    items = (
        _average(_("fixed"), found.fixed),
        _average(_("my code"), found.mine, "own"),
        _average("Huffman", found.huffman_bits),
        _average(_("entropy H(A)"), found.entropy_a, "ideal"),
    )
    return _titled(_("City A: average bits per day"), *items)


def _city_b(found: Costs) -> str:
    items = (
        _average(_("my code"), found.mine_b, "own"),
        _average(_("cross-entropy H(B, A)"), found.cross, "cost"),
        _sign("="),
        _average("H(B)", found.entropy_b, "ideal"),
        _sign("+"),
        _average("KL(B‖A)", found.kl, "cost"),
    )
    return _titled(_("City B, which pays for A's codes"), *items)


def _titled(title: str, *items: str) -> str:
    return f'<h2>{safe(title)}</h2><div class="averages">{" ".join(items)}</div>'


def _average(name: str, value: float | None, css: str = "") -> str:
    shown = "–" if value is None else number(value, 2)
    return f'<span class="average {css}"><i>{safe(name)}</i> <b>{shown}</b></span>'


def _sign(sign: str) -> str:
    return f'<span class="sign">{sign}</span>'


def _said_of_a(found: Costs) -> str:
    if found.mine is None:
        return _("Height p, width bits: each area is a cost. Here is the ideal code, −log₂ p.")
    return _(
        "Height p, width bits: each area is a cost. Filled: my code. Outlined: the ideal, −log₂ p."
    )


def _said_of_b(found: Costs) -> str:
    if not np.isfinite(found.kl):
        return _("Filled: A's ideal code, which has no finite word for some of B's weather.")
    return _(
        "Filled: A's ideal code. Outlined: B's own, −log₂ q. Excess area minus missing area is KL."
    )
