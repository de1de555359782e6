"""Streamlit's own files, compressed once and kept: it serves them as they are, three megabytes for a first page.

A file is compressed when it is first asked for, in a thread, and kept on disk under a name that has its content's
hash; where no folder can be written, in memory. Headers say that a file whose name carries a version may be kept.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import file_util

try:
    import brotli
except ImportError:  # gzip alone
    brotli = None

FOLDER = Path(__file__).parents[2] / ".cache" / "static"
TEXT = frozenset((".js", ".css", ".svg", ".json", ".ttf", ".wasm"))
SMALLEST = 1000  # bytes: below, compression saves nothing
FOREVER = "public, immutable, max-age=31536000"
# Level 9 of gzip takes 0.3 s for the largest file, brotli's 9 a little more; what is beyond takes seconds for a few per cent.
HOW: dict[str, Callable[[bytes], bytes]] = {"gzip": lambda data: gzip.compress(data, 9, mtime=0)}
if brotli is not None:
    HOW = {"br": lambda data: bytes(brotli.compress(data, quality=9)), **HOW}


class CompressedStatic:
    """Answer for Streamlit's static text files, compressed; pass everything else on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.root = Path(file_util.get_static_dir()).resolve()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a file that the browser takes compressed, or pass the request on."""
        file = self._file(scope) if scope["type"] == "http" else None
        way = chosen(Headers(scope=scope)) if file else None
        if file is None or way is None:
            await self.app(scope, receive, send)
        else:
            content = await anyio.to_thread.run_sync(compressed, file, way)
            await answer(file, way, content)(scope, receive, send)

    def _file(self, scope: Scope) -> Path | None:
        """Return the file that a request asks for, if it is one of those that are worth it."""
        path: str = scope["path"]
        if scope["method"] not in ("GET", "HEAD") or not path.startswith("/static/"):
            return None
        try:
            file = (self.root / path.lstrip("/")).resolve()
            worth = file.suffix in TEXT and file.stat().st_size >= SMALLEST
        except (OSError, ValueError):
            return None
        return file if worth and file.is_relative_to(self.root / "static") else None


def chosen(headers: Headers) -> str | None:
    """Return how the browser takes a file, the best way first; None: as it is, or a part of it.

    Examples
    --------
    >>> chosen(Headers({"accept-encoding": "gzip, deflate"})), chosen(Headers({}))
    ('gzip', None)
    """
    if "range" in headers:
        return None
    taken = [way.split(";")[0].strip() for way in headers.get("accept-encoding", "").split(",")]
    return next((way for way in HOW if way in taken), None)


def answer(file: Path, way: str, content: bytes) -> Response:
    """Return the answer with a compressed file."""
    headers = {"Content-Encoding": way, "Vary": "Accept-Encoding", "Cache-Control": FOREVER}
    return Response(content, headers=headers, media_type=mimetypes.guess_type(file.name)[0])


@cache
def compressed(file: Path, way: str) -> bytes:
    """Return a file's content, compressed."""
    return packed(file.name, file.read_bytes(), way)


def packed(name: str, content: bytes, way: str) -> bytes:
    """Return a content, compressed; from disk, where that was done before."""
    kept = FOLDER / f"{name}.{hashlib.sha256(content).hexdigest()[:16]}.{way}"
    try:
        return kept.read_bytes()
    except OSError:
        made = HOW[way](content)
        keep(kept, made)
        return made


def compress_all() -> None:
    """Compress every file in every way, so that no visitor waits for it; for an image that is built once."""
    for file in sorted((Path(file_util.get_static_dir()).resolve() / "static").rglob("*")):
        if file.suffix in TEXT and file.stat().st_size >= SMALLEST:
            for way in HOW:
                compressed(file, way)


def keep(file: Path, content: bytes) -> None:
    """Write a file whole or not at all; a folder that cannot be written is no harm."""
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(file)
    except OSError:
        with suppress(OSError):
            part.unlink()


@cache
def charts() -> list[str]:
    """Return the addresses of what a first chart needs, so that an idle browser may fetch it before."""
    root = Path(file_util.get_static_dir())
    return [str(file.relative_to(root)) for file in sorted(root.glob("static/js/PlotlyChart.*.js"))]
