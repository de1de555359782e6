"""The short way for a hand that moves: numbers for the live bars, without a rerun of the page.

A rerun of the smallest fragment still passes through Streamlit's loop and through React, for every element
of the page. While a hand moves, the bars ask here instead: link and moves go in, and what the same
drawing functions would show comes out. Nothing is kept; when the hand rests, Streamlit hears of it and
draws the page as always. Where this way is closed, the bars take the long one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ui.hand.moves import Move, read_moves
from ui.hand.recording import record, recording
from ui.language.sentences import speaking
from ui.lecture.answers import GOAL, goal_html
from ui.link.permalink import asking

LONGEST = 20_000  # bytes of a question
Redraw = Callable[[dict[str, str], tuple[Move, ...]], dict[str, str]]
"""Draws the live part of a page after some moves to its query, and returns the query of what it drew."""


def route(redraws: Mapping[str, Redraw]) -> Route:
    """Return the route that answers a hand, for the pages by name.

    A question is ``{"query": ..., "moves": ...}``; the answer is the query after the moves, and pictures by element.
    """

    async def answer(request: Request) -> Response:
        redraw = redraws.get(request.path_params["page"])
        question = _question(await _body(request))
        if redraw is None or question is None:
            return Response(status_code=404 if redraw is None else 400)
        return Response(json.dumps(draw(redraw, *question)), media_type="application/json")

    return Route("/live/{page}", answer, methods=["POST"])


def draw(redraw: Redraw, query: dict[str, str], moves: tuple[Move, ...]) -> dict[str, Any]:
    """Draw a page's live part after some moves, in the language of its link."""
    with speaking(query.get("lang", "")), asking(query), recording() as pictures:
        after = redraw(query, moves)
        if said := goal_html(after):
            record(GOAL, said)
        return {"query": after, "pictures": pictures}


async def _body(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST:
            return b""
    return body


def _question(body: bytes) -> tuple[dict[str, str], tuple[Move, ...]] | None:
    try:
        question = json.loads(body)
    except (ValueError, RecursionError):
        return None
    query = question.get("query") if isinstance(question, dict) else None
    if not isinstance(query, dict) or not all(isinstance(v, str) for v in query.values()):
        return None
    return query, read_moves(question.get("moves"))
