"""Huffman's tree of a text, a step at a time."""

from __future__ import annotations

import streamlit as st

from core.coding import Join, huffman_joins
from core.text import Counted
from ui.language.escaping import safe
from ui.language.numbers import percent
from ui.language.sentences import _, quoted
from ui.shell.fragment import fragment
from ui.weather.huffman_tree import drawing
from ui.weather.symbol_names import states_of

MOST_LEAVES = 64
KEY = "weather.tree.step"


def show(text: Counted) -> None:
    """Show the tree of the most frequent symbols, and buttons that let it grow."""
    states = states_of([text], MOST_LEAVES)
    shares = states.counts[0] / states.counts[0].sum()
    joins = huffman_joins(shares)
    if not joins:
        return

    @fragment("weather.tree")
    def grow() -> None:
        made = min(int(st.session_state.get(KEY, 0)), len(joins))
        with st.container(horizontal=True, vertical_alignment="bottom", key="weather_grow"):
            for key, label, to in (
                ("back", _("one step back"), max(made - 1, 0)),
                ("on", _("one step on"), min(made + 1, len(joins))),
            ):
                st.button(label, key=f"weather.tree.{key}", on_click=_go, args=(to,))
            st.session_state[KEY] = made
            st.slider(_("Huffman's tree: joins"), 0, len(joins), key=KEY)
        said = _said(states.names, list(shares), joins, made)
        st.html(f'<p class="note" data-step="{made}">{safe(said)}</p>')
        st.html(drawing(states.names, list(shares), joins, made, said))

    grow()


def _go(to: int) -> None:
    st.session_state[KEY] = to


def _said(names: tuple[str, ...], shares: list[float], joins: list[Join], made: int) -> str:
    """Say which two are joined next, or that the tree is whole."""
    if made == len(joins):
        return _("The tree is whole: each way from the root to a symbol is its codeword.")
    join = joins[made]
    said = _("Next, the two rarest become one: {rare} and {frequent}, together {sum}.")
    parts = [_part(names, shares, joins, node) for node in (join.rare, join.frequent)]
    return said.format(rare=parts[0], frequent=parts[1], sum=percent(join.p, 2))


def _part(names: tuple[str, ...], shares: list[float], joins: list[Join], node: int) -> str:
    n = len(names)
    if node < n:
        return f"{quoted(names[node])} ({percent(shares[node], 2)})"
    return _("a node of {share}").format(share=percent(joins[node - n].p, 2))
