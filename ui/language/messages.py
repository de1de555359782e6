"""What is wrong, said in the visitor's language."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from core.errors import InvalidInput
from ui.language.escaping import plain
from ui.language.numbers import MINUS, decimal_sign, write_float
from ui.language.sentences import _

SMALLEST = 1e-9  # what is smaller has a power of ten


def sentence(error: InvalidInput) -> str:
    """Say a core error in the visitor's language, and any error that it speaks of."""
    values = {name: _said(value) for name, value in error.values.items()}
    return _(error.template).format(**values)


def say(*messages: str | InvalidInput, icon: str, serious: bool = False) -> None:
    """Show messages in a box: whatever a visitor, a link or a file says in them is text.

    Everything that a page shows of an error goes through here, through `sentence` into an element that writes text,
    or through `ui.language.escaping.safe` into HTML.
    """
    texts = [plain(sentence(m) if isinstance(m, InvalidInput) else m) for m in messages]
    (st.error if serious else st.warning)("\n\n".join(texts), icon=f":material/{icon}:")


def _said(value: object) -> object:
    if isinstance(value, InvalidInput):
        return sentence(value)
    if isinstance(value, float):
        text = write_float(value)
        if "e-" in text and abs(value) >= SMALLEST:
            text = f"{Decimal(text):f}"  # a bound of 0.00001 reads as one
        return text.replace("-", MINUS).replace(".", decimal_sign())
    return value
