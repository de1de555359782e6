"""The live channel: a websocket of one page, on which a hand that moves never waits for an answer.

The browser says ``{"query": ...}`` once, the link that the hand starts from, and then ``[number, moves]`` as often
as it likes: all moves since. The answer is ``[number, changes]`` (see `ui.hand.live_page.changed`), or
``[number, null]`` to what cannot be answered here. Of several questions that wait only the newest is answered, and
that answers all of them: a busy server draws fewer pictures and never makes a queue.

Each connection is slowed alone: it is read no faster than ``RATE``, and rests three times as long as it worked. All
together leave the loop time for everything else.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from starlette.datastructures import Headers
from starlette.routing import WebSocketRoute
from starlette.types import Receive, Scope, Send

from ui.hand.beside import beside
from ui.hand.live import LONGEST, read_query
from ui.hand.live_page import MOST_MOVES, Drawing, LivePage
from ui.hand.moves import Move, read_moves
from ui.hand.origin import foreign

log = logging.getLogger("playground.channel")

RATE = 150.0  # messages a second, more than the frames of a fast screen
BURST_SECONDS = 1.0  # who was silent may say at once what this long would have held
REST = 3  # times as long as it took to draw an answer
SHARE = 0.5  # of the loop's time that all answers may take together
MOST_OF_A_TURN = 0.02  # seconds
MOST_OF_ONE_ADDRESS = 300  # a school is one address
MOST_OF_ALL = 2000
# Why a channel is closed, as the browser's close event says it.
NONSENSE, TOO_BIG, FAILED, CROWDED = 1007, 1009, 1011, 1013


class Channels:
    """The channels of all pages: an ASGI application.

    Parameters
    ----------
    pages
        By name.
    """

    def __init__(self, pages: Mapping[str, LivePage[Any]]) -> None:
        self.pages = pages
        self.inside: Counter[str] = Counter()
        self.turns = Turns()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a browser in, and talk until it leaves."""
        page = self.pages.get(scope["path_params"]["page"])
        if page is None or foreign(Headers(scope=scope)):
            await send({"type": "websocket.close"})  # before it is accepted: 403
        else:
            await self._let_in(page, scope, receive, send)

    async def _let_in(
        self, page: LivePage[Any], scope: Scope, receive: Receive, send: Send
    ) -> None:
        limit_messages(receive)
        await receive()
        await send({"type": "websocket.accept"})
        # uvicorn has put a forwarded address here, if it came from a proxy that FORWARDED_ALLOW_IPS names.
        address = (scope.get("client") or ("", 0))[0]
        with self._counted(address) as crowded, suppress(OSError):
            if crowded:
                await send({"type": "websocket.close", "code": CROWDED})
            else:
                await Conversation(page, receive, send, self.turns).hold()

    @contextmanager
    def _counted(self, address: str) -> Iterator[bool]:
        """Count one connection more; yield whether it is one too many."""
        self.inside[address] += 1
        try:
            of_all = self.inside.total()
            yield self.inside[address] > MOST_OF_ONE_ADDRESS or of_all > MOST_OF_ALL
        finally:
            self.inside[address] -= 1
            if not self.inside[address]:
                del self.inside[address]


class Turns:
    """Turns at the loop, for the answers of all channels: together they leave it a share for everything else."""

    def __init__(self) -> None:
        self.free = 0.0  # when the next turn may begin
        self.cost = 0.0  # seconds of an answer, as far as we know

    async def take(self) -> None:
        """Wait for a turn; who is alone does not wait."""
        now = time.monotonic()
        begin = max(now, self.free)
        self.free = begin + self.cost / SHARE
        if begin > now:
            await asyncio.sleep(begin - now)

    def took(self, seconds: float) -> None:
        """Learn what an answer costs; where the machine is short of time, it costs more."""
        self.cost += (min(seconds, MOST_OF_A_TURN) - self.cost) / 16


def route(pages: Mapping[str, LivePage[Any]]) -> WebSocketRoute:
    """Return the route of the channels, for the pages by name."""
    return WebSocketRoute("/channel/{page}", Channels(pages))


