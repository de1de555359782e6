"""Areas of many states as outlines: a rectangle for each would be a thousand elements, drawn anew at each move."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
LINE = 2  # pixels of the ideal's edge
FINEST = (
    1 / 150
)  # of the height: what is lower is drawn together with what comes after it, of the same area


def outlines(shares: Numbers, widths: Numbers, ideals: Numbers) -> str:
    """Return states one below the other as HTML: what is paid, what of it is too much, and the ideal's edge.

    Parameters
    ----------
    shares
        Shape (n,): heights, of 1 together.
    widths, ideals
        Shape (n,): of what is paid and of the ideal, from 0 to 1.
    """
    shares, widths, ideals = _merged(shares, widths, ideals)
    edges = 100 * np.concatenate([[0.0], np.cumsum(shares)])
    paid, best = 100 * widths, 100 * ideals
    zero = np.zeros(len(shares))
    return (
        _cut("area-fill", edges, zero, np.minimum(paid, best))
        + _cut("area-extra", edges, best, np.maximum(paid, best))
        + _cut("area-ideal", edges, best, best, line=True)
    )


def _merged(shares: Numbers, widths: Numbers, ideals: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return states and groups of states that are high enough to be seen, each as wide as its states are on average."""
    groups = (np.cumsum(shares) - shares / 2) // FINEST
    of = np.unique(groups, return_inverse=True)[1]
    heights = np.bincount(of, shares).astype(np.float64)
    of_paid, of_best = np.bincount(of, shares * widths), np.bincount(of, shares * ideals)
    return heights, of_paid / heights, of_best / heights


def _cut(css: str, edges: Numbers, left: Numbers, right: Numbers, line: bool = False) -> str:
    """Return an area that is cut to stairs, from their left sides to their right ones."""
    down = [(x, y) for x, *ys in zip(right, edges, edges[1:], strict=False) for y in ys]
    up = [(x, y) for x, *ys in zip(left, edges, edges[1:], strict=False) for y in ys][::-1]
    back = [f"calc({x:.1f}% - {LINE}px) {y:.1f}%" if line else f"{x:.1f}% {y:.1f}%" for x, y in up]
    points = ",".join([*(f"{x:.1f}% {y:.1f}%" for x, y in down), *back])
    return f'<i class="{css}" style="clip-path:polygon({points})"></i>'
