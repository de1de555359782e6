"""What the weather costs: the averages of each city."""

from __future__ import annotations

from ui.language.escaping import safe
from ui.language.numbers import number
from ui.language.sentences import _
from ui.weather.costs import Costs

LITTLE = 0.005  # bits, which two decimals do not show


def averages(found: Costs) -> str:
    """Return the averages of both cities side by side, as HTML."""
    return (
        '<div class="costs">'
        f'<section class="city a">{_city_a(found)}</section>'
        f'<section class="city b">{_city_b(found)}</section>'
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
    digits = (
        4 if value is not None and 0 < value < LITTLE else 2
    )  # as the stop's verdict writes a little waste
    shown = "–" if value is None else number(value, digits)
    return f'<span class="average {css}"><i>{safe(name)}</i> <b>{shown}</b></span>'


def _sign(sign: str) -> str:
    return f'<span class="sign">{sign}</span>'
