"""Areas: each state as tall as it is probable and as wide as its codeword, so that its area is its cost."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.information import cross_entropy, entropy, kl_divergence, surprisal
from ui.coding.costs import costs
from ui.coding.state import Weather
from ui.text import _, number, safe

Numbers = NDArray[np.float64]


def show(state: Weather) -> None:
    """Show both cities: what the codes cost, and what the ideal would."""
    found = costs(state)
    a, b = state.city_a, state.city_b
    ideal_a, ideal_b = surprisal(a), surprisal(b)
    lengths = ideal_a if found.mine is None else np.array([float(len(w)) for w in state.code])
    finite = [x for x in (*lengths, *ideal_a, *ideal_b) if np.isfinite(x)]
    widest = max([1.0, *finite])
    left, right = st.columns(2, gap="large")
    with left:
        mine = number(found.mine, 2) if found.mine is not None else "–"
        said = _(
            "City A: the area of my code is {mine} bits; outlined, the ideal −log₂ p: {ideal} bits."
        )
        st.html(f"<p>{safe(said.format(mine=mine, ideal=number(found.entropy_a, 2)))}</p>")
        st.html(rectangles(a, lengths, ideal_a, widest, state.labels, "mine"))
    with right:
        said = _(
            "City B: the area of A's ideal code is {cross} bits; outlined, B's own: {own}. The extra area is the divergence, {kl} bits."
        )
        numbers = {
            "cross": number(float(cross_entropy(b, a)), 2),
            "own": number(float(entropy(b)), 2),
            "kl": number(float(kl_divergence(b, a)), 2),
        }
        st.html(f"<p>{safe(said.format(**numbers))}</p>")
        st.html(rectangles(b, ideal_a, ideal_b, widest, state.labels, "other"))


def rectangles(
    p: Numbers, widths: Numbers, ideal: Numbers, widest: float, labels: list[str], css: str
) -> str:
    """Return rectangles p high and ``widths`` wide, with the ideal widths outlined; infinite ones fade out."""
    rows = []
    for i, (share, width, best) in enumerate(zip(p, widths, ideal, strict=True)):
        if share <= 0:
            continue
        endless = " endless" if not np.isfinite(width) else ""
        text = f"{safe(labels[i])}: {number(share, 2)} × {number(width, 2)} = {number(share * width, 2)}"
        rows.append(
            f'<div class="area-row" data-class="{i}" style="height:{100 * share:.3f}%" title="{text}">'
            f'<i class="area-fill{endless}" style="width:{100 * min(width, widest) / widest:.3f}%"></i>'
            f'<i class="area-ideal" style="width:{100 * min(best, widest) / widest:.3f}%"></i>'
            f"<span>{text if share > 0.06 else ''}</span></div>"
        )
    return f'<div class="areas {css}">{"".join(rows)}</div>'
