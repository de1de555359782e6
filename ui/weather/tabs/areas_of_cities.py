"""The averages as areas: in each city every state is as tall as it is probable and as wide as its codeword."""

from __future__ import annotations

import numpy as np

from core.information import surprisal
from ui.elements.softmax_panel import live_html
from ui.language.sentences import _
from ui.weather.areas import City, rectangles
from ui.weather.costs import Costs, costs
from ui.weather.state import Weather


def show(state: Weather, found: Costs | None = None) -> None:
    """Show both cities side by side, drawn to one scale; live while a hand moves."""
    live_html("areas", areas(state, found or costs(state)))


def areas(state: Weather, found: Costs) -> str:
    """Return the areas of both cities as HTML."""
    ideal_a, ideal_b = surprisal(state.city_a), surprisal(state.city_b)
    labels = state.labels
    mine = None if found.mine is None else np.array([float(len(w)) for w in state.code])
    a = City(state.city_a, ideal_a if mine is None else mine, ideal_a, own=mine is not None)
    b = City(state.city_b, ideal_a, ideal_b)
    widest = max(a.widest, b.widest)
    return (
        '<div class="costs">'
        f'<section class="city a">{rectangles(a, widest, labels, _said_of_a(found))}</section>'
        f'<section class="city b">{rectangles(b, widest, labels, _said_of_b(found))}</section>'
        "</div>"
    )


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
