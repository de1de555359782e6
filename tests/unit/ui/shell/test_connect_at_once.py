"""The document tells Streamlit's browser part what it would ask for first."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

from starlette.requests import Request
from starlette.routing import Route
from streamlit import file_util
from streamlit.web.server.starlette.starlette_routes import create_host_config_routes

from ui.shell.connect_at_once import connect_at_once


def test_it_says_what_the_server_would_answer() -> None:
    said = json.loads(re.search(r"HOST_CONFIG:(\{.*\})\}</script>", connect_at_once())[1])  # type: ignore[index]
    (route,) = create_host_config_routes("")
    assert isinstance(route, Route)
    asked = Request({"type": "http", "method": "GET", "path": route.path, "headers": []})
    answered = json.loads(asyncio.run(route.endpoint(asked)).body)
    assert said["allowedOrigins"]
    assert {key: answered[key] for key in said} == said


def test_streamlits_browser_part_knows_these_names() -> None:
    texts = "".join(
        file.read_text(encoding="utf-8")
        for file in (Path(file_util.get_static_dir()) / "static" / "js").glob("index.*.js")
    )
    for name in ("window.__streamlit", "BACKEND_BASE_URL", "HOST_CONFIG", "enableBypass"):
        assert name in texts
