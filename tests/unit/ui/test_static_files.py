"""Streamlit's files reach the browser compressed, whole, and once made."""

from __future__ import annotations

import asyncio
import gzip
from pathlib import Path
from typing import Any

import brotli
import pytest

from ui.shell import static_files
from ui.shell.static_files import CompressedStatic, charts, chosen, compressed

Message = dict[str, Any]


def get(path: str, **headers: str) -> tuple[dict[str, str], bytes, bool]:
    """Ask for a file; return headers and body of the answer, and whether the app behind was asked."""
    sent: list[Message] = []
    asked = []

    async def app(_scope: Message, _receive: object, _send: object) -> None:
        asked.append(True)

    async def send(message: Message) -> None:
        sent.append(message)

    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": pairs}
    asyncio.run(CompressedStatic(app)(scope, None, send))  # type: ignore[arg-type]
    found = {k.decode(): v.decode() for k, v in sent[0]["headers"]} if sent else {}
    return found, b"".join(m.get("body", b"") for m in sent), bool(asked)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(static_files, "FOLDER", tmp_path / "kept")
    compressed.cache_clear()
    return tmp_path / "kept"


@pytest.mark.parametrize(
    ("taken", "way", "unpack"),
    [("gzip, deflate", "gzip", gzip.decompress), ("gzip, br", "br", brotli.decompress)],
)
def test_a_file_comes_compressed_and_is_the_file(
    folder: Path, taken: str, way: str, unpack: Any
) -> None:
    path = "/" + charts()[0]
    headers, body, asked = get(path, accept_encoding=taken)
    whole = (Path(static_files.file_util.get_static_dir()) / charts()[0]).read_bytes()
    assert unpack(body) == whole
    assert not asked
    assert headers["content-encoding"] == way
    assert headers["vary"] == "Accept-Encoding"
    assert "immutable" in headers["cache-control"]
    assert "javascript" in headers["content-type"]
    assert len(body) < len(whole) / 3
    (kept,) = folder.iterdir()
    kept.write_bytes(b"made before")
    compressed.cache_clear()
    assert get(path, accept_encoding=taken)[1] == b"made before"


def test_without_a_folder_to_write_it_is_made_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(static_files, "FOLDER", tmp_path / "file" / "below")
    assert get("/" + charts()[0], accept_encoding="gzip")[0]["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {"accept_encoding": "gzip"}),
        ("/static/js/none.js", {"accept_encoding": "gzip"}),
        ("/static/../../config.py", {"accept_encoding": "gzip"}),
        ("/static/%00.js", {"accept_encoding": "gzip"}),
        ("/static/" + 5000 * "a" + ".js", {"accept_encoding": "gzip"}),
        ("/" + charts()[0], {}),
        ("/" + charts()[0], {"accept_encoding": "gzip", "range": "bytes=0-9"}),
    ],
)
def test_everything_else_is_passed_on(path: str, headers: dict[str, str]) -> None:
    assert get(path, **headers) == ({}, b"", True)


def test_a_browser_chooses() -> None:
    from starlette.datastructures import Headers

    assert chosen(Headers({"accept-encoding": "identity"})) is None
    assert chosen(Headers({"accept-encoding": "br;q=1.0, gzip;q=0.5"})) == "br"
