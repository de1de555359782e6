"""Huffman's tree while it grows, as HTML: symbols on the left, and lines that meet where two are joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.coding import Join
from ui.language.escaping import safe
from ui.language.numbers import percent

ROW = 1.25  # rem for a symbol
# Per cent of the width that the names with their words take, and the newest share.
NAMES, SHARES = 20.0, 10.0


@dataclass(frozen=True)
class _Node:
    """Where a node stands: from the left in per cent, from the top in rem."""

    x: float
    y: float


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
    parts = [
        f'<span style="top:{nodes[i].y - ROW / 2:.2f}rem" title="{safe(name)}: {percent(shares[i], 2)}">{safe(name)}</span>'
        f'<code style="top:{nodes[i].y - ROW / 2:.2f}rem;right:{100.5 - NAMES:.1f}%">{words[i]}</code>'
        for i, name in enumerate(names)
    ]
    for k, join in enumerate(joins[:made]):
        new = " new" if k == made - 1 else ""
        for child, bit in ((join.frequent, "0"), (join.rare, "1")):
            parts.append(_edge(nodes[child], nodes[n + k], bit, new))
    if made:
        last = nodes[n + made - 1]
        share = percent(joins[made - 1].p)
        parts.append(
            f'<b style="top:{last.y - ROW / 2:.2f}rem;left:{last.x + 0.5:.2f}%">{share}</b>'
        )
    return (
        f'<div class="growing"><div role="img" aria-label="{safe(alt)}" style="height:{ROW * n}rem">'
        f"{''.join(parts)}</div></div>"
    )


def _edge(child: _Node, node: _Node, bit: str, new: str) -> str:
    """Return the line from a child to the right, and up or down to its node."""
    side = "above" if child.y < node.y else "below"
    top, tall = min(child.y, node.y), abs(child.y - node.y)
    return (
        f'<i class="{side}{new}" style="left:{child.x:.2f}%;width:{node.x - child.x:.2f}%;'
        f'top:{top:.3f}rem;height:{tall:.3f}rem">{bit}</i>'
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
    """Return where all nodes stand in the end: each to the right of its two, half way between them."""
    order: list[int] = []
    waiting = [n + len(joins) - 1]
    while waiting:
        node = waiting.pop()
        if node < n:
            order.append(node)
        else:
            waiting += [joins[node - n].rare, joins[node - n].frequent]
    levels = [0] * n
    for join in joins:
        levels.append(1 + max(levels[join.frequent], levels[join.rare]))
    step = (100 - NAMES - SHARES) / max(levels)
    rows = dict(zip(order, range(n), strict=True))
    nodes = [_Node(NAMES, ROW * (rows[i] + 0.5)) for i in range(n)]
    for level, join in zip(levels[n:], joins, strict=True):
        middle = (nodes[join.frequent].y + nodes[join.rare].y) / 2
        nodes.append(_Node(NAMES + step * level, middle))
    return nodes
