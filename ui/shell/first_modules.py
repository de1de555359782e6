"""Streamlit's modules for a first page, in one file.

Its page asks for some seventy modules, most of them smaller than their own headers, and a browser asks for six at a time: at
100 ms to the server more than a second of waiting. So the document's list of them gives way to one script that brings
the modules' texts and tells the browser by an import map that it has them already. A module that asks for its own address, or is
large, is still fetched, and all are where the browser knows no import maps. The font waits for that script: it is as large as
all of them, and there are no words to show before they have run.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from streamlit import file_util

from ui.elements import static_scripts
from ui.shell.static_files import FOREVER, chosen, packed

LARGEST = 100_000  # bytes: a larger one is worth a connection of its own
# What the first elements of every page need, by the names that Streamlit's build gives them.
ELEMENTS = ("Html", "BidiComponent", "ButtonGroup", "Button")
_PRELOAD = re.compile(
    r'\s*<link rel="modulepreload" crossorigin href="\./static/js/([\w.-]+\.js)">'
)
# It begins with what is rare: a search for "from" or "import" takes five times as long, in the first visitor's time.
_SPECIFIER = re.compile(r"""["'`]\./([\w.-]+\.js)["'`]""")
LONGEST_BEFORE = 12  # characters: "import" with its bracket, and blanks
_BEFORE_IT = re.compile(r"\b(?:from|import)\s*(\(?)\s*$")
_ENTRY = re.compile(r'<script type="module" crossorigin src="\./static/js/([\w.-]+\.js)">')
_FONT = re.compile(r'<link\s+rel="preload"\s+href="(\./static/media/[^"]+)"\s+as="font"[^>]*>')
# Relative addresses mean nothing in a blob, so the modules name each other in full; ``@@`` stands for their folder.
_LOADER = """(() => {
  if (!HTMLScriptElement.supports?.("importmap")) return;
  const folder = new URL("static/js/", document.baseURI).href, imports = {};
  for (const [name, text] of Object.entries(%s))
    imports[folder + name] = URL.createObjectURL(new Blob([text.replaceAll("@@/", folder)], { type: "text/javascript" }));
  const map = document.createElement("script");
  map.type = "importmap";
  map.textContent = JSON.stringify({ imports });
  document.head.append(map);
  const font = %s;
  if (font) document.head.append(Object.assign(document.createElement("link"),
    { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href: font }));
})();
"""


def with_first_modules(head: str) -> str:
    """Return the head of Streamlit's document with one script in the place of many small modules.

    What is large is still preloaded, then our own modules.
    """
    entry = _ENTRY.search(head)
    if entry is None:  # a Streamlit that is built otherwise
        return head
    font = _FONT.search(head)
    loader, large = bundle(entry[1], tuple(_PRELOAD.findall(head)), font[1] if font else "")
    links = [f"./static/js/{name}" for name in large]
    links += [f"./{address}" for address in static_scripts.first()]
    preloads = "".join(f'<link rel="modulepreload" crossorigin href="{link}">' for link in links)
    script = f'<script src="./assets/first/{_digest(loader)}.js"></script>\n    '
    return _FONT.sub("", _PRELOAD.sub("", head)).replace(entry[0], script + entry[0]) + preloads


@cache
def bundle(entry: str, listed: tuple[str, ...], font: str = "") -> tuple[str, list[str]]:
    """Return a script that holds the small ones of some modules and of what a page's elements need; and the large ones.

    The entry itself is asked for by the document; the font, if there is one, by the script.
    """
    small, large = {}, []
    for name in _with_imports([*listed, *_of_elements()]):
        if name == entry:
            continue
        text = (_folder() / name).read_text(encoding="utf-8")
        if "import.meta" in text or len(text) > LARGEST:
            large.append(name)
        else:
            small[name] = _SPECIFIER.sub(_in_full, text)
    loader = _LOADER % (json.dumps(small), json.dumps(font))
    _made[_digest(loader)] = loader.encode()
    return loader, large


_made: dict[str, bytes] = {}


def _with_imports(names: list[str]) -> list[str]:
    """Return some modules and all that they import at once, each once."""
    found: list[str] = []
    while names:
        name = names.pop(0)
        if name not in found and (_folder() / name).is_file():
            found.append(name)
            text = (_folder() / name).read_text(encoding="utf-8")
            names += [m[1] for m in _SPECIFIER.finditer(text) if (how := _import(m)) and not how[1]]
    return found


def _import(specifier: re.Match[str]) -> re.Match[str] | None:
    """Return what stands before a module's name where it is imported; group 1: the bracket of what is imported later."""
    start = specifier.start()
    return _BEFORE_IT.search(specifier.string, max(0, start - LONGEST_BEFORE), start)


def _in_full(specifier: re.Match[str]) -> str:
    return specifier[0].replace("./", "@@/", 1) if _import(specifier) else specifier[0]


def _of_elements() -> list[str]:
    return [found.name for e in ELEMENTS for found in sorted(_folder().glob(f"{e}.*.js"))]


def _folder() -> Path:
    return Path(file_util.get_static_dir()) / "static" / "js"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def answer(request: Request) -> Response:
    """Answer with the script whose digest the address has."""
    digest = request.path_params["digest"]
    content = _made.get(digest)
    if content is None:
        return Response(status_code=404)
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    if way := chosen(Headers(scope=request.scope)):
        content = packed(f"first.{digest}.js", content, way)
        headers["Content-Encoding"] = way
    return Response(content, headers=headers, media_type="text/javascript")


ROUTE = Route("/assets/first/{digest}.js", answer)
