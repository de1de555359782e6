"""What a visitor, a link or a file says stands in our messages as text, and nowhere as anything else."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from core.errors import InvalidInput
from tests.unit.test_translations import ERRORS, ROOT
from ui.language.escaping import plain, safe
from ui.language.messages import sentence
from ui.language.sentences import LANGUAGES, speaking

HOSTILE = (
    "Expired! Log in: http://evil.example",
    "[log in](http://evil.example) ![x](http://evil.example/x.png)",
    "<http://evil.example> www.evil.example WWW.evil.example me@evil.example",
    "<script>alert(1)</script> <b>",
    "\n\n    <b>code</b>\r\n\t# title\n- item\n1. one\n\n***\n| a |\n|---|",
    ":material/bug: :smile: :red[x] :streamlit: $x^2$ `code` ~~no~~ [^1]",
    "{name} {0} {} %s %(name)s",
    "\ud800\u202e\u0000",
)
# What only the page's own code may put into markdown, and what can only ever be text that we wrote.
BOXES = ("warning", "error", "info", "success", "toast", "markdown", "write", "exception", "badge")
# What the browser's part makes of text that was not marked as anything: links, pictures, icons.
LIVELY = re.compile(r"https?://\w|www\.\w|[\w.]@[\w.]|:[a-z_]+:|:material/", re.IGNORECASE)


def calls(names: tuple[str, ...]) -> Iterator[tuple[Path, ast.Call]]:
    """All calls of functions of some names in the code, with their files."""
    for folder in ("core", "ui", "pages"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    if name in names:
                        yield path, node


def text_in_utf8(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def templates() -> list[str]:
    """The sentences of all errors."""
    found = {
        call.args[0].value
        for _path, call in calls(ERRORS)
        if call.args and isinstance(call.args[0], ast.Constant)
    }
    return sorted(map(str, found))


def shown(markdown: str) -> str:
    """What markdown in which everything is escaped shows: the text that the browser's part looks through again."""
    return unescape(re.sub(r"\\(.)", r"\1", markdown))


def bare(markdown: str) -> str:
    """What of markdown is not escaped."""
    return re.sub(r"\\.|&#\d+;", "", markdown)


def test_boxes_are_written_in_one_place() -> None:
    own = {
        path.relative_to(ROOT).as_posix()
        for path, call in calls(BOXES)
        if isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "st"
    }
    assert own <= {"ui/language/messages.py"}


def test_there_are_sentences_to_walk() -> None:
    assert len(templates()) > 50


@pytest.mark.parametrize("template", templates())
@pytest.mark.parametrize("language", list(LANGUAGES))
def test_whatever_stands_in_a_message_is_text(template: str, language: str) -> None:
    gaps = [gap for _, gap, _, _ in string.Formatter().parse(template) if gap]
    for hostile in HOSTILE:
        with speaking(language):
            said = sentence(InvalidInput(template, **dict.fromkeys(gaps, hostile)))
        written = plain(said)
        assert "\n" not in written
        assert not set(bare(written)) & set("\\`*_{}[]()<>#+-.!|~$:&")
        assert not LIVELY.search(shown(written))
        assert shown(written).replace("\u2060", "").split() == text_in_utf8(said).split()
        assert "<" not in safe(said)
        assert '"' not in safe(said)
