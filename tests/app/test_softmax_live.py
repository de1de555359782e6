"""The short way for a hand that moves: the same numbers as the page, and nothing else gets through."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
import scipy.special
from starlette.requests import Request

from tests.app.reading import Opener, html_of
from ui.explorer.state import LINK, Explorer
from ui.live import LONGEST, answer
from ui.moves import Move, read_moves


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


def test_it_draws_what_the_page_draws(open_page: Opener) -> None:
    query = {"lang": "en", "z": "1,2,-1", "y": "0.2,0.3,0.5", "T": "2"}
    app = open_page("softmax", **query)
    _status, found = ask({"query": query, "moves": []})
    assert found["pictures"]["loss"] in html_of(app)
    drawn = [json.loads(e.proto.bytes) for e in app.get("bidi_component") if e.proto.bytes]
    for picture in drawn:
        assert picture.pop("answer") == 0
        assert picture.pop("run")
        assert picture == found["pictures"][picture["key"]]


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
