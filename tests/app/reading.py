"""Reading a page as a test sees it."""

from __future__ import annotations

import re
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

Opener = Callable[..., AppTest]


def html_of(app: AppTest) -> str:
    """All of the page's own HTML."""
    return "\n".join(element.proto.body for element in app.get("html"))


def text_of(html: str) -> str:
    """What a reader sees of some HTML."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def loss_of(app: AppTest) -> str:
    """The text of the loss."""
    found = re.search(r'<div class="loss">.*?</div>', html_of(app))
    assert found, "no loss on the page"
    return text_of(found.group())
