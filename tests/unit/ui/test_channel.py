"""The live channel without a server: what is said on it, and what nobody can make it do."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.softmax import softmax
from ui.hand import channel
from ui.hand.channel import CROWDED, NONSENSE, TOO_BIG, Channels
from ui.hand.live import LONGEST
from ui.hand.live_page import MOST_MOVES, Drawing, LivePage, changed
from ui.hand.moves import Move
from ui.home.miniature import LINK, LIVE, Miniature, moved
from ui.softmax.redraw import LIVE as SOFTMAX

QUERY = {"lang": "en", "z": "2,1,-1", "y": "0"}
Message = dict[str, Any]


class Browser:
    """One end of a channel: what it sends, and what it gets."""

    def __init__(self) -> None:
        self.sent: asyncio.Queue[Message] = asyncio.Queue()
        self.got: asyncio.Queue[Message] = asyncio.Queue()
        self.sent.put_nowait({"type": "websocket.connect"})

    def say(self, message: object) -> None:
        text = message if isinstance(message, str) else json.dumps(message)
        self.sent.put_nowait({"type": "websocket.receive", "text": text})

    async def hears(self) -> Any:
        message = await asyncio.wait_for(self.got.get(), 10)
        assert message["type"] == "websocket.send"
        return json.loads(message["text"])

    async def closed(self) -> int:
        message = await asyncio.wait_for(self.got.get(), 10)
        assert message["type"] == "websocket.close"
        return message.get("code", 1000)


def scope(page: str = "home", client: str = "1.2.3.4", **headers: str) -> Message:
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {
        "type": "websocket",
        "path_params": {"page": page},
        "headers": [(b"host", b"play.example"), *pairs],
        "client": (client, 5000),
    }


@asynccontextmanager
async def talking(channels: Channels, **at: str) -> AsyncIterator[Browser]:
    """Open a channel, and leave it at the end."""
    browser = Browser()
    task = asyncio.create_task(channels(scope(**at), browser.sent.get, browser.got.put))
    try:
        yield browser
    finally:
        while not browser.sent.empty():  # what has not been read is lost with the connection
            browser.sent.get_nowait()
        browser.sent.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await asyncio.wait_for(task, 10)


def talk(
    act: Callable[[Browser], Any], pages: dict[str, LivePage[Any]] | None = None, **at: str
) -> Any:
    """Do something on one channel that was let in."""

    async def run() -> Any:
        async with talking(Channels(pages or {"home": LIVE, "softmax": SOFTMAX}), **at) as browser:
            assert (await browser.got.get())["type"] == "websocket.accept"
            return await act(browser)

    return asyncio.run(run())


def patched(thing: Any, changes: Any) -> Any:
    """Do as the browser does with changes."""
    if isinstance(changes, list):
        return changes[0]
    for key, change in changes.items():
        place = int(key) if isinstance(thing, list) else key
        thing[place] = patched(thing[place], change)
    return thing


def test_the_first_answer_is_whole_and_the_next_says_what_changed() -> None:
    async def act(browser: Browser) -> None:
        browser.say({"query": QUERY})
        browser.say([7, [[0, "z", 1.5]]])
        number, first = await browser.hears()
        assert number == 7
        state = patched(None, first)
        assert state["query"]["z"] == "1.5,1,-1"
        browser.say([8, [[0, "z", 0.5]]])
        number, changes = await browser.hears()
        assert number == 8
        assert set(changes["pictures"]["softmax_bars"]) == {"columns", "strong"}
        assert len(json.dumps(changes)) < 600 < 1000 < len(json.dumps(first))
        assert "0.5,1,-1" in json.dumps(changes["query"])
        state = patched(state, changes)
        p = softmax([0.5, 1, -1])
        assert state["pictures"]["softmax_bars"]["columns"][0]["values"] == pytest.approx(p)

    talk(act)


moves = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["z", "T", "y", "eps"]), st.floats(-20, 20)),
    max_size=4,
).map(lambda all_: tuple(Move(*one) for one in all_))


@given(st.lists(moves, min_size=2, max_size=4), st.sampled_from(["table", "stability", "quiz"]))
def test_changes_lead_to_what_would_be_drawn_anew(asked: list[Any], tab: str) -> None:
    query = {"lang": "es", "z": "1,2,3", "tab": tab}
    following, state = Drawing(SOFTMAX, query), None
    for some in asked:
        state = patched(state, json.loads(json.dumps(following.changes(some))))
    whole = json.loads(json.dumps(Drawing(SOFTMAX, query).draw(asked[-1])))
    joined = {k: "".join(v) if isinstance(v, list) else v for k, v in state["pictures"].items()}
    assert joined == whole["pictures"]
    assert (
        state["query"]
        == whole["query"]
        == SOFTMAX.link.query(SOFTMAX.after(SOFTMAX.link.parse(query)[0], asked[-1]))
        | {"lang": "es"}
    )


things = st.recursive(
    st.none() | st.integers(0, 3) | st.text("ab", max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=12,
)


@given(things, things)
def test_patches_do_what_changes_say(before: object, now: object) -> None:
    changes = json.loads(json.dumps(changed(before, now)))
    assert patched(json.loads(json.dumps(before)), changes) == now


def test_of_many_questions_that_wait_only_the_newest_is_answered() -> None:
    drawn: list[float] = []
    page = LivePage(LINK, moved, lambda state, _columns: drawn.append(state.z[0]))

    async def act(browser: Browser) -> None:
        browser.say({"query": QUERY})
        for n in range(20):
            browser.say([n, [[0, "z", n / 10]]])
        assert (await browser.hears())[0] == 19
        assert drawn == [1.9]

    talk(act, {"home": page})


@pytest.mark.parametrize(
    "said",
    [
        "nonsense",
        "",
        "[",
        "[1]",
        '["1", []]',
        "[true, []]",
        "[" * 10_000,
        '{"query": {"z": 5}}',
        '{"query": []}',
        "{}",
        '[1, [[0, "z", 1]]]',  # nobody said from where
    ],
)
def test_nonsense_ends_the_channel(said: str) -> None:
    async def act(browser: Browser) -> None:
        browser.say(said)
        if said.startswith("{"):
            browser.say([1, []])
        assert await browser.closed() == NONSENSE

    talk(act)


def test_binary_noise_and_what_is_too_long_end_it_too() -> None:
    async def noise(browser: Browser) -> None:
        browser.sent.put_nowait({"type": "websocket.receive", "bytes": b"\xff" * 99})
        assert await browser.closed() == NONSENSE

    async def long(browser: Browser) -> None:
        browser.say("[" + " " * LONGEST)
        assert await browser.closed() == TOO_BIG

    talk(noise)
    talk(long)


def test_too_many_moves_are_refused_and_the_channel_goes_on() -> None:
    async def act(browser: Browser) -> None:
        browser.say({"query": QUERY})
        browser.say([1, [[0, "z", 1]] * (MOST_MOVES + 1)])
        assert await browser.hears() == [1, None]
        browser.say([2, [[9, "z", 1], [0, "nothing", 1], [0, "z", "x"], None, [0, "z", 1.5]]])
        number, answer = await browser.hears()
        assert (number, answer[0]["query"]["z"]) == (2, "1.5,1,-1")

    talk(act)


@pytest.mark.parametrize(
    "at",
    [
        {"page": "nowhere"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site", "origin": "https://play.example"},
    ],
)
def test_who_may_not_come_in_is_refused_before_the_handshake(at: dict[str, str]) -> None:
    async def run() -> Message:
        async with talking(Channels({"home": LIVE}), **at) as browser:
            return await browser.got.get()

    assert asyncio.run(run()) == {"type": "websocket.close"}


def test_our_own_pages_come_in() -> None:
    async def act(browser: Browser) -> None:
        browser.say({"query": QUERY})
        browser.say([1, []])
        assert (await browser.hears())[0] == 1

    talk(act, origin="https://play.example", sec_fetch_site="same-origin")


def test_a_school_is_one_address_and_one_too_many_is_told_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert channel.MOST_OF_ONE_ADDRESS >= 200
    monkeypatch.setattr(channel, "MOST_OF_ONE_ADDRESS", 2)
    channels = Channels({"home": LIVE})

    async def run() -> None:
        async with talking(channels), talking(channels), talking(channels) as third:
            assert (await third.got.get())["type"] == "websocket.accept"
            assert await third.closed() == CROWDED
            async with talking(channels, client="5.6.7.8") as other:
                other.say({"query": QUERY})
                other.say([1, []])
                assert (await other.got.get())["type"] == "websocket.accept"
                assert (await other.hears())[0] == 1
        assert not channels.inside

    asyncio.run(run())


def test_who_floods_is_slowed_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A flood is read no faster than a hand moves, and another is answered meanwhile."""
    monkeypatch.setattr(channel, "RATE", 100.0)
    monkeypatch.setattr(channel, "BURST_SECONDS", 0.2)
    channels = Channels({"home": LIVE})

    async def run() -> tuple[int, float]:
        async with talking(channels) as flood, talking(channels, client="5.6.7.8") as hand:
            flood.say({"query": QUERY})
            for n in range(5000):
                flood.say([n, [[0, "z", n % 9]]])
            hand.say({"query": QUERY})
            await hand.got.get()
            begun = time.monotonic()
            for n in range(5):
                hand.say([n, [[0, "z", n]]])
                assert (await hand.hears())[0] == n
            taken = time.monotonic() - begun
            return 5000 - flood.sent.qsize(), taken

    read, taken = asyncio.run(run())
    assert read < 20 + 100 * (taken + 1)
    assert taken < 2


def test_a_fault_of_ours_closes_the_channel_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    def draw(_state: Miniature, _columns: frozenset[str]) -> None:
        raise ZeroDivisionError

    async def act(browser: Browser) -> None:
        browser.say({"query": QUERY})
        browser.say([1, []])
        assert await browser.closed() == channel.FAILED

    talk(act, {"home": LivePage(LINK, moved, draw)})
    assert "a live answer failed" in caplog.text


def test_what_may_take_long_leaves_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """While a slow page draws, another is answered."""

    def draw(_state: Miniature, _columns: frozenset[str]) -> None:
        time.sleep(0.5)

    pages = {"slow": LivePage(LINK, moved, draw, slow=lambda _s: True), "home": LIVE}
    channels = Channels(pages)

    async def run() -> float:
        async with talking(channels, page="slow") as slow, talking(channels) as quick:
            for browser in (slow, quick):
                await browser.got.get()
                browser.say({"query": QUERY})
            slow.say([1, []])
            await asyncio.sleep(0.05)
            begun = time.monotonic()
            quick.say([1, []])
            await quick.hears()
            taken = time.monotonic() - begun
            assert (await slow.hears())[0] == 1
            return taken

    assert asyncio.run(run()) < 0.3
