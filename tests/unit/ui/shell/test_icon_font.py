"""The smaller font of icons: every icon that a page may show is in it, and looks as in Streamlit's own."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont
from starlette.types import Message, Receive, Scope, Send

from scripts.icons import ligatures, original, used
from ui.shell.icon_font import ADDRESS, FILE, IconFont, version

Icons = tuple[dict[str, str], Any]
ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="module")
def small() -> Icons:
    return icons(FILE)


@pytest.fixture(scope="module")
def whole() -> Icons:
    return icons(original())


def icons(file: Path) -> Icons:
    font = TTFont(file)
    return ligatures(font), font.getGlyphSet()


def drawn(name: str, font: Icons) -> object:
    glyphs, shapes = font
    pen = RecordingPen()
    shapes[glyphs[name]].draw(pen)
    return pen.value


def test_it_is_made_of_streamlits_font() -> None:
    assert version(FILE.name) == version(original().name), (
        "Streamlit has another font: python -m scripts.icons"
    )
    assert FILE.stat().st_size < 60_000


def test_every_icon_that_may_be_shown_is_in_it(small: Icons, whole: Icons) -> None:
    assert (used() & set(whole[0])) - set(small[0]) == set(), "python -m scripts.icons"
    assert len(small[0]) < len(whole[0]) / 5


def test_our_icons_look_as_in_streamlits(small: Icons, whole: Icons) -> None:
    files = [file for folder in ("ui", "pages") for file in (ROOT / folder).rglob("*.py")]
    ours = {name for file in files for name in re.findall(r":material/(\w+):", file.read_text())}
    assert len(ours) > 20
    for name in ours:
        assert drawn(name, small) == drawn(name, whole), name


def asked(path: str) -> list[Message]:
    """What is answered at a path; nothing where the request is passed on."""
    sent: list[Message] = []

    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        return None

    async def receive() -> Message:
        await asyncio.Event().wait()  # who asks stays
        raise AssertionError("never")

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "extensions": {}}
    asyncio.run(IconFont(app)(scope, receive, send))
    return sent


def test_it_is_served_in_the_place_of_streamlits_and_of_no_other() -> None:
    start, *bodies = asked(ADDRESS)
    assert start["status"] == 200
    assert (b"content-type", b"font/woff2") in start["headers"]
    assert b"".join(body.get("body", b"") for body in bodies) == FILE.read_bytes()
    assert asked("/static/media/MaterialSymbols-Rounded.other.woff2") == []
