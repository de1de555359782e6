"""Symbols of a text as states of the table: names that can be seen, and at most as many as a table has."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.checks import Array
from core.text import Counted, symbols_of
from ui.language.sentences import _
from ui.link.parameters import LONGEST_NAME

VISIBLE = {" ": "␣", "\n": "⏎", "\r\n": "⏎", "\r": "␍", "\t": "⇥", "\u00a0": "⍽"}


@dataclass(frozen=True)
class States:
    """Symbols as states: their names, and shape (n,) how often each comes in each text.

    ``others``: how many rare symbols the last state stands for, or 0.
    """

    names: tuple[str, ...]
    counts: tuple[Array, ...]
    others: int


def states_of(texts: Sequence[Counted], most: int) -> States:
    """Return the symbols of texts, the most frequent of the first one first; beyond ``most``, the rest is one state."""
    symbols = symbols_of(texts)
    if len(symbols) > most:
        together = {s: sum(text.counts.get(s, 0) for text in texts) for s in symbols}
        kept = set(sorted(symbols, key=lambda s: -together[s])[: most - 1])
        symbols = [s for s in symbols if s in kept]
    others = len(symbols_of(texts)) - len(symbols)
    counts = [np.array([float(text.counts.get(s, 0)) for s in symbols]) for text in texts]
    if others:
        counts = [np.append(c, text.total - c.sum()) for c, text in zip(counts, texts, strict=True)]
    names = [*map(visible, symbols), *([_("all others")] if others else [])]
    return States(tuple(_told_apart(names)), tuple(counts), others)


def visible(symbol: str) -> str:
    """Return a symbol as it can be seen in a table: what has no picture by the numbers of its code points.

    >>> visible("ñ"), visible(" "), visible("\u200b"), visible("word")
    ('ñ', '␣', 'U+200B', 'word')
    """
    if symbol in VISIBLE:
        return VISIBLE[symbol]
    category = unicodedata.category(symbol[0])[0]
    if category in "CMZ" or " ".join(symbol.split()) != symbol:
        return " ".join(f"U+{ord(c):04X}" for c in symbol)[:LONGEST_NAME].rstrip()
    return symbol if len(symbol) <= LONGEST_NAME else symbol[: LONGEST_NAME - 1] + "…"


def _told_apart(names: Sequence[str]) -> list[str]:
    """Return names of which no two are equal."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        again = f" ({seen[name]})" if seen[name] > 1 else ""
        found.append(name[: LONGEST_NAME - len(again)] + again)
    return found
