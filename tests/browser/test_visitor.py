"""A visitor without a browser, as the benchmarks use it, sees what `core` says."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.client import VisitError, Visitor
from benchmarks.hands import HANDS, tell
from core.softmax import softmax
from scripts.server import AppServer
from tests.loops import run


def test_visitor_moves_a_logit_and_reads_the_new_softmax(server: AppServer) -> None:
    hand = HANDS["/softmax"]

    async def visit() -> tuple[list[float], list[float], str]:
        async with Visitor(server.url, hand.page, hand.query) as visitor:
            await hand.change(visitor, 3)
            assert hand.rest is not None
            await hand.rest(visitor, 3)
            await visitor.run()
            z = visitor.find("logit_bars").data()["columns"][0]["values"]
            p = next(c for c in visitor.find("softmax_bars").data()["columns"] if c["color"] == "p")
            return z, p["values"], visitor.query

    z, p, query = run(visit())
    np.testing.assert_allclose(p, softmax(z), rtol=0, atol=1e-12)
    assert f"z={z[0]}" in query


def test_visitor_notices_an_answer_that_is_none(server: AppServer) -> None:
    async def visit() -> None:
        async with Visitor(server.url, "softmax", "lang=en&v=1") as visitor:
            with pytest.raises(VisitError, match="no widget"):
                await tell(visitor, "nothing", 1, resting=True)

    run(visit())
