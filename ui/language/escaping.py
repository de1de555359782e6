"""What somebody typed, made harmless before it is shown."""

from __future__ import annotations

import re
from html import escape

_MARKDOWN = frozenset("\\`*_{}[]()>#+-.!|~$:")
# After it, nothing is a link, an icon or a picture any more: addresses become links, and names between colons
# pictures, long after what was escaped is text again. Nobody sees it, and no line ends there.
_JOINER = "\N{WORD JOINER}"
_AFTER = re.compile(r"[:@]|www(?=\.)", re.IGNORECASE)


def safe(text: str) -> str:
    """Make what somebody typed harmless inside HTML."""
    return escape(text, quote=True)


def plain(text: str) -> str:
    r"""Make what somebody typed harmless inside markdown: one line, shown as it was typed, of which nothing is a link.

    >>> plain("*a*\n    <b>")
    '\\*a\\* &#60;b\\>'
    """
    text = text.encode("utf-8", "replace").decode()  # half a character cannot be sent
    joined = _AFTER.sub(lambda found: found[0] + _JOINER, " ".join(text.split()))
    return "".join(
        "\\" + c if c in _MARKDOWN else f"&#{ord(c)};" if c in "<&" else c for c in joined
    )
