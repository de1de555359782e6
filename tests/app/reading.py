"""Reading a page as a test sees it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

Opener = Callable[..., AppTest]


def html_of(app: AppTest) -> str:
    """All of the page's own HTML, but for the moments that say which of two pictures is newer."""
    html = "\n".join(element.proto.body for element in app.get("html"))
    return re.sub(r' data-live="\d+"', "", html)


def text_of(html: str) -> str:
    """What a reader sees of some HTML."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def message(box: Any) -> str:
    """What a reader sees of a box with a message, in which all that is markdown was escaped."""
    return unescape(re.sub(r"\\(.)", r"\1", box.value)).replace("\N{WORD JOINER}", "")


def loss_of(app: AppTest) -> str:
    """The text of the loss."""
    found = re.search(r'<div class="loss">.*?</div>', html_of(app))
    assert found, "no loss on the page"
    return text_of(found.group())


def numbers(text: str) -> list[float]:
    """The numbers in a text, of either language."""
    plain = text.replace("−", "-").replace(",", ".")
    return [float(x) for x in re.findall(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", plain)]


def table(app: AppTest, place: int = 0) -> list[list[str]]:
    """The cells of a table of the page."""
    found = re.findall(r"<table>.*?</table>", html_of(app), re.S)[place]
    rows = re.findall(r"<tr.*?</tr>", found, re.S)
    return [[text_of(c) for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]


def column(app: AppTest, title: str, place: int = 0) -> list[float]:
    """A column of a table, without its foot."""
    head, *rows = table(app, place)
    at = head.index(title)
    return [numbers(row[at])[0] for row in rows if row[0] not in ("Σ", "entropy in bits")]


def element(app: AppTest, key: str) -> dict[str, Any]:
    """The data of an element of bars."""
    for found in app.get("bidi_component"):
        if found.proto.id.endswith(f"-{key}"):
            data: dict[str, Any] = json.loads(found.proto.bytes)
            return data
    raise AssertionError(f"no element {key}")


def marked(app: AppTest, mark: str) -> str:
    """The text of the element with a data mark."""
    found = re.search(rf"<(\w+)[^>]* {mark}.*?</\1>", html_of(app), re.S)
    assert found, f"nothing is marked {mark}"
    return text_of(found.group())


def chart(app: AppTest, place: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(app.get("plotly_chart")[place].proto.spec)
    return found


def data_of(values: Any) -> np.ndarray[Any, Any]:
    """An array as plotly sends it: a list, or typed bytes."""
    if not isinstance(values, dict):
        return np.array(values, dtype=float)
    shape = tuple(int(n) for n in str(values.get("shape", -1)).split(","))
    return np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"]).reshape(shape)
