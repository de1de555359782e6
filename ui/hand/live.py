"""The second way for a hand that moves, where `ui.hand.channel` is closed: one question, one answer.

Nothing is kept; when the hand rests, Streamlit hears of it and draws the page as always. Where this way is
closed too, the bars take the long one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from ui.hand.beside import beside, crowded
from ui.hand.live_page import MOST_MOVES, Drawing, LivePage
from ui.hand.moves import Move, read_moves
from ui.hand.origin import foreign

LONGEST = 32_000  # bytes of a question
Query = dict[str, str]


def route(pages: Mapping[str, LivePage[Any]]) -> Route:
    """Return the route that answers a hand, for the pages by name.

    A question is ``{"query": ..., "moves": ...}``; the answer is the query after the moves, and pictures by element.
    """

    async def answer(request: Request) -> Response:
        page = pages.get(request.path_params["page"])
        if foreign(request.headers):
            return Response(status_code=403)
        question = read_question(await _body(request))
        if page is None or question is None:
            return Response(status_code=404 if page is None else 400)
        if crowded():
            return Response(status_code=503)
        return Response(await beside(_drawn, page, *question), media_type="application/json")

    return Route("/live/{page}", answer, methods=["POST"])


def _drawn(page: LivePage[Any], query: Query, moves: tuple[Move, ...]) -> str:
    return json.dumps(draw(page, query, moves))


def draw(page: LivePage[Any], query: Query, moves: tuple[Move, ...]) -> dict[str, Any]:
    """Draw a page's live part after some moves, in the language of its link."""
    return Drawing(page, query).draw(moves)


async def _body(request: Request) -> bytes:
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > LONGEST:
                return b""
    except ClientDisconnect:  # nobody waits for the answer
        return b""
    return body


def read_question(body: bytes) -> tuple[Query, tuple[Move, ...]] | None:
    """Return query and moves of a question, or None for what is none."""
    try:
        question = json.loads(body)
    except (ValueError, RecursionError):
        return None
    query = read_query(question)
    moves = question.get("moves") if query is not None else None
    if query is None or (isinstance(moves, list) and len(moves) > MOST_MOVES):
        return None
    return query, read_moves(moves)


def read_query(question: object) -> Query | None:
    """Return the query of a message, or None where there is none."""
    query = question.get("query") if isinstance(question, dict) else None
    if not isinstance(query, dict) or not all(isinstance(v, str) for v in query.values()):
        return None
    return query
