"""Start-up, headers, and what a visitor sees when code fails. Run with ``streamlit run app.py``."""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
import pkgutil
import runpy
import sys
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from json import JSONDecodeError
from pathlib import Path
from typing import Any

import streamlit as st
from google.protobuf.message import DecodeError
from PIL import Image
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

import ui
from ui import journal
from ui.digit.chain import PEN
from ui.digit.pen import LIVE as LIVE_PEN
from ui.digit.redraw import LIVE as LIVE_DIGIT
from ui.elements import static_scripts
from ui.hand import channel, live
from ui.hand.live_page import LivePage
from ui.home.miniature import LIVE as LIVE_HOME
from ui.shell import first_modules, settings, visits
from ui.shell.first_paint import FirstPaint
from ui.shell.icon_font import IconFont
from ui.shell.page_of_stop import PageOfStop
from ui.shell.send_at_once import SendAtOnce
from ui.shell.static_files import CompressedStatic
from ui.shell.warming import WaitUntilWarm, warm
from ui.softmax.redraw import LIVE as LIVE_SOFTMAX
from ui.train import route as training
from ui.weather.state_table import LIVE as LIVE_WEATHER

log = logging.getLogger("playground")
SCRIPT = Path(__file__).parent / "ui" / "shell" / "main.py"

# Page -> what of it follows a hand while it moves.
LIVE_PAGES: dict[str, LivePage[Any]] = {
    "home": LIVE_HOME,
    "softmax": LIVE_SOFTMAX,
    "weather": LIVE_WEATHER,
    "digit": LIVE_DIGIT,
    PEN: LIVE_PEN,
}
HEADERS = {
    # Our components arrive as blob: modules, Streamlit's own charts compile theirs, charts carry data: pictures,
    # and the camera fetches its own photograph from a data: address.
    # Nothing comes from elsewhere.
    "Content-Security-Policy": "default-src 'self'; script-src 'self' blob: 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws: wss: data:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
}


# What Streamlit, plotly, numpy and we import only when a page needs it.
IMPORTED_LATE = (
    "core.torch_check",
    "babel.numbers",
    "encodings.utf_8_sig",
    "narwhals._interchange.dataframe",
    "numpy.ma",
    "pandas",
    "plotly.animation",
    "plotly.io._utils",
    "plotly.offline.offline",
    "streamlit.material_icon_names",
    "streamlit.runtime.scriptrunner.magic_funcs",
    "streamlit.web.skills",
)
# What a client's own message makes Streamlit say, with a traceback.
LOGGERS_OF_MESSAGES = (
    "streamlit.components.v2.bidi_component.serialization",
    "streamlit.runtime.app_session",
    "streamlit.web.server.starlette.starlette_websocket",
)
# A rerun's thread asks for the interpreter at every message. Beside a loop that answers many hands it waits so long.
SWITCH_SECONDS = 0.001
CLIENTS_ERRORS = (ClientDisconnect, WebSocketDisconnect, DecodeError, JSONDecodeError)


class SecurityHeaders:
    """Add the headers to every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with the headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [(k.lower().encode(), v.encode()) for k, v in HEADERS.items()]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def import_all() -> None:
    """Import all that a page may import: 20 first visits that import the same package in 20 threads see halves of it."""
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        if module.name != "ui.shell.main":
            importlib.import_module(module.name)
    for name in IMPORTED_LATE:
        importlib.import_module(name)
    Image.init()


def warm_up() -> None:
    """Import everything, and read one drawing with every network, so that nobody's first one waits for them.

    Modules are not garbage: while they come, the collector would search them again and again, a quarter of the
    time. Afterwards they are frozen: it never searches them.
    """
    gc.disable()
    try:
        import_all()
        from core.digits import example_drawings, preprocess_strokes
        from ui.digit.recognition import logits_of, recognise_picture
        from ui.digit.state import NETWORKS

        seen = recognise_picture(preprocess_strokes(example_drawings()[3]))
        for network in NETWORKS:
            logits_of(network, seen)
    except Exception:
        log.exception("not everything could be warmed up; the page that needs it will say why")
    finally:
        gc.freeze()
        gc.enable()


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Serve the document at once, and warm what runs a page meanwhile: see `ui.shell.warming`."""
    sys.setswitchinterval(SWITCH_SECONDS)
    settings.read_once()
    journal.begin(CLIENTS_ERRORS, ("uvicorn.error", *LOGGERS_OF_MESSAGES))
    logging.getLogger("streamlit.error_util").addFilter(not_of_a_message)
    tasks = [asyncio.create_task(warm(warm_up)), asyncio.create_task(visits.keep_sweeping())]
    yield
    for task in tasks:
        task.cancel()


def from_a_message(error: Exception) -> bool:
    """Tell whether Streamlit failed to read what a client said of a widget: no page of ours sends such a thing."""
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and frames[-1].name == "deserialize" and "streamlit" in frames[-1].filename


def not_of_a_message(record: logging.LogRecord) -> bool:
    """Leave out Streamlit's traceback of such a failure: `say_sorry` makes a line of it."""
    error = record.exc_info[1] if record.exc_info else None
    return not (isinstance(error, Exception) and from_a_message(error))


def say_sorry(error: Exception) -> bool:
    """Log an error in our code, and show a sentence in its place."""
    from ui.language.sentences import _

    if from_a_message(error):
        journal.note("message", repr(error))
        st.warning(
            _(
                "What this browser sent could not be read. Reload the page; its link keeps your work."
            )
        )
        return True
    journal.note("fault", repr(error))
    log.error("a page failed", exc_info=error)
    st.error(
        _(
            "Something went wrong here, and it is our fault. Reload the page; its link keeps your work."
        )
    )
    return True


app = st.App(
    SCRIPT,
    lifespan=lifespan,
    routes=[
        first_modules.ROUTE,
        static_scripts.ROUTE,
        live.route(LIVE_PAGES),
        channel.route(LIVE_PAGES),
        training.ROUTE,
    ],
    middleware=[
        Middleware(SendAtOnce),
        Middleware(WaitUntilWarm),
        Middleware(SecurityHeaders),
        Middleware(visits.Visits),
        Middleware(PageOfStop),
        Middleware(IconFont),
        Middleware(CompressedStatic),
        Middleware(FirstPaint),
    ],
    on_script_error=say_sorry,
)

if get_script_run_ctx(suppress_warning=True) is not None:
    # AppTest knows no st.App and runs this file as the script: then the script is the same one.
    runpy.run_path(str(SCRIPT), run_name="__main__")
