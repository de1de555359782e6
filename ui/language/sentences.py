"""Every sentence on screen, in the visitor's language.

The English sentence is the key of its translation (GNU gettext). A page imports ``_`` and
marks its sentences; ``locales/<language>/*.po`` holds the translations, one file per page
so that a page and its words change together.
"""

from __future__ import annotations

import gettext as gnu
import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

import streamlit as st
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = {"en": "English", "es": "Español"}
DEFAULT = "en"
LOCALES = Path(__file__).parents[2] / "locales"

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


def quoted(text: str) -> str:
    """Put a text into the quotation marks of the visitor's language."""
    return _("“{text}”").format(text=text)


def N_(sentence: str) -> str:
    """Mark a sentence that stands in data: it is said by `_` later, in the language of that visit."""
    return sentence


def ngettext(one: str, many: str, n: int) -> str:
    """Say the singular or the plural in the visitor's language."""
    return _translations(language()).ngettext(one, many, n)
