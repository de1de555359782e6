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

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

ROOT = Path(__file__).parents[1]


class Scripts(StaticFiles):
    """The JavaScript that stands beside the Python in the folders of ``ui``, and nothing else there."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Find a file, if it is a script."""
        return super().lookup_path(path) if path.endswith(".js") else ("", None)


ROUTE = Mount("/assets", Scripts(directory=ROOT))


@cache
def _version() -> str:
    """Return a hash of all the files: one may import another."""
    files = sorted(ROOT.rglob("*.js"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def script(name: str) -> str:
    """Return the module that stands for ``ui/<name>`` in a component."""
    return (
        f'const module = await import(new URL("assets/{name}?{_version()}", document.baseURI));\n'
        "export default module.default;"
    )
