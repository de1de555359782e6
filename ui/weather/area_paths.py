"""Areas of many states as two curves: a rectangle for each would be a thousand elements, drawn anew at each move."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
TALL, WIDE = 1000, 1000  # of the drawing, whose units are whole numbers


def paths(shares: Numbers, widths: Numbers, ideals: Numbers, endless: NDArray[np.bool_]) -> str:
    """Return an SVG of states one below the other.

    Parameters
    ----------
    shares
        Shape (n,): heights, of 1 together.
    widths, ideals
        Shape (n,): of what is paid and of the ideal, from 0 to 1.
    endless
        Shape (n,): which of them cost infinitely much, so that their width is cut off.
    """
    edges = np.rint(TALL * np.concatenate([[0.0], np.cumsum(shares)])).astype(int).tolist()
    paid, best = (np.rint(WIDE * x).astype(int).tolist() for x in (widths, ideals))
    rows = list(zip(edges, edges[1:], paid, best, endless.tolist(), strict=False))
    fill = "".join(f"M0 {top}H{w}V{end}H0Z" for top, end, w, _b, _e in rows if end > top)
    extra = "".join(
        f"M{b} {top}H{w}V{end}H{b}Z" for top, end, w, b, _e in rows if w > b and end > top
    )
    lost = "".join(f"M0 {top}H{w}V{end}H0Z" for top, end, w, _b, e in rows if e and end > top)
    ideal = "M0 0" + "".join(f"H{b}V{end}" for _top, end, _w, b, _e in rows)
    return (
        f'<svg viewBox="0 0 {WIDE} {TALL}" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="area-fill" d="{fill}"/><path class="area-extra" d="{extra}{lost}"/>'
        f'<path class="area-ideal" d="{ideal}"/></svg>'
    )