def limit_messages(receive: Receive) -> None:
    """Let the server take no longer message than a question; it takes 200 MB for Streamlit, and holds them whole.

    A server that is not uvicorn has limits of its own, and what is too long is refused when it has come.
    """
    connection = getattr(getattr(receive, "__self__", None), "conn", None)
    if isinstance(getattr(connection, "max_message_size", None), int):
        connection.max_message_size = LONGEST  # type: ignore[union-attr]


class Nonsense(Exception):
    """What came is no message of ours."""


class Conversation:
    """What is said on one channel.

    Parameters
    ----------
    page
        Which is drawn.
    receive, send
        Of the ASGI connection, accepted.
    turns
        Shared by all conversations.
    """

    def __init__(self, page: LivePage[Any], receive: Receive, send: Send, turns: Turns) -> None:
        self.page = page
        self.turns = turns
        self.receive = receive
        self.send = send
        self.drawing: Drawing[Any] | None = None
        self.base = ""  # the newest that was said, not read yet
        self.question = ""
        self.asked = asyncio.Event()
        self.due = 0.0  # when the next message may be read, less the burst

    async def hold(self) -> None:
        """Listen until the browser leaves, and answer meanwhile."""
        answering = asyncio.create_task(self._answer())
        try:
            await self._listen()
        finally:
            answering.cancel()
            with suppress(asyncio.CancelledError):
                await answering

    async def _listen(self) -> None:
        while (message := await self.receive())["type"] == "websocket.receive":
            text = message.get("text") or ""
            if len(text) > LONGEST:
                await self._close(TOO_BIG)
            elif text.startswith("{"):
                self.base, self.question = text, ""
            elif text.startswith("["):
                self.question = text
                self.asked.set()
            else:
                await self._close(NONSENSE)
            await self._slow_down()

    async def _slow_down(self) -> None:
        """Wait where the browser speaks faster than it may: meanwhile the network holds it back."""
        now = time.monotonic()
        self.due = max(self.due, now - BURST_SECONDS) + 1 / RATE
        if self.due > now:
            await asyncio.sleep(self.due - now)

    async def _answer(self) -> None:
        try:
            while True:
                await self.asked.wait()
                await self.turns.take()
                self.asked.clear()
                base, question, self.base, self.question = self.base, self.question, "", ""
                if not question:
                    continue
                begun = time.perf_counter()
                await self._say(await self._reply(base, question))
                await asyncio.sleep(REST * (time.perf_counter() - begun))
        except Nonsense:
            await self._close(NONSENSE)
        except OSError:
            pass  # the browser is gone
        except Exception:
            log.exception("a live answer failed")
            await self._close(FAILED)

    async def _reply(self, base: str, question: str) -> str:
        if base:
            self.drawing = Drawing(self.page, read_base(base))
        drawing = self.drawing
        if drawing is None:
            raise Nonsense
        number, moves = read_asked(question)
        if moves is None:
            return json.dumps([number, None])
        if not self.page.slow(drawing.start):
            begun = time.perf_counter()
            text = json.dumps([number, drawing.changes(moves)])
            self.turns.took(time.perf_counter() - begun)
            return text
        return await beside(lambda: json.dumps([number, drawing.changes(moves)]))

    async def _say(self, text: str) -> None:
        await self.send({"type": "websocket.send", "text": text})

    async def _close(self, code: int) -> None:
        with suppress(OSError, RuntimeError):  # it is closed already
            await self.send({"type": "websocket.close", "code": code})


def read_base(text: str) -> dict[str, str]:
    """Return the query that a hand starts from."""
    query = read_query(_parsed(text))
    if query is None:
        raise Nonsense
    return query


def read_asked(text: str) -> tuple[int, tuple[Move, ...] | None]:
    """Return number and moves of a question; no moves at all where there are too many."""
    asked = _parsed(text)
    if not isinstance(asked, list) or len(asked) != 2 or type(asked[0]) is not int:
        raise Nonsense
    number, moves = asked
    many = isinstance(moves, list) and len(moves) > MOST_MOVES
    return number, None if many else read_moves(moves)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Nonsense from None
