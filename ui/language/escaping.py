"""What somebody typed, made harmless before it is shown."""

from __future__ import annotations

from html import escape

_MARKDOWN = frozenset("\\`*_{}[]()>#+-.!|~$:")


def safe(text: str) -> str:
    """Make what somebody typed harmless inside HTML."""
    return escape(text, quote=True)


def plain(text: str) -> str:
    """Make what somebody typed harmless inside markdown: it is shown as it was typed."""
    return "".join("\\" + c if c in _MARKDOWN else f"&#{ord(c)};" if c in "<&" else c for c in text)
