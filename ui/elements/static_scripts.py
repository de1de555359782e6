"""The browser's part of our elements, served as files.

A component's code travels with every message that updates it. So what travels is one line that
imports the file, and the file is fetched once. Its address carries its hash: a new version is never
taken from a cache.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

ROOT = Path(__file__).parents[1]
# What the first page needs, and what that imports.
FIRST = (
    "shell/page_frame.js",
    *(
        f"elements/{name}.js"
        for name in ("bars", "post", "live_page", "channel", "drawing", "rows")
    ),
)


class Scripts(StaticFiles):
    """The JavaScript that stands beside the Python in the folders of ``ui``, and nothing else there."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Find a file, if it is a script."""
        return super().lookup_path(path) if path.endswith(".js") else ("", None)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file; one that is asked for by its version may be kept."""
        response = await super().get_response(path, scope)
        if scope["query_string"] == _version().encode():
            response.headers["Cache-Control"] = "public, immutable, max-age=31536000"
        return response


ROUTE = Mount("/assets", Scripts(directory=ROOT))


@cache
def _version() -> str:
    """Return a hash of all the files: one may import another."""
    files = sorted(ROOT.rglob("*.js"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def first() -> list[str]:
    """Return the addresses of what the first page needs: fetched with it, and not one round trip after another."""
    return [f"assets/{name}?{_version()}" for name in FIRST]


def script(name: str) -> str:
    """Return the module that stands for ``ui/<name>`` in a component."""
    return (
        f'const module = await import(new URL("assets/{name}?{_version()}", document.baseURI));\n'
        "export default module.default;"
    )
