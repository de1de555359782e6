"""Hostile visitors of a real server: whatever they send, no page says that it is our fault, and the others are served."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any
from urllib.parse import urlencode

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.client import VisitError, Visitor
from scripts.server import AppServer
from tests.hostile import strategies
from tests.hostile.conftest import hostile, tried
from tests.hostile.test_inputs import COLUMNS, PAGES, links
from tests.loops import run

SECONDS = 5.0
EVENTS = ("hand", "report", "beat", "act", "edited", "nonsense")
messages = st.one_of(
    st.builds(
        lambda moves, resting, number: {"moves": moves, "resting": resting, "number": number},
        strategies.moves(COLUMNS),
        st.booleans(),
        st.one_of(st.integers(-1, 2**31), strategies.junk),
    ),
    strategies.junk,
)
states = st.one_of(
    strategies.drawings.map(lambda raw: {"drawing": {"raw": raw, "data": None}}), strategies.junk
)


def is_fault(error: VisitError) -> bool:
    """A sentence that names what is wrong is none."""
    return "our fault" in str(error) or not str(error).strip()


async def visit(url: str, page: str, query: str, sent: list[tuple[int, str, Any, Any]]) -> None:
    """Open a page, and send each of some messages to one of its elements."""
    try:
        async with Visitor(url, page, query) as visitor:
            for nth, event, message, state in sent:
                widgets = list(visitor.widgets.values())
                if not widgets:
                    return
                widget = widgets[nth % len(widgets)]
                visitor.states[widget.id] = WidgetState(id=widget.id, json_value=json.dumps(state))
                await visitor.trigger(widget, event, message)
    except VisitError as error:
        if is_fault(error):
            raise


@pytest.mark.parametrize("page", list(PAGES))
@hostile("visits", 0.02)
@given(st.data())
def test_no_visitor_finds_a_fault(page: str, server: AppServer, data: st.DataObject) -> None:
    query = urlencode(data.draw(links(page)), errors="replace")
    sent = data.draw(
        st.lists(
            st.tuples(st.integers(0, 30), st.sampled_from(EVENTS), messages, states), max_size=3
        )
    )
    tried["visits"] += 1
    begun = time.perf_counter()
    path = "" if page == "home" else page
    run(asyncio.wait_for(visit(server.url, path, query, sent), 30))
    assert time.perf_counter() - begun < SECONDS


def test_the_server_is_well_afterwards(server: AppServer) -> None:
    assert server.healthy()
    printed = server.printed()
    assert "a page failed" not in printed
    assert "Traceback" not in printed, printed[printed.index("Traceback") - 500 :][:3000]
    assert psutil.Process(server.process.pid).memory_info().rss < 1e9
