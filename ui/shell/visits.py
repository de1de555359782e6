"""What stands between a client and the app: pages that do not exist, bodies that end early, uploads that stay.

Streamlit forgets a session that did not come back, but keeps what it had uploaded; and it gives its own page, blank,
to whoever asks below one of ours.
"""

from __future__ import annotations

import asyncio
from html import escape

from starlette.datastructures import Headers, QueryParams
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config, runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from ui.journal import metrics, note
from ui.language.sentences import LANGUAGES, _, speaking
from ui.shell.contents import NAMES

UPLOAD = "/_stcore/upload_file/"
PARTS = ("/_stcore/", "/assets/", "/component/", "/live/", "/media/", "/static/")  # of pages
KEPT_UPLOADS = 2  # of one visitor: each is read at once, and not needed any more
MOST_BYTES = 100_000_000  # of the uploads of all visitors
SWEEP_SECONDS = 30.0


class Visits:
    """ASGI middleware around all routes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what no page answers; note what was refused, and who left in the middle."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        path = path_of(scope)
        if path == "/metrics":
            return await PlainTextResponse(metrics())(scope, receive, send)
        is_page = path.strip("/") in NAMES or path.startswith(PARTS)
        if _asks_for_page(scope) and not is_page:
            note("page", path)
            return await _no_such_page(scope)(scope, receive, send)

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= 400:
                note(f"http {message['status']}", f"{scope['method']} {path}")
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except ClientDisconnect:
            note("left", f"{scope['method']} {path}")
        if path.startswith(UPLOAD) and scope["method"] == "PUT":
            keep_newest(path.removeprefix(UPLOAD).partition("/")[0])
        return None


def path_of(scope: Scope) -> str:
    """Return the path of a request, below the address of the app."""
    base = str(config.get_option("server.baseUrlPath")).strip("/")
    path = str(scope["path"])
    return path.removeprefix("/" + base) if base else path


def _asks_for_page(scope: Scope) -> bool:
    """Tell whether a browser asks for something to show, and not for a part of it."""
    headers = Headers(scope=scope)
    shows = headers.get("sec-fetch-dest", "document") == "document"
    return scope["method"] == "GET" and shows and "text/html" in headers.get("accept", "")


def _no_such_page(scope: Scope) -> HTMLResponse:
    """Return a page that says so, in the link's language or the first of the browser, with the way home."""
    linked = QueryParams(scope["query_string"]).get("lang", "")
    browser = Headers(scope=scope).get("accept-language", "")[:2].lower()
    language = next((code for code in (linked, browser) if code in LANGUAGES), "en")
    home = "/" + str(config.get_option("server.baseUrlPath")).strip("/") + f"?lang={language}"
    with speaking(language):
        title, way = escape(_("There is no such page here.")), escape(_("To the start"))
    page = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        '<body style="font: 1.1rem system-ui, sans-serif; margin: 20vh auto; max-width: 24rem; padding: 0 1rem">'
        f'<h1 style="font-size: 1.5rem">{title}</h1><p><a href="{escape(home)}">{way}</a></p>'
    )
    return HTMLResponse(page, status_code=404)


def keep_newest(session: str) -> None:
    """Forget all but the newest uploads of a visitor, and the oldest of others where all are too much."""
    files = _uploads()
    for file in list(files.file_storage.get(session, {}))[:-KEPT_UPLOADS]:
        files.remove_file(session, file)
    sizes = {
        visitor: sum(len(file.data) for file in list(kept.values()))
        for visitor, kept in list(files.file_storage.items())
    }
    for other in [visitor for visitor in sizes if visitor != session]:
        if sum(sizes.values()) <= MOST_BYTES:
            break
        files.remove_session_files(other)
        del sizes[other]


def sweep() -> None:
    """Forget what visitors uploaded who are not connected any more; what was made of it stays in their visit."""
    files = _uploads()
    for session in list(files.file_storage):
        if not runtime.get_instance().is_active_session(session):
            files.remove_session_files(session)


async def keep_sweeping() -> None:
    """Sweep again and again."""
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        sweep()


def _uploads() -> MemoryUploadedFileManager:
    found = runtime.get_instance().uploaded_file_mgr
    if not isinstance(found, MemoryUploadedFileManager):
        raise TypeError("uploads are not kept in memory")
    return found
