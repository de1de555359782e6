"""The short way for a hand that moves: the same numbers as the page, and nothing else gets through."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
import scipy.special
from starlette.requests import Request
from streamlit.testing.v1 import AppTest

from tests.app.reading import Opener, html_of
from ui.hand.live import LONGEST, route
from ui.hand.moves import Move, read_moves
from ui.softmax.redraw import LIVE
from ui.softmax.reruns import all_live
from ui.softmax.state import LINK, TABS, Explorer

answer = route({"softmax": LIVE}).endpoint


def ask(body: bytes | dict[str, Any], page: str = "softmax") -> tuple[int, Any]:
    """Put a question to the route, and return status and answer."""
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": sent, "more_body": False}

    scope = {"type": "http", "method": "POST", "headers": [], "path_params": {"page": page}}
    response = asyncio.run(answer(Request(scope, receive)))
    return response.status_code, json.loads(bytes(response.body)) if response.body else None


def test_moves_change_bars_loss_and_query() -> None:
    query = {"lang": "es", "z": "0,1,-1", "y": "2"}
    status, found = ask({"query": query, "moves": [[0, "z", 2.5], [2, "z", 0.25]]})
    assert status == 200
    assert LINK.parse(found["query"])[0] == Explorer(z=(2.5, 1, 0.25), y=2)
    assert found["query"]["lang"] == "es"
    p = found["pictures"]["softmax_bars"]["columns"][1]
    expected = scipy.special.softmax([2.5, 1, 0.25])
    assert p["values"] == pytest.approx(expected)
    assert p["texts"][0] == f"{expected[0]:.4f}".replace(".", ",")
    loss = -scipy.special.log_softmax([2.5, 1, 0.25])[2]
    assert f"{loss:.4f}".replace(".", ",") in found["pictures"]["loss"]
    assert "pérdida" in found["pictures"]["loss"]


# What of each tab follows a hand while it moves; the rest waits for it to rest.
FOLLOWS = {
    "table": {"worked"},
    "target": {"split"},
    "temperature": {"limits"},
    "gradient": {"softmax.gradient", "derivation"},
    "landscape": {"where"},
    "sigmoids": {"softmax.sigmoids", "sums"},
    "stability": {"lab"},
}
CHAIN = {"logit_bars", "softmax_bars", "loss", "softmax.temperature"}


@pytest.mark.parametrize("tab", TABS)
def test_it_draws_what_the_page_draws(open_page: Opener, tab: str) -> None:
    query = {"lang": "en", "z": "1,2,-1", "y": "0.2,0.3,0.5", "T": "2", "tab": tab}
    app = open_page("softmax", **query)
    _status, found = ask({"query": {**query, "z": "0,2,-1"}, "moves": [[0, "z", 1]]})
    pictures = found["pictures"]
    assert pictures.keys() == CHAIN | FOLLOWS.get(tab, set())
    for html in (picture for picture in pictures.values() if isinstance(picture, str)):
        assert html in html_of(app)
    drawn = [json.loads(e.proto.bytes) for e in app.get("bidi_component") if e.proto.bytes]
    for picture in drawn:
        assert picture.pop("answer") == 0
        assert picture.pop("run")
        live = picture.pop("live")
        assert live is None or live["all_live"] == all_live(Explorer(tab=tab))
        assert picture.pop("visit")
        if picture["key"] != "softmax.shift":  # it is moved itself
            assert picture == pictures[picture["key"]]


@pytest.mark.parametrize("tab", TABS)
def test_a_tab_is_all_live_when_nothing_of_it_waits_for_the_hand(
    open_page: Opener, tab: str
) -> None:
    """Drawn again for other logits, all of such a tab is what the short way draws."""
    before, after = (texts(open_page("softmax", tab=tab, z=z)) for z in ("1,2,-1", "2,2,-1"))
    _status, found = ask({"query": {"tab": tab, "z": "2,2,-1"}, "moves": []})
    live = [picture for picture in found["pictures"].values() if isinstance(picture, str)]
    changed = [new for new in after if new not in before and not any(p in new for p in live)]
    if all_live(Explorer(tab=tab)):
        assert not changed


def texts(app: AppTest) -> list[str]:
    """Return what a page says and draws, but for the bars."""
    kinds = ("html", "markdown", "code", "plotly_chart", "button", "text_input")
    protos = [element.proto for kind in kinds for element in app.get(kind)]
    return [getattr(proto, "body", "") or str(proto) for proto in protos]


def test_a_move_that_cannot_be_is_left_out() -> None:
    moves = [[0, "z", "abc"], [9, "z", 1.0], [1, "z", "0,5"], [0, "name", "x" * 300]]
    _status, found = ask({"query": {"z": "0,1"}, "moves": moves})
    assert LINK.parse(found["query"])[0] == Explorer(z=(0, 0.5))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"nonsense",
        b"\xff",
        b"[" * 19_000,
        b'{"query": {"z": 5}, "moves": []}',
        b'{"moves": []}',
        b'{"query": {}, "moves": [' + b" " * LONGEST + b"]}",
    ],
)
def test_what_is_no_question_gets_no_answer(body: bytes) -> None:
    assert ask(body) == (400, None)


def test_a_page_that_is_not_live() -> None:
    assert ask({"query": {}, "moves": []}, page="nowhere") == (404, None)


@pytest.mark.parametrize(
    ("sent", "moves"),
    [
        (None, ()),
        ("z", ()),
        ([[0, "z", 1]], (Move(0, "z", 1.0),)),
        ([[0, "z", 10**400], [0, "z", float("nan")], [0, "z", None], [0, "z"]], ()),
        ([[-1, "z", 1], [True, "z", 1], ["0", "z", 1], [0, 0, 1]], ()),
        ([[0, "name", "a\ud800b"]], (Move(0, "name", "a?b"),)),
    ],
)
def test_only_well_formed_moves_are_read(sent: object, moves: tuple[Move, ...]) -> None:
    assert read_moves(sent) == moves
