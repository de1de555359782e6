"""What a visitor does on each page, as the browser would send it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from benchmarks.client import Visitor, VisitError

REST_SECONDS = 0.25  # after the last key, the bars say that the hand rests


@dataclass(frozen=True)
class Hand:
    """One kind of change.

    Attributes
    ----------
    page, query
        Where it happens.
    change
        Makes the n-th change of a visitor, and returns when the answer is complete.
    rest
        What follows once the hand rests, if anything does.
    """

    page: str
    query: str
    change: Callable[[Visitor, int], Awaitable[None]]
    rest: Callable[[Visitor, int], Awaitable[None]] | None = None


def dragged(n: int, low: float, high: float) -> float:
    """Return where a hand that goes to and fro is at its n-th step."""
    steps = 20
    along = abs((n % (2 * steps)) - steps) / steps
    return round(low + along * (high - low), 3)


async def slide(visitor: Visitor, n: int) -> None:
    """Move the first slider of the bare app."""
    await visitor.slide(visitor.find("z1"), dragged(n, -5, 5))


def bars(page: str, key: str) -> Hand:
    """Return the hand that moves the first bar of an element, and rests."""

    def move(resting: bool) -> Callable[[Visitor, int], Awaitable[None]]:
        async def change(visitor: Visitor, n: int) -> None:
            column = next(c for c in visitor.find(key).data()["columns"] if c["edit"])
            value = dragged(n, column["low"] / 2, column["high"] / 2)
            number = 2 * n + 1 + resting
            sent = {"number": number, "moves": [[0, column["key"], value]], "resting": resting}
            await visitor.trigger(visitor.find(key), "hand", sent)
            if visitor.find(key).data()["answer"] != number:
                raise VisitError(f"{key} did not answer change {number}")

        return change

    return Hand(page, "lang=en&v=1", move(resting=False), move(resting=True))


BARE = Hand("", "", slide)
HANDS = {
    "/": bars("", "home.logits"),
    "/softmax": bars("softmax", "softmax.logits"),
}


async def change_and_rest(hand: Hand, visitor: Visitor, n: int) -> None:
    """Make one change and let the hand rest."""
    await hand.change(visitor, n)
    if hand.rest:
        await asyncio.sleep(REST_SECONDS)
        await hand.rest(visitor, n)
