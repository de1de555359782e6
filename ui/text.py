"""Every word and number on screen, in the visitor's language.

The English sentence is the key of its translation (GNU gettext). A page imports ``_`` and
marks its sentences; ``locales/<language>/*.po`` holds the translations, one file per page
so that a page and its words change together.
"""

from __future__ import annotations

import gettext as gnu
import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st
from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from core.errors import InvalidInput
from ui.parameters import write_float

LANGUAGES = {"en": "English", "es": "Español"}
DEFAULT = "en"
LOCALES = Path(__file__).parents[1] / "locales"
MINUS = "\N{MINUS SIGN}"
INFINITY = "\N{INFINITY}"
_MARKDOWN = frozenset("\\`*_{}[]()>#+-.!|~$:")


_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak this language where there is no visit to ask: outside of a page's run."""
    token = _spoken.set(code if code in LANGUAGES else DEFAULT)
    try:
        yield
    finally:
        _spoken.reset(token)


def language() -> str:
    """Return the visitor's language: the link's, the visit's, the browser's, or English."""
    if spoken := _spoken.get():
        return spoken
    for asked in (st.query_params.get("lang"), st.session_state.get("language")):
        if asked in LANGUAGES:
            return str(asked)
    browser = (st.context.locale or "")[:2].lower()
    return browser if browser in LANGUAGES else DEFAULT


@cache
def _translations(code: str) -> gnu.NullTranslations:
    """Read all catalogues of a language, once per process."""
    found = gnu.NullTranslations()
    for path in sorted((LOCALES / code).glob("*.po")):
        compiled = io.BytesIO()
        with path.open("rb") as file:
            write_mo(compiled, read_po(file, locale=code))
        compiled.seek(0)
        page = gnu.GNUTranslations(compiled)
        page.add_fallback(found)
        found = page
    return found


def _(sentence: str) -> str:
    """Say an English sentence in the visitor's language."""
    return _translations(language()).gettext(sentence)


def ngettext(one: str, many: str, n: int) -> str:
    """Say the singular or the plural in the visitor's language."""
    return _translations(language()).ngettext(one, many, n)


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


@cache
def _decimal_sign(code: str) -> str:
    return str(Locale.parse(code).number_symbols["latn"]["decimal"])


def decimal_sign() -> str:
    """Return the sign between units and tenths in the visitor's language."""
    return _decimal_sign(language())


def number(x: float, digits: int = 4) -> str:
    """Write a number for reading: ``0.9099``, in Spanish ``0,9099``; a true minus; ``∞``.

    Numbers too large or too small for that many decimals are written as ``1.2e5``.
    """
    if math.isnan(x):
        return "NaN"
    if math.isinf(x):
        return INFINITY if x > 0 else MINUS + INFINITY
    plain = abs(x) < 1e5 and (x == 0 or abs(x) >= 0.5 * 10.0**-digits)
    text = f"{x + 0.0:.{digits}f}" if plain else f"{x:.1e}"  # −0 is 0
    return text.replace("-", MINUS).replace(".", decimal_sign())


def brief(x: float) -> str:
    """Write a number with as many decimals as it needs, and at most three."""
    text = number(x, 3)
    return text if "e" in text else text.rstrip("0").rstrip(decimal_sign())


def precise(x: float) -> str:
    """Write a loss: four decimals, and more where four would hide it; never in powers of ten."""
    if not math.isfinite(x) or x == 0 or not 1e-12 < abs(x) < 5e-3:
        return number(x)
    digits = 3 - math.floor(math.log10(abs(x)))
    return f"{x:.{digits}f}".replace("-", MINUS).replace(".", decimal_sign())


def percent(x: float, digits: int = 1) -> str:
    """Write a share of one as per cent, with the space that both languages take."""
    return f"{number(100 * x, digits) if x else number(0.0, digits)} %"


def parse_number(text: str) -> float:
    """Read a number that somebody typed, with a point or a comma.

    Raises
    ------
    InvalidInput
        Not a number, more than one decimal sign, NaN, or too large to be finite.
    """
    plain = text.strip().replace(MINUS, "-").replace(",", ".")
    if plain.lower() in {"-inf", "-" + INFINITY}:
        return -math.inf
    try:
        value = float(plain) if plain.isascii() and "_" not in plain else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InvalidInput("“{text}” is not a number", text=text.strip()[:40])
    return value


def safe(text: str) -> str:
    """Make what somebody typed harmless inside HTML."""
    return escape(text, quote=True)


def plain(text: str) -> str:
    """Make what somebody typed harmless inside markdown: it is shown as it was typed."""
    return "".join("\\" + c if c in _MARKDOWN else f"&#{ord(c)};" if c in "<&" else c for c in text)
