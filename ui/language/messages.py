"""What is wrong, said in the visitor's language."""

from __future__ import annotations

from core.errors import InvalidInput
from ui.language.numbers import MINUS, decimal_sign, write_float
from ui.language.sentences import _


def sentence(error: InvalidInput) -> str:
    """Say a core error in the visitor's language, and any error that it speaks of."""
    values = {name: _said(value) for name, value in error.values.items()}
    return _(error.template).format(**values)


def _said(value: object) -> object:
    if isinstance(value, InvalidInput):
        return sentence(value)
    if isinstance(value, float):
        return write_float(value).replace("-", MINUS).replace(".", decimal_sign())
    return value
