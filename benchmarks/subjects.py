"""The two apps that are measured: the playground, and a bare Streamlit app beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil

from scripts.server import AppServer

BARE_FOLDER = Path(__file__).parent / "bare"


def playground(log: Path, **arguments: object) -> AppServer:
    """Return a server of the playground as it ships, still starting."""
    return AppServer(log, **arguments)  # type: ignore[arg-type]


def bare(log: Path) -> AppServer:
    """Return a server of the bare app, still starting: Streamlit's own settings, no uvloop, no torch."""
    environment = bare_environment()
    refuse_uvloop(environment)
    return AppServer(log, app="app.py", folder=BARE_FOLDER, environment=environment)


def bare_environment() -> dict[str, str]:
    """Return the variables under which uvloop cannot be imported."""
    settings = [name for name in os.environ if name.startswith("STREAMLIT_")]
    if settings:
        raise RuntimeError(f"the bare app runs with default settings: unset {', '.join(settings)}")
    return {"PYTHONPATH": str(BARE_FOLDER / "no_uvloop")}


def refuse_uvloop(environment: dict[str, str]) -> None:
    """Make sure that the bare app will run on asyncio's own loop."""
    tried = subprocess.run(
        [sys.executable, "-c", "import uvloop"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    if "the bare app runs without uvloop" not in tried.stderr:
        raise RuntimeError(f"the bare app would run with uvloop: {tried.stderr or 'imported'}")


def calm(server: AppServer, seconds: float = 30) -> AppServer:
    """Return a server once it has nothing more to do: what it warms up in the background is done."""
    process, idle = psutil.Process(server.process.pid), 0
    end = time.monotonic() + seconds
    while idle < 3 and time.monotonic() < end:
        idle = idle + 1 if process.cpu_percent(interval=0.2) < 10 else 0
    return server
