"""The icons that a page may show, in the place of Streamlit's font of four thousand: 54 kB instead of 375.

`scripts/icons.py` makes the file. Its name carries the version of Streamlit's own, which is served where the two differ.
"""

from __future__ import annotations

from pathlib import Path

from starlette.responses import FileResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.shell.static_files import FOREVER

NAME = "MaterialSymbols-Rounded.{version}.woff2"
FILE = next(Path(__file__).parent.glob("icons.*.woff2"))


def version(name: str) -> str:
    """Return what a font's name says of its content.

    Examples
    --------
    >>> version("MaterialSymbols-Rounded.nEdyypZU.woff2")
    'nEdyypZU'
    """
    return name.split(".")[1]


ADDRESS = "/static/media/" + NAME.format(version=version(FILE.name))


class IconFont:
    """Answer for the font of icons; pass everything else on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the smaller font, or pass the request on."""
        app = self.app
        if scope["type"] == "http" and scope["path"].endswith(ADDRESS):
            app = FileResponse(FILE, headers={"Cache-Control": FOREVER}, media_type="font/woff2")
        await app(scope, receive, send)
