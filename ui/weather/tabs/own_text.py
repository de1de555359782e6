"""A text of one's own: counted, it is a city's weather; what it costs in its code, in another's, and packed."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import streamlit as st

from core.coding import huffman_code
from core.errors import InvalidInput
from core.information import entropy
from core.text import Counted, Unit, bits_in_code_of, count_text, shares_of, sizes_of, symbols_of
from ui.elements.table import table
from ui.language.escaping import safe
from ui.language.numbers import number, whole
from ui.language.sentences import _
from ui.weather import growing_tree, sample_texts
from ui.weather.fields import choice, wrong
from ui.weather.state import LINK, LONGEST_CODEWORD, MOST, Weather, with_fitting_lengths
from ui.weather.symbol_names import states_of, visible
from ui.weather.text_source import SLOTS, source, write

# What came for the button has its focus, and is heard when it changes.
_HEARD = 'data-instead-of="weather-text-example" data-heard="cheaper"'
count = lru_cache(maxsize=8)(count_text)


def show(state: Weather) -> None:
    """Take texts, count them, and show what they cost."""
    _controls(state)
    found: dict[str, Counted] = {}
    for slot, column in zip(SLOTS, st.columns(len(SLOTS)), strict=True):
        with column:
            content = source(slot, _titles()[slot], _short(slot))
            if content:
                try:
                    found[slot] = count(content, state.unit, state.fold)
                except InvalidInput as error:
                    wrong(error)
    if not found:
        st.button(_("Try an example"), key="weather.text.example", on_click=_example)
        return
    if set(found) == set(SLOTS):
        st.html(_verdict(found, state.unit))
    left, right = st.columns(2, gap="large")
    with left:
        st.html(_bits(found, state.unit))
    with right:
        st.html(_sizes(found))
    if "a" in found:
        _use_button(found)
        growing_tree.show(found["a"])


def _titles() -> dict[str, str]:
    return {
        "a": _("text A"),
        "b": _("text B"),
        "c": _("a third text: whose code is cheaper for it?"),
    }


def _controls(state: Weather) -> None:
    units = {
        "letters": _("letters"),
        "characters": _("all characters"),
        "words": _("words"),
        "bytes": _("bytes"),
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        choice("unit", _("What is counted"), units, state.unit)
        key = "weather.fold"
        st.session_state[key] = state.fold
        st.checkbox(
            _("capitals count as small letters"),
            key=key,
            on_change=lambda: LINK.settle(replace(LINK.read(), fold=st.session_state[key])),
        )


def _example() -> None:
    for slot, text in sample_texts.TEXTS.items():
        write(slot, text)


def _per(unit: Unit) -> str:
    return {
        "letters": _("bits per letter"),
        "characters": _("bits per character"),
        "words": _("bits per word"),
        "bytes": _("bits per byte"),
    }[unit]


def _bits(found: dict[str, Counted], unit: Unit) -> str:
    """Return what a symbol of each text costs in the ideal code of each of the first two."""
    symbols = symbols_of(list(found.values()))
    codes = [slot for slot in ("a", "b") if slot in found]
    said = {"a": _("in A's code"), "b": _("in B's code")}
    head = [_per(unit), _("counted"), _("different"), _("entropy"), *(said[code] for code in codes)]
    rows = []
    for slot, text in found.items():
        own = number(float(entropy(shares_of(text, list(text.counts)))), 3)
        costs = [number(bits_in_code_of(text, found[code], symbols), 3) for code in codes]
        rows.append([safe(_short(slot)), whole(text.total), whole(len(text.counts)), own, *costs])
    note = _(
        "The ideal code of a text, in which each symbol counts once more than it occurred, so none is left without a codeword."
    )
    return f'{table([safe(h) for h in head], rows, classes=False)}<p class="note">{safe(note)}</p>'


def _short(slot: str) -> str:
    return {"a": _("text A"), "b": _("text B"), "c": _("third text")}[slot]


def _verdict(found: dict[str, Counted], unit: Unit) -> str:
    """Say which code is cheaper for the third text."""
    symbols = symbols_of(list(found.values()))
    bits = {code: bits_in_code_of(found["c"], found[code], symbols) for code in ("a", "b")}
    cheaper, dearer = sorted(bits, key=bits.__getitem__)
    if bits["a"] == bits["b"]:
        same = safe(_("Both codes cost the same for the third text."))
        return f"<p data-cheaper {_HEARD}>{same}</p>"
    said = _(
        "The third text is cheaper in {code}'s code: {few} {unit} against {many}. It is more like text {code}."
    )
    text = said.format(
        code=cheaper.upper(),
        few=number(bits[cheaper], 3),
        many=number(bits[dearer], 3),
        unit=_per(unit),
    )
    return f'<p data-cheaper="{cheaper}" {_HEARD}><b>{safe(text)}</b></p>'


def _sizes(found: dict[str, Counted]) -> str:
    """Return how many bytes each text takes in each code, as UTF-8 and packed."""
    head = [_("bytes"), _("fixed"), "Huffman", _("entropy"), "UTF-8", "gzip"]
    rows = []
    for slot, text in found.items():
        s = sizes_of(text)
        rows.append(
            [safe(_short(slot)), *map(whole, (s.fixed, s.huffman, s.entropy, s.utf8, s.gzip))]
        )
    note = _(
        "Of what was counted, and without the code's own table. gzip also knows what came before, so it can beat the entropy of single symbols."
    )
    return f'{table([safe(h) for h in head], rows, classes=False)}<p class="note">{safe(note)}</p>'


def _use_button(found: dict[str, Counted]) -> None:
    """Offer to make the first two texts the weather of the two cities."""
    two = [found[slot] for slot in ("a", "b") if slot in found]
    states = states_of(two, MOST)
    if len(states.names) < 2:
        said = _(
            "The text has only “{symbol}”: its entropy is 0, and a table has at least two states."
        )
        st.html(
            f'<p class="note">{safe(said.format(symbol=visible(next(iter(two[0].counts)))))}</p>'
        )
        return
    if states.others:
        said = _("The table takes the {n} most frequent; the {others} others are one state of it.")
        said = said.format(n=len(states.names) - 1, others=whole(states.others))
        st.html(f'<p class="note">{safe(said)}</p>')
    label = _("Make them the weather of A and B") if len(two) > 1 else _("Make it the weather of A")
    st.button(label, key="weather.text.use", type="primary", on_click=_use, args=(two,))


def _use(two: list[Counted]) -> None:
    state, states = LINK.read(), states_of(two, MOST)
    shares = [tuple(float(x) for x in c / c.sum()) for c in states.counts]
    code = tuple(huffman_code(shares[0]))
    new = replace(
        state,
        p=shares[0],
        q=shares[1] if len(shares) > 1 else (),
        code=code if max(map(len, code)) <= LONGEST_CODEWORD else (),
        names=states.names,
        icons=(),
        message=(),
    )
    LINK.settle(with_fitting_lengths(new))
