"""Start-up, headers, and what a visitor sees when code fails. Run with ``streamlit run app.py``."""

from __future__ import annotations

import logging
import runpy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from ui.digit.chain import PEN
from ui.digit.pen import LIVE as LIVE_PEN
from ui.digit.redraw import LIVE as LIVE_DIGIT
from ui.elements import static_scripts
from ui.hand import channel, live
from ui.hand.live_page import LivePage
from ui.home.miniature import LIVE as LIVE_HOME
from ui.shell.first_paint import FirstPaint
from ui.shell.static_files import CompressedStatic
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


class SecurityHeaders:
    """Add the headers to every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with the headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [(k.lower().encode(), v.encode()) for k, v in HEADERS.items()]
                if Headers(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                    added.append((b"link", static_scripts.preloads().encode()))
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def warm_up() -> None:
    """Import torch and read one drawing with every network, so that nobody's first one waits for them."""
    try:
        from core.digits import example_drawings, preprocess_strokes
        from ui.digit.recognition import logits_of, recognise_picture
        from ui.digit.state import NETWORKS

        seen = recognise_picture(preprocess_strokes(example_drawings()[3]))
        for network in NETWORKS:
            logits_of(network, seen)
    except Exception:
        log.exception("the models could not be warmed up; /digit will say why")


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Warm the models, then serve: in a thread beside the first visits, torch's import costs both of them more."""
    warm_up()
    yield


def say_sorry(error: Exception) -> bool:
    """Log an error in our code, and show a sentence in its place."""
    from ui.language.sentences import _

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
        static_scripts.ROUTE,
        live.route(LIVE_PAGES),
        channel.route(LIVE_PAGES),
        training.ROUTE,
    ],
    middleware=[Middleware(SecurityHeaders), Middleware(CompressedStatic), Middleware(FirstPaint)],
    on_script_error=say_sorry,
)

if get_script_run_ctx(suppress_warning=True) is not None:
    # AppTest knows no st.App and runs this file as the script: then the script is the same one.
    runpy.run_path(str(SCRIPT), run_name="__main__")
