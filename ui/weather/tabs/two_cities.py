"""Two cities: each city's weather in each city's ideal code, and where the divergence comes from."""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.information import cross_entropy, entropy, kl_divergence
from ui.elements.table import table
from ui.language.escaping import safe
from ui.language.numbers import number
from ui.language.sentences import _, quoted
from ui.weather.state import Weather


def show(state: Weather) -> None:
    """Show the 2 x 2 of city against code, both divergences, and each state's part in them."""
    a, b = state.city_a, state.city_b
    left, right = st.columns(2, gap="large")
    with left:
        head = [
            safe(h) for h in (_("weather of"), _("in A's ideal code"), _("in B's ideal code"), "KL")
        ]
        rows = [
            [safe(_("city A")), _entropy("H(A)", a), _cross("H(A, B)", a, b), _kl("A‖B", a, b)],
            [safe(_("city B")), _cross("H(B, A)", b, a), _entropy("H(B)", b), _kl("B‖A", b, a)],
        ]
        st.html(table(head, rows, classes=False))
        said = _(
            "Cross-entropy is entropy plus divergence: H(B, A) = H(B) + KL(B‖A). KL, the Kullback-Leibler divergence, is what the other city's code wastes; it is not symmetric."
        )
        st.html(f"<p>{safe(said)}</p>")
        for text in _infinities(state):
            st.html(f'<p class="problem">{safe(text)}</p>')
    with right:
        st.html(_contributions(state))


def _entropy(name: str, p: np.ndarray) -> str:
    return f"{name} = <b>{number(float(entropy(p)))}</b>"


def _cross(name: str, p: np.ndarray, q: np.ndarray) -> str:
    return f"{name} = <b>{number(float(cross_entropy(p, q)))}</b>"


def _kl(name: str, p: np.ndarray, q: np.ndarray) -> str:
    return f"KL({name}) = <b>{number(float(kl_divergence(p, q)))}</b>"


def _contributions(state: Weather) -> str:
    """Return each state's p log2(p/q) and q log2(q/p), and their sums."""
    a, b = state.city_a, state.city_b
    parts = [_parts(a, b), _parts(b, a)]
    rows = [
        [safe(label), number(a[i], 3), number(b[i], 3), number(parts[0][i]), number(parts[1][i])]
        for i, label in enumerate(state.labels)
    ]
    sums = [number(float(part.sum())) for part in parts]
    head = [safe(_("state")), "p", "q", "p log₂(p/q)", "q log₂(q/p)"]
    return table(head, rows, ["Σ", "", "", *sums])


def _parts(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        parts: np.ndarray = np.where(p > 0, p * (np.log2(p) - np.log2(q)), 0.0)
    return parts


def _infinities(state: Weather) -> list[str]:
    """Say why a cross-entropy is infinite: a state that comes has no finite word."""
    a, b = state.city_a, state.city_b
    said = _(
        "City {city} has {states}, and city {other} never does: the ideal code of {other} has no finite word for it, so the cost is infinite."
    )
    found = []
    for p, q, city, other in ((a, b, "A", "B"), (b, a, "B", "A")):
        endless = np.flatnonzero((p > 0) & (q == 0))
        if len(endless):
            states = ", ".join(quoted(state.labels[i]) for i in endless)
            found.append(said.format(states=states, city=city, other=other))
    return found
