"""A real server of a Streamlit app, for tests, benchmarks and pictures."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[1]
HEALTH = "/_stcore/health"
START_SECONDS = 90
STOP_SECONDS = 10


def free_port() -> int:
    """Return a port of the loopback interface that nobody uses now."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


class AppServer:
    """``streamlit run`` of one app, on loopback, in a process of its own.

    Parameters
    ----------
    log
        File that takes what the server prints.
    app
        The script, relative to ``folder``.
    folder
        Where the server runs: its ``.streamlit/config.toml`` counts.
    arguments
        Further ones for ``streamlit run``.
    environment
        Added to this process's own.
    port
        Where to listen; None: any free port.

    Examples
    --------
    >>> with AppServer(Path("/tmp/log")) as server:  # doctest: +SKIP
    ...     print(server.url)
    """

    def __init__(
        self,
        log: Path,
        *,
        app: str = "app.py",
        folder: Path = ROOT,
        arguments: tuple[str, ...] = (),
        environment: Mapping[str, str] | None = None,
        port: int | None = None,
    ) -> None:
        self.log = log
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        command = [
            *(sys.executable, "-m", "streamlit", "run", app),
            *("--server.address=127.0.0.1", f"--server.port={self.port}"),
            *("--server.headless=true", "--browser.gatherUsageStats=false", *arguments),
        ]
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                command,
                cwd=folder,
                env={**os.environ, **(environment or {})},
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # so that Ctrl-C reaches it only through stop()
            )
        self.started = time.perf_counter()

    def wait(self, path: str = HEALTH) -> Self:
        """Return once the server answers at a path; fail with what it printed if it does not."""
        try:
            wait_until(
                lambda: self.answers(path),
                START_SECONDS,
                f"{self.url} does not answer",
                self._alive,
            )
        except TimeoutError as error:
            self.stop()
            raise RuntimeError(f"{error}; it printed:\n{self.printed()}") from None
        return self

    def healthy(self) -> bool:
        """Return whether the health check answers."""
        return self.answers(HEALTH)

    def answers(self, path: str) -> bool:
        """Return whether a path is answered with what was asked for."""
        return get_status("127.0.0.1", self.port, path) == 200

    def _alive(self) -> bool:
        return self.process.poll() is None

    def printed(self) -> str:
        """Return what the server printed so far."""
        return self.log.read_text(errors="replace")

    def kill(self) -> None:
        """End it at once, as a machine that fails does."""
        self._signal("SIGKILL")
        self.process.wait()

    def stop(self) -> None:
        """End it, and what it started."""
        if self._alive():
            self._signal("SIGTERM")
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()

    def _signal(self, name: str) -> None:
        with suppress(ProcessLookupError):  # it ended by itself
            if os.name == "posix":
                os.killpg(self.process.pid, signal.Signals[name])
            else:  # Windows knows neither groups nor signals
                self.process.terminate()

    def __enter__(self) -> Self:
        """Wait until it answers."""
        return self.wait()

    def __exit__(self, *_error: object) -> None:
        """Stop it."""
        self.stop()


def get_status(host: str, port: int, path: str) -> int | None:
    """Return the status of an HTTP GET, or None where nobody answers."""
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def wait_until(
    condition: Callable[[], bool],
    seconds: float,
    message: str,
    possible: Callable[[], bool] = lambda: True,
) -> None:
    """Return once a condition holds; give up after some seconds, or when it no longer can."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end or not possible():
            raise TimeoutError(message)
        time.sleep(0.05)
