"""English and Spanish are both complete, and say the same things with the same gaps."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
# What raises a sentence; BadData speaks to who trains a network, in English, and never on a page.
ERRORS = ("InvalidInput", "EmptyDrawing", "BadDrawing", "BadPicture", "BadWeights", "BadAttempts")
KEYWORDS = {"_": None, "ngettext": (1, 2), "N_": None} | dict.fromkeys(ERRORS)


def sentences() -> dict[str, str]:
    """Every sentence that the code says, with the file it stands in."""
    found: dict[str, str] = {}
    for folder in ("core", "ui", "pages"):
        for file, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder, keywords=KEYWORDS
        ):
            for text in message if isinstance(message, tuple) else (message,):
                found[text] = f"{folder}/{file}"
    for _line, message, _comments, _context in extract_from_file(
        "python", ROOT / "app.py", keywords=KEYWORDS
    ):
        found[str(message)] = "app.py"
    return found


def spanish() -> dict[str, Message]:
    messages: dict[str, Message] = {}
    for path in sorted((ROOT / "locales" / "es").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="es"):
                if message.id:
                    for text in message.id if isinstance(message.id, tuple) else (message.id,):
                        assert text not in messages, (
                            f"{text!r} stands in two files, also {path.name}"
                        )
                        messages[text] = message
    return messages


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_sentence_is_translated() -> None:
    known = spanish()
    missing = {text: file for text, file in sentences().items() if text not in known}
    assert not missing


def test_no_translation_is_left_over() -> None:
    assert not set(spanish()) - set(sentences())


@pytest.mark.parametrize("text", sorted(spanish()))
def test_a_translation_is_whole(text: str) -> None:
    message = spanish()[text]
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    assert all(said), "empty"
    assert not message.fuzzy
    for one in said:
        assert gaps(one) <= gaps(text)
    assert gaps(said[-1]) == gaps(text)


@pytest.mark.parametrize("text", sorted(spanish()))
def test_quotation_marks_are_the_languages(text: str) -> None:
    message = spanish()[text]
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    assert not set(text) & set("«»")
    assert not set("".join(said)) & set("“”")
