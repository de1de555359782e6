"""The programs beside Python that tests and benchmarks need: Chromium and nginx.

``python -m scripts.tools chromium nginx`` finds each, or installs it, and prints where it is.
Chromium: one that is there, else Playwright's, else Debian's package. nginx: one that is there, else
Debian's package. Packages are installed as root only; where nothing helps, the message says what to
install and the command fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

INSTALL_SECONDS = 600


class ToolMissing(RuntimeError):
    """A program that is not there and could not be installed."""


@dataclass(frozen=True)
class Tool:
    """A program: where it may be, how to see that it works, how to get it.

    Attributes
    ----------
    name
        What people call it.
    variable
        Environment variable that names its path, and wins.
    candidates
        Gives the paths where it may be.
    version
        Arguments that make it print its version.
    installers
        What to try in turn, where it is nowhere.
    advice
        What to do by hand.
    """

    name: str
    variable: str
    candidates: Callable[[], Iterator[str]]
    version: tuple[str, ...]
    installers: tuple[Callable[[], None], ...]
    advice: str

    def find(self) -> str:
        """Return the path of one that works."""
        named = os.environ.get(self.variable)
        for path in [named] if named else self.candidates():
            if self._works(path):
                return path
        because = f"{self.variable}={named} does not run. " if named else ""
        raise ToolMissing(f"{because}{self.name} is needed and was not found. {self.advice}")

    def find_or_install(self) -> str:
        """Return the path of one that works; install it where there is none."""
        for install in (_nothing, *self.installers):
            install()
            try:
                return self.find()
            except ToolMissing as error:
                missing = error
        raise missing

    def _works(self, path: str) -> bool:
        try:
            asked = subprocess.run([path, *self.version], capture_output=True, timeout=60)
        except (OSError, subprocess.TimeoutExpired):
            return False
        return asked.returncode == 0


def _nothing() -> None:
    """Install nothing: first look."""


def _on_path(*names: str) -> Iterator[str]:
    yield from filter(None, map(shutil.which, names))


def _chromium_candidates() -> Iterator[str]:
    yield from _on_path(
        "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"
    )
    yield "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    yield "/Applications/Chromium.app/Contents/MacOS/Chromium"
    yield from _playwrights_chromium()


def _playwrights_chromium() -> Iterator[str]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    if Path(path).exists():
        yield path


def _nginx_candidates() -> Iterator[str]:
    yield from _on_path("nginx")
    yield "/usr/sbin/nginx"


def _run(*command: str) -> bool:
    """Run a command that installs something; say it, and return whether it succeeded."""
    print("+", *command, file=sys.stderr, flush=True)
    try:
        return not subprocess.run(command, stdout=sys.stderr, timeout=INSTALL_SECONDS).returncode
    except (OSError, subprocess.TimeoutExpired) as error:
        print(error, file=sys.stderr)
        return False


def _playwright_install() -> None:
    _run(sys.executable, "-m", "playwright", "install", "chromium")


def _apt(*packages: str) -> Callable[[], None]:
    """Return an installer of Debian's packages, which does nothing where it cannot."""

    def install() -> None:
        if shutil.which("apt-get") and os.geteuid() == 0:
            os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
            _run("apt-get", "update", "-q")
            _run("apt-get", "install", "-y", "-q", "--no-install-recommends", *packages)

    return install


CHROMIUM = Tool(
    name="Chromium",
    variable="CHROMIUM",
    candidates=_chromium_candidates,
    version=("--version",),
    installers=(_playwright_install, _apt("chromium", "fonts-dejavu-core")),
    advice="Install Chromium or Google Chrome, or set CHROMIUM to its path. "
    "On Debian: apt-get install chromium, as root.",
)
NGINX = Tool(
    name="nginx",
    variable="NGINX",
    candidates=_nginx_candidates,
    version=("-v",),
    installers=(_apt("nginx"),),
    advice="Install nginx, or set NGINX to its path. "
    "On Debian and Ubuntu: apt-get install nginx, as root; on macOS: brew install nginx.",
)
TOOLS = {"chromium": CHROMIUM, "nginx": NGINX}


def main(names: list[str]) -> int:
    """Find or install each tool; print its path, or what to do."""
    if unknown := set(names) - set(TOOLS):
        print(f"not a tool: {', '.join(sorted(unknown))}; known: {', '.join(TOOLS)}")
        return 2
    try:
        for name in names:
            print(f"{name}: {TOOLS[name].find_or_install()}")
    except ToolMissing as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
