"""Streamlit's modules for a first page come in one file: nothing is lost on the way, and nothing comes twice."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response
from streamlit import file_util

from ui.shell.first_modules import LARGEST, answer, bundle, with_first_modules

STATIC = Path(file_util.get_static_dir())
HEAD = (STATIC / "index.html").read_text(encoding="utf-8").partition("</head>")[0]
LISTED = re.findall(r'rel="modulepreload" crossorigin href="\./static/js/([^"]+)"', HEAD)
MADE = with_first_modules(HEAD)


def texts(loader: str) -> dict[str, str]:
    """The modules that a loader holds."""
    found = re.search(r"Object\.entries\((.*)\)\)\n", loader)
    assert found
    return json.loads(found[1])


def ask(digest: str, taken: str = "") -> Response:
    """Ask for the script of a digest."""
    headers = [(b"accept-encoding", taken.encode())]
    scope = {"type": "http", "headers": headers, "path_params": {"digest": digest}}
    return answer(Request(scope))


@pytest.fixture(scope="module")
def loader() -> str:
    address = re.search(r'<script src="\./assets/first/([0-9a-f]+)\.js">', MADE)
    assert address
    response = ask(address[1])
    assert response.status_code == 200
    assert "immutable" in response.headers["cache-control"]
    return bytes(response.body).decode()


def test_every_module_of_the_document_is_in_the_file_or_preloaded(loader: str) -> None:
    preloaded = re.findall(r'rel="modulepreload" crossorigin href="\./static/js/([^"]+)"', MADE)
    assert len(LISTED) > 40, "Streamlit's document is built otherwise than we know"
    assert not set(preloaded) & set(texts(loader))
    assert set(LISTED) <= set(preloaded) | set(texts(loader))
    assert len(preloaded) < 10


def test_the_texts_are_streamlits_and_name_each_other_in_full(loader: str) -> None:
    for name, text in texts(loader).items():
        original = (STATIC / "static" / "js" / name).read_text(encoding="utf-8")
        assert text.replace("@@/", "./") == original
        assert len(original) <= LARGEST
        assert "import.meta" not in text
        assert not re.search(r"""(from|import)\s*\(?\s*["'`]\.""", text), name


def test_it_comes_compressed(loader: str) -> None:
    address = re.search(r"/assets/first/([0-9a-f]+)", MADE)
    assert address
    response = ask(address[1], "gzip")
    assert response.headers["content-encoding"] == "gzip"
    assert gzip.decompress(bytes(response.body)).decode() == loader


def test_the_map_stands_before_the_first_module() -> None:
    assert MADE.index("/assets/first/") < MADE.index('<script type="module"')


def test_our_own_modules_are_fetched_with_the_page() -> None:
    assert re.search(r'href="\./assets/elements/bars\.js\?[0-9a-f]+"', MADE)


def test_a_document_that_is_built_otherwise_stays_as_it_is() -> None:
    assert with_first_modules("<head><title>x</title>") == "<head><title>x</title>"


def test_no_other_file_is_answered() -> None:
    assert ask("00").status_code == 404


def test_the_file_is_made_once() -> None:
    entry, listed = "index.js", tuple(LISTED)
    assert bundle(entry, listed) is bundle(entry, listed)
