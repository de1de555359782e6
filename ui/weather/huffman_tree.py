"""Huffman's tree while it grows, as SVG: symbols on the left, and nodes where two are joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.coding import Join
from ui.language.escaping import safe
from ui.language.numbers import percent

ROW = 18  # pixels for a symbol
WIDE, NAMES, SHARES = (
    720,
    130,
    60,
)  # of the drawing, of it the names and their words, and the shares on the right


@dataclass(frozen=True)
class _Node:
    """Where a node stands: its level above the symbols, and its height in rows."""

    level: int
    row: float


def drawing(
    names: Sequence[str], shares: Sequence[float], joins: Sequence[Join], made: int, alt: str
) -> str:
    """Return the tree after some joins, in the order in which no two branches will cross.

    Parameters
    ----------
    names, shares
        Of the n symbols.
    joins
        All n - 1 of them.
    made
        How many are drawn; the last of them stands out.
    """
    n = len(names)
    nodes = _places(n, joins)
    words = words_so_far(n, joins, made)
    deepest = max(node.level for node in nodes)
    step = (WIDE - NAMES - SHARES) / max(deepest, 1)

    def x(node: _Node) -> float:
        return NAMES + step * node.level

    def y(node: _Node) -> float:
        return ROW * (node.row + 0.5)

    parts = []
    for k, join in enumerate(joins[:made]):
        node = nodes[n + k]
        new = " new" if k == made - 1 else ""
        for child, bit in ((join.frequent, "0"), (join.rare, "1")):
            at = nodes[child]
            parts.append(
                f'<path class="edge{new}" d="M{x(at):.1f} {y(at):.1f}H{x(node):.1f}V{y(node):.1f}"/>'
                f'<text class="bit{new}" x="{x(node) - 5:.1f}" y="{y(at) - 3:.1f}" text-anchor="end">{bit}</text>'
            )
        parts.append(
            f'<circle class="join{new}" cx="{x(node):.1f}" cy="{y(node):.1f}" r="{4 if new else 2.5}"/>'
        )
        if new:
            share = percent(join.p)
            parts.append(
                f'<text class="share new" x="{x(node) + 8:.1f}" y="{y(node) + 4:.1f}">{share}</text>'
            )
    for i, name in enumerate(names):
        below = y(nodes[i]) + 4
        short = name if len(name) <= 12 else name[:11] + "…"
        parts.append(
            f'<g><title>{safe(name)}: {percent(shares[i], 2)}</title><text x="0" y="{below:.1f}">{safe(short)}</text>'
            f'<text class="word" x="{NAMES - 8}" y="{below:.1f}" text-anchor="end">{words[i]}</text></g>'
        )
    return (
        f'<div class="growing"><svg viewBox="0 0 {WIDE} {ROW * n}" role="img" aria-label="{safe(alt)}">'
        f"{''.join(parts)}</svg></div>"
    )


def words_so_far(n: int, joins: Sequence[Join], made: int) -> list[str]:
    """Return the ends of the codewords that the joins so far have settled.

    >>> words_so_far(3, [Join(1, 2, 0.5), Join(0, 3, 1.0)], 1)
    ['', '0', '1']
    """
    words = [""] * (n + made)
    for k in range(made - 1, -1, -1):
        words[joins[k].frequent] = words[n + k] + "0"
        words[joins[k].rare] = words[n + k] + "1"
    return words[:n]


def _places(n: int, joins: Sequence[Join]) -> list[_Node]:
    """Return where all nodes stand in the end: each above its two, half way between them."""
    order: list[int] = []
    waiting = [n + len(joins) - 1]
    while waiting:
        node = waiting.pop()
        if node < n:
            order.append(node)
        else:
            waiting += [joins[node - n].rare, joins[node - n].frequent]
    row = {symbol: float(i) for i, symbol in enumerate(order)}
    nodes = [_Node(0, row[i]) for i in range(n)]
    for join in joins:
        two = nodes[join.frequent], nodes[join.rare]
        nodes.append(_Node(1 + max(a.level for a in two), sum(a.row for a in two) / 2))
    return nodes
