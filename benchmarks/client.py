"""A visitor without a browser: Streamlit's protobuf messages over its websocket.

`Visitor` does what the browser's part does: it remembers the elements and the state of the widgets,
sends a change with the widgets' states, the link and the fragment of the changed element, and knows
when the answer is complete.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Slider_pb2 import Slider
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.session_state import STREAMLIT_INTERNAL_KEY_PREFIX
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.http import Connection

# A run that a further run follows at once, because a callback asked for it.
FOLLOWED = ForwardMsg.FINISHED_EARLY_FOR_RERUN
FAILED = ForwardMsg.FINISHED_WITH_COMPILE_ERROR
STAMP = re.compile(r'(?:"run": |data-live=")(\d+)')


class VisitError(RuntimeError):
    """The app answered with an error."""


@dataclass(frozen=True)
class Widget:
    """An element that a hand can change: its id, its fragment and its message."""

    id: str
    fragment: str
    proto: Slider | BidiComponent | ButtonGroup

    def data(self) -> dict[str, Any]:
        """Return what one of our own elements was told to show."""
        if not isinstance(self.proto, BidiComponent):
            raise TypeError("a stock element")
        told: dict[str, Any] = json.loads(self.proto.bytes or self.proto.json)
        return told


@dataclass
class Visitor:
    """One connection to a Streamlit server, on one page.

    Parameters
    ----------
    url
        Of the server.
    page
        As in the link; empty: the first one.
    query
        The link's query string; follows what the app writes.
    cookie
        Sent with every request.
    """

    url: str
    page: str = ""
    query: str = ""
    cookie: str = ""
    widgets: dict[str, Widget] = field(default_factory=dict)
    states: dict[str, WidgetState] = field(default_factory=dict)
    cached: dict[str, ForwardMsg] = field(default_factory=dict)
    messages: int = 0  # in the last answer
    bytes: int = 0  # in the last answer
    socket: ClientConnection | None = None
    http: Connection = field(init=False)
    page_hash: str = ""
    seen: int = 0  # the stamp of the newest of our elements that has come

    def __post_init__(self) -> None:
        """Prepare the second connection, for questions beside the websocket."""
        self.http = Connection(self.url, self.cookie)

    async def __aenter__(self) -> Self:
        """Connect and load the page."""
        self.socket = await connect(
            self.url.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers={"Cookie": self.cookie} if self.cookie else {},
            compression=None,
            max_size=None,
            open_timeout=60,
        )
        await self.run()
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Leave."""
        self.http.close()
        if self.socket:
            await self.socket.close()

    async def run(self, fragment: str = "", trigger: WidgetState | None = None) -> None:
        """Ask for a run of the page or of a fragment; return when its answer is complete."""
        if self.socket is None:
            raise VisitError("not connected")
        asked = BackMsg()
        client = asked.rerun_script
        client.query_string = self.query
        client.page_name = "" if self.page_hash else self.page
        client.page_script_hash = self.page_hash
        client.fragment_id = fragment
        client.cached_message_hashes.extend(self.cached)
        client.context_info.url = f"{self.url}/{self.page}"
        client.context_info.locale = "en-US"
        client.widget_states.widgets.extend(self.states.values())
        if trigger is not None:
            client.widget_states.widgets.append(trigger)
        await self.socket.send(asked.SerializeToString())
        await self._answer()

    async def _answer(self) -> None:
        """Read messages until the run is complete."""
        assert self.socket is not None
        self.messages = self.bytes = 0
        while True:
            received = await self.socket.recv()
            self.messages += 1
            self.bytes += len(received)
            message = ForwardMsg()
            message.ParseFromString(received)
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                if message.script_finished == FAILED:
                    raise VisitError("the script does not compile")
                if message.script_finished != FOLLOWED:
                    return
            elif kind in ("delta", "ref_hash"):
                self._element(message)
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "new_session" and not self.page_hash:
                self.page_hash = message.new_session.page_script_hash
            elif kind == "navigation":
                self.page_hash = message.navigation.page_script_hash

    def _element(self, message: ForwardMsg) -> None:
        """Remember a widget, and what the server need not send again."""
        if message.WhichOneof("type") == "ref_hash":
            message = self.cached[message.ref_hash]
        elif message.metadata.cacheable:
            self.cached[message.hash] = message
        element: Element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise VisitError(element.exception.message)
        if kind == "alert" and element.alert.format == Alert.ERROR:
            raise VisitError(element.alert.body)
        if kind == "slider":
            widget = Widget(element.slider.id, message.delta.fragment_id, element.slider)
        elif kind == "button_group":
            group = element.button_group
            widget = Widget(group.id, message.delta.fragment_id, group)
        elif kind == "bidi_component":
            component = element.bidi_component
            self._see(component.bytes.decode())
            widget = Widget(component.id, message.delta.fragment_id, component)
        else:
            if kind == "html":
                self._see(element.html.body)
            return
        self.widgets[widget.id] = widget

    def _see(self, content: str) -> None:
        if found := STAMP.search(content):
            self.seen = max(self.seen, int(found[1]))

    def find(self, name: str) -> Widget:
        """Return the widget of this key, or the slider of this label."""
        for widget in self.widgets.values():
            label = widget.proto.label if isinstance(widget.proto, Slider) else None
            if label == name or widget.id.endswith(f"-{name}"):
                return widget
        raise VisitError(f"no widget {name!r} among {list(self.widgets)}")

    async def slide(self, widget: Widget, value: float) -> None:
        """Move a stock slider."""
        state = WidgetState(id=widget.id)
        state.double_array_value.data.append(value)
        self.states[widget.id] = state
        await self.run(widget.fragment)

    async def choose(self, widget: Widget, option: str) -> None:
        """Choose one of the options of a group of buttons."""
        state = WidgetState(id=widget.id)
        state.string_array_value.data.append(option)
        self.states[widget.id] = state
        await self.run(widget.fragment)

    async def trigger(self, widget: Widget, event: str, value: object) -> None:
        """Send an event of one of our elements."""
        state = WidgetState(id=f"{STREAMLIT_INTERNAL_KEY_PREFIX}_{widget.id}__events")
        state.json_trigger_value = json.dumps([{"event": event, "value": value}])
        await self.run(widget.fragment, state)

    async def set(self, widget: Widget, value: Mapping[str, object]) -> None:
        """Set the state of a component, as its browser part does."""
        self.states[widget.id] = WidgetState(id=widget.id, json_value=json.dumps(value))
        await self.run(widget.fragment)
