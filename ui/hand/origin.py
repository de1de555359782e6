"""Who asks: a page of ours, or one of another site in a visitor's browser."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers

_OURS = ("same-origin", "none")  # "none": typed into the address bar


def foreign(headers: Headers) -> bool:
    """Return whether a browser says that another site's page asks; who is no browser says nothing.

    Streamlit checks its own socket; routes of ours are for us to check.

    Examples
    --------
    >>> foreign(Headers({"host": "play.example", "origin": "https://play.example"}))
    False
    >>> foreign(Headers({"host": "play.example", "origin": "https://evil.example"}))
    True
    """
    if headers.get("sec-fetch-site", "none") not in _OURS:
        return True
    origin = headers.get("origin")
    return origin is not None and _host(origin) != headers.get("host")


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None
