"""The visitor's code: can it be read, what is left of Kraft's budget, and its picture as a tree."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.coding import (
    ambiguity,
    expected_length,
    first_conflict,
    free_words,
    kraft_sum,
    shannon_code,
)
from core.errors import InvalidInput
from ui.elements.table import table
from ui.language.escaping import safe
from ui.language.messages import sentence
from ui.language.numbers import number
from ui.language.sentences import _
from ui.weather.costs import costs, shortened
from ui.weather.state import Weather

DEEPEST = 12  # levels of the tree that are drawn
LEGIBLE = 3.0  # per cent of the height that a line of text takes, of a tree of few states
MANY = 8  # states: beyond, the tree is twice as high
FEW = 4  # free words that are listed


def show(state: Weather) -> None:
    """Show what can be said of the code, its tree, and the other codes beside it."""
    try:
        verdicts = _verdicts(state)
    except InvalidInput as error:
        said = _("The code cannot be used yet: {why}.").format(why=sentence(error))
        st.html(f'<p class="problem">{safe(said)}</p>')
        return
    left, right = st.columns([1, 1], gap="large")
    with left:
        items = "".join(f"<li>{verdict}</li>" for verdict in verdicts)
        st.html(f'<ul class="verdicts">{items}</ul>')
        st.html(_comparison(state))
    with right:
        st.html(tree(state))


def _verdicts(state: Weather) -> list[str]:
    kraft, conflict = kraft_sum(state.code), first_conflict(state.code)
    budget = _("Kraft sum {sum} = {kraft}: {left} is left")
    if kraft == 1:
        budget = _("Kraft sum {sum} = 1: nothing is left, the code is full")
    if kraft > 1:
        budget = _(
            "Kraft sum {sum} = {kraft}: more than 1, so no code of these lengths can be read"
        )
    power = f"Σ 2<sup>−{safe(_('length'))}</sup>"
    budget = safe(budget).format(sum=power, kraft=number(kraft), left=number(1 - kraft))
    if conflict is None:
        good = _("✓ prefix-free: every word is known at its last bit")
        return [safe(good), f"{budget}{_left(state.code)}"]
    start, word = (state.code[i] for i in conflict)
    prefix = _("✗ not prefix-free: “{start}” is the start of “{word}”")
    if start == word:
        prefix = _("✗ not prefix-free: “{word}” appears twice")
    prefix = prefix.format(start=start, word=word)
    double = ambiguity(state.code)
    unique = (
        _("✓ uniquely decodable all the same: a reader who looks ahead can decode it")
        if double is None
        else _("✗ not uniquely decodable: “{bits}” can be read in two ways").format(bits=double)
    )
    return [safe(prefix), safe(unique), budget]


def _left(code: Sequence[str]) -> str:
    """Return the words that are still free, as HTML: the first few of them."""
    free = [shortened(word) for word in free_words(code)]
    if not free:
        return ""
    shown = ", ".join(free[:FEW]) + (" …" if len(free) > FEW else "")
    said = _("Still free: {words}").format(words=shown)
    return f'<br><span class="note">{safe(said)}</span>'


def _comparison(state: Weather) -> str:
    """Return lengths and averages of the visitor's code, Huffman's and Shannon's."""
    found, shannon = costs(state), shannon_code(state.p)
    rows = [
        [safe(label), shortened(word), str(len(word)), shortened(huffman), shortened(other) or "–"]
        for label, word, huffman, other in zip(
            state.labels, state.code, found.huffman, shannon, strict=True
        )
    ]
    shannon_bits = sum(p * len(w) for p, w in zip(state.p, shannon, strict=True))
    mine = number(expected_length(state.p, state.code), 2)
    foot = [_("average bits"), "", mine, number(found.huffman_bits, 2), number(shannon_bits, 2)]
    head = [_("state"), _("my code"), _("length"), "Huffman", "Shannon"]
    why = _(
        "Shannon: state i gets ⌈−log₂ pᵢ⌉ bits, so its average lies less than one bit above H(p)."
    )
    note = f'<p class="hint">{safe(why)}</p>'
    return table([safe(h) for h in head], rows, [safe(f) for f in foot]) + note


def tree(state: Weather) -> str:
    """Return the code as a tree that lies on its side: a word of n bits takes 2^-n of the height.

    What begins with a word is not free, though nothing else stands there.
    """
    depth = min(max(map(len, state.code)), DEEPEST)
    words = {word: i for i, word in reversed(list(enumerate(state.code)))}
    many = state.n > MANY
    legible = LEGIBLE / 2 if many else LEGIBLE
    starts = {word[:end] for word in words for end in range(min(len(word), depth + 1))}
    cells: list[str] = []
    waiting = [("", False)]
    while waiting:
        node, within = waiting.pop()
        inner = node in starts
        if node and (node in words or inner or not within):
            cells.append(_cell(node, depth, words.get(node), inner, state.labels, legible))
        if inner and len(node) < depth:
            waiting += [(node + bit, within or node in words) for bit in "01"]
    alt = safe(
        _(
            "The code as a tree: every word takes its share of the height, and what is hatched is free."
        )
    )
    return f'<div class="code-tree{" many" if many else ""}" role="img" aria-label="{alt}">{"".join(cells)}</div>'


def _cell(
    node: str, depth: int, owner: int | None, inner: bool, labels: list[str], legible: float
) -> str:
    height = 100 / 2 ** len(node)
    small = " small" if height < 2 * legible else ""
    top = height * int(node, 2)
    kind = "word" if owner is not None else "node" if inner else "free"
    name = safe(labels[owner]) if owner is not None else ""
    free = safe(_("free")) if kind == "free" else ""
    text = f"<b>{node[-1]}</b> <span>{name}{free}</span>" if height >= legible else ""
    lit = f' data-class="{owner}"' if owner is not None else ""
    wide = 100 / (depth + 1)
    right = 100 - wide * (len(node) + (0 if kind == "node" else depth - len(node) + 1))
    return (
        f'<div class="{kind}{small}"{lit} style="top:{top:.4f}%;height:{height:.4f}%;left:{wide * (len(node) - 1):.3f}%;'
        f'right:{right if kind == "node" else 0:.3f}%" title="{node} {name}">{text}</div>'
    )
