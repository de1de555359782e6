"""nginx on loopback with the configuration that ships, in front of copies of the app."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from scripts.server import ROOT, free_port, get_status, wait_until
from scripts.tools import NGINX

SHIPPED = ROOT / "deploy" / "nginx.conf"
START_SECONDS = 10
# What stands in the shipped file for what only a machine knows: where to listen, where the copies are.
LISTEN = "listen 8080;"
COPY = "server app:8501 "


def configured(shipped: str, port: int, copies: Sequence[int]) -> str:
    """Return the shipped configuration for a port and copies of this machine, otherwise unchanged."""
    if shipped.count(LISTEN) != 1 or shipped.count(COPY) != 1:
        raise ValueError(f"{SHIPPED.name} must have {LISTEN!r} and {COPY!r} once")
    before, line = shipped.split(COPY)
    settings, after = line.split("\n", 1)
    servers = "\n        ".join(f"server 127.0.0.1:{copy} {settings}" for copy in copies)
    return (before + servers + "\n" + after).replace(LISTEN, f"listen 127.0.0.1:{port};")


class Proxy:
    """nginx as it ships, in front of the copies on some ports.

    Parameters
    ----------
    folder
        An empty one, for its files.
    copies
        The ports of the copies.
    """

    def __init__(self, folder: Path, copies: Sequence[int]) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log.txt"
        configuration = folder / "nginx.conf"
        configuration.write_text(configured(SHIPPED.read_text(), self.port, copies))
        command = [NGINX.find(), "-p", str(folder), "-c", str(configuration), "-e", "stderr"]
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [*command, "-g", "daemon off;"], stdout=out, stderr=out, start_new_session=True
            )

    def __enter__(self) -> Self:
        """Wait until it answers."""
        try:
            wait_until(self._answers, START_SECONDS, "nginx does not answer", self._alive)
        except TimeoutError as error:
            self.__exit__()
            raise RuntimeError(f"{error}; it printed:\n{self.log.read_text()}") from None
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop it; its workers end with it."""
        self.process.terminate()
        self.process.wait()

    def _answers(self) -> bool:
        return get_status("127.0.0.1", self.port, "/_stcore/health") is not None

    def _alive(self) -> bool:
        return self.process.poll() is None
