"""The browser's part of our elements, served as files.

A component's code travels with every message that updates it. So what travels is one line that
imports the file, and the file is fetched once. Its address carries its hash: a new version is never
taken from a cache.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

ROOT = Path(__file__).parent / "assets"
ROUTE = Mount("/assets", StaticFiles(directory=ROOT))


@cache
def _version() -> str:
    """Return a hash of all the files: one may import another."""
    files = sorted(ROOT.glob("*.js"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def script(name: str) -> str:
    """Return the module that stands for ``assets/<name>`` in a component."""
    return (
        f'const module = await import(new URL("assets/{name}?{_version()}", document.baseURI));\n'
        "export default module.default;"
    )
