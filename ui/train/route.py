"""The way of the pictures: a page asks for the next one, and the process that trains takes the steps to it.

The link is the state here too: a question brings what a link says, and how far to train. Any server can
answer it; the one that answered last does so without training again. Nothing waits on the event loop.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from core.errors import InvalidInput
from core.training.asking import CONFUSION, DATA, SURFACES, WEIGHTS
from core.training.pool import Full, Gone
from core.training.run import MOST_STEPS
from ui.hand.recording import recording
from ui.language.messages import sentence
from ui.language.sentences import speaking
from ui.link.permalink import asking
from ui.train import questions
from ui.train.chain import chain
from ui.train.controls import draw_controls, draw_strip
from ui.train.moves import at_step, moved
from ui.train.picture import data_key, header, no_points, packed
from ui.train.state import Train, carried, read_carried

LONGEST = 60_000  # bytes of a question
MOST_MOVES = 50
MOST_AT_ONCE = 2000  # steps of one picture
MOST_EPOCHS = 1
OCTETS = "application/octet-stream"


@dataclass(frozen=True)
class Question:
    """What a page asks: see `read_question`."""

    query: dict[str, str]
    who: str
    step: int
    ahead: int
    epochs: int
    moves: list[tuple[str, str]]
    known: tuple[int, int]
    data: str
    words: bool


def read_question(body: bytes) -> Question | None:
    """Read a question; None where it is not one.

    ``query``: the link's; ``who``: whose training; ``step``: where the page stands; ``ahead`` steps or ``epochs`` further;
    ``moves``: what a hand did there, fields and texts; ``known``: of the curve; ``data``: the key of the points
    that the page has; ``words``: whether it wants the chain too.
    """
    try:
        sent = json.loads(body)
        query, moves = sent["query"], sent.get("moves", [])
        texts = [
            *query.values(),
            *(part for move in moves for part in move),
            sent["who"],
            sent.get("data", ""),
        ]
        numbers = [sent.get(name, 0) for name in ("step", "ahead", "epochs")] + list(
            sent.get("known", (0, -1))
        )
        if not all(type(text) is str for text in texts) or not all(type(n) is int for n in numbers):
            return None
        if len(moves) > MOST_MOVES or any(len(move) != 2 for move in moves):
            return None
        step, ahead, epochs, every, last = numbers
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return Question(
        query=query,
        who=sent["who"][:40],
        step=min(max(step, 0), MOST_STEPS),
        ahead=min(max(ahead, 0), MOST_AT_ONCE),
        epochs=min(max(epochs, 0), MOST_EPOCHS),
        moves=[(field, text) for field, text in moves],
        known=(every, last),
        data=sent.get("data", ""),
        words=sent.get("words") is True,
    )


async def answer(request: Request) -> Response:
    """Answer a page's question with a picture."""
    if foreign(request):
        return Response(status_code=403)
    body = await _body(request)
    question = read_question(body) if body is not None else None
    if question is None:
        return Response(status_code=400 if body is not None else 413)
    with speaking(question.query.get("lang", "")), asking(question.query):
        return await picture(question)


async def picture(question: Question) -> Response:
    """Return the picture that a question asks for, or the sentence that says why there is none."""
    before = at_step(read_carried(question.query), question.step)
    state, problems = after(before, question.moves)
    training = not question.moves
    ask = questions.question(
        state,
        question.who,
        step=min(state.steps + question.ahead, MOST_STEPS) if training else None,
        epochs=question.epochs if training else 0,
        known=question.known if training else (0, -1),
        want=_wanted(question, state),
    )
    try:
        found = await asyncio.wrap_future(questions.put(ask))
    except (InvalidInput, KeyError, Full, Gone) as error:
        return _refused(state, problems, error)
    state = replace(state, steps=found.step)
    head = header(state, found)
    if question.words or question.moves:
        with recording() as pictures:
            chain(state, found)
            if question.moves:
                draw_controls(state, problems)
                draw_strip(state, problems)
        head["pictures"] = pictures
    head["anew"] = bool(question.moves) and state.steps < before.steps
    return Response(packed(head, found.planes), media_type=OCTETS)


def after(state: Train, moves: list[tuple[str, str]]) -> tuple[Train, dict[str, str]]:
    """Return a state after moves, and by field what could not be done."""
    problems = {}
    for field, text in moves:
        try:
            state = moved(state, field, text)
        except InvalidInput as error:
            problems[field] = sentence(error)
    return state, problems


def _wanted(question: Question, state: Train) -> frozenset[str]:
    want = {SURFACES, WEIGHTS}
    if question.words or question.moves:
        want.add(CONFUSION)
    if question.data != data_key(state):
        want.add(DATA)
    return frozenset(want)


def _refused(state: Train, problems: dict[str, str], error: Exception) -> Response:
    """Say why there is no picture; the controls are drawn all the same, for they may mend it."""
    with recording() as pictures:
        draw_controls(state, problems)
        draw_strip(state, problems)
    said: dict[str, Any] = {
        "query": carried(state),
        "step": state.steps,
        "problem": sentence(questions.said(error)),
        "later": isinstance(error, Full | Gone),
        "points": no_points(state),
        "pictures": pictures,
    }
    return Response(packed(said), media_type=OCTETS)


def foreign(request: Request) -> bool:
    """Return whether another site's page asks."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


async def _body(request: Request) -> bytes | None:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST:
            return None
    return body


ROUTE = Route("/training/picture", answer, methods=["POST"])
