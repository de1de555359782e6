"""The playground with nothing but Python: ``python play.py run``, the same on Linux, macOS and Windows.

Each chore makes the virtual environment that it needs, installs what the lock files name, and does what it
is called. ``make`` has the same chores by calling this file. Arguments that follow go to the last program:
``python play.py run --server.port 8600``, ``python play.py test tests/unit -k softmax``.

Environment variables: ``VENV`` the folder of the environment (.venv), ``PORT`` the app's (8501), ``TESTS``
some of the tests.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / (os.environ.get("VENV") or ".venv")
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)

# A chore: the lock files whose packages it needs, and what Python runs for it.
NOTHING: tuple[str, ...] = ()
APP = ("requirements.lock",)
ALL = ("requirements.lock", "requirements-dev.lock")
CHORES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "run": (APP, ("-m streamlit run app.py --server.port {PORT}",)),
    "test": (ALL, ("-m scripts.tools chromium nginx", "-m pytest -n 2 {TESTS}")),
    "check": (
        ALL,
        (
            "-m ruff check .",
            "-m ruff format --check .",
            "-m mypy",
            "-c 'from importlinter.cli import lint_imports_command as lint; lint()'",
            "-m scripts.audit",
        ),
    ),
    "test-all": (ALL, ("-m scripts.tools chromium nginx", "-m pytest -n 2 --all-views {TESTS}")),
    "format": (ALL, ("-m ruff check --fix .", "-m ruff format .")),
    "train": (APP, ("-m core.digits_training.train",)),
    "evaluate": (APP, ("-m core.digits_training.evaluate",)),
    "hostile": (ALL, ("-m tests.hostile",)),
    "soak": (ALL, ("-m tests.hostile.soak",)),
    "bench": (ALL, ("-m scripts.tools chromium nginx", "-m benchmarks")),
    "bench-all": (ALL, ("-m scripts.tools chromium nginx", "-m benchmarks all")),
    "pictures": (ALL, ("-m scripts.tools chromium nginx", "-m scripts.pictures")),
    "tools": (ALL, ("-m scripts.tools chromium nginx",)),
    "lock": (NOTHING, ("-m scripts.lock",)),
    "install": (APP, ()),
    "setup": (ALL, ()),
}
DEFAULTS = {"PORT": "8501", "TESTS": ""}

# On Linux the ordinary build of torch brings 3 GB of CUDA; PyTorch's own index has one without, 0.2 GB.
TORCH_FOR_PROCESSORS = "https://download.pytorch.org/whl/cpu"
ASK_SECONDS = 3.0


class Failed(Exception):
    """What was to be done could not be done; the message is for who started it."""


def main(arguments: list[str]) -> int:
    """Do one chore; return its exit status."""
    chore, *further = arguments or [""]
    if chore not in CHORES:
        print(__doc__, "Chores: " + ", ".join(CHORES), sep="\n")
        return 2
    locks, lines = CHORES[chore]
    try:
        prepare(locks)
    except Failed as error:
        print(error, file=sys.stderr)
        return 1
    values = {name: os.environ.get(name) or value for name, value in DEFAULTS.items()}
    commands = [[str(PYTHON), *shlex.split(line.format_map(values))] for line in lines]
    if commands:
        commands[-1] += further
    return first_failure(commands)


def first_failure(commands: list[list[str]]) -> int:
    """Run commands in turn until one fails; return its exit status, or 0."""
    for command in commands:
        if command is commands[-1] and os.name == "posix":
            sys.stdout.flush()
            os.chdir(ROOT)
            os.execv(command[0], command)  # signals reach the app itself
        try:
            status = subprocess.run(command, cwd=ROOT).returncode
        except KeyboardInterrupt:  # it got the same one, and has ended
            return 130
        if status:
            return status
    return 0


def prepare(locks: Iterable[str]) -> None:
    """Make the environment and install what lock files name, unless it was done; begin anew what was killed.

    Raises
    ------
    Failed
        Python is too old, or something could not be installed.
    """
    if sys.version_info < OLDEST:
        found = sys.version.split()[0]
        oldest = ".".join(map(str, OLDEST))
        raise Failed(f"Python {oldest} or newer is needed, and {sys.executable} is {found}.")
    wanted = {VENV / f".installed-{lock}": digest(ROOT / lock) for lock in locks}
    unfinished = VENV / ".unfinished"
    if unfinished.exists():
        say(f"the last installation was interrupted: {VENV.name} is made anew")
        shutil.rmtree(VENV)
    elif PYTHON.exists() and all(read(stamp) == text for stamp, text in wanted.items()):
        return
    VENV.mkdir(parents=True, exist_ok=True)
    unfinished.touch()
    make_environment()
    try:
        install(list(locks))
    except Failed:
        unfinished.unlink()  # pip has cleaned up: what was there still works
        raise
    for stamp, text in wanted.items():
        stamp.write_text(text)
    unfinished.unlink()


def make_environment() -> None:
    """Make the virtual environment, unless there is one."""
    if PYTHON.exists():
        return
    say(f"making a virtual environment in {VENV.name}")
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)]).returncode:
        raise Failed(
            "The virtual environment could not be made. On Debian and Ubuntu: apt install python3-venv."
        )


def install(locks: list[str]) -> None:
    """Install exactly what lock files name, checked by hash, and torch."""
    if not locks:
        return
    begin = time.monotonic()
    say(f"installing the packages of {' and '.join(locks)} (a minute or two the first time)")
    files = [argument for lock in locks for argument in ("--requirement", lock)]
    if not pip(["install", "--require-hashes", *files]):
        raise Failed(
            "The packages could not be installed: see pip's message above. Then try again."
        )
    install_torch()
    say(f"installed in {time.monotonic() - begin:.0f} s")


def install_torch() -> None:
    """Install torch, unless the environment has its version in some build."""
    torch = torch_requirement()
    version = torch.partition("==")[2]
    if torch_version().split("+")[0] == version:
        return
    commands = torch_commands(sys.platform, torch, lambda: answers(TORCH_FOR_PROCESSORS))
    for command in commands:
        say("pip " + " ".join(command))
        if pip(command):
            return
    raise Failed(
        f"{torch} could not be installed: see pip's message above. It has builds for 64-bit Linux and Windows "
        "and for macOS on Apple silicon, not for every Python that is newer than it."
    )


def torch_commands(
    platform: str, torch: str, processors_index_answers: Callable[[], bool]
) -> list[list[str]]:
    """Return what pip is to do for torch, one after the other until one succeeds.

    Examples
    --------
    >>> torch_commands("darwin", "torch==2.13.0", lambda: True)
    [['install', 'torch==2.13.0']]
    """
    ordinary = ["install", torch]
    if platform == "linux" and processors_index_answers():
        return [["install", "--index-url", TORCH_FOR_PROCESSORS, torch], ordinary]
    return [ordinary]


def answers(url: str, seconds: float = ASK_SECONDS) -> bool:
    """Return whether a server answers in time. It is asked once, in a thread: looking up a name knows no limit."""
    answered = threading.Event()

    def ask() -> None:
        try:
            urllib.request.urlopen(url, timeout=seconds).close()
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ssl.SSLError):  # pip has certificates of its own
                return
        except OSError:
            return
        answered.set()

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    return answered.is_set()


def torch_requirement() -> str:
    """Return the line of requirements.txt that says which torch, as ``torch==2.13.0``."""
    found = re.search(r"^torch==[^\s;#]+", (ROOT / "requirements.txt").read_text("utf-8"), re.M)
    if not found:
        raise Failed("requirements.txt must name one version of torch.")
    return found.group()


def torch_version() -> str:
    """Return the version of torch in the environment, or nothing."""
    code = "import importlib.metadata as m; print(m.version('torch'))"
    asked = subprocess.run([str(PYTHON), "-c", code], capture_output=True, text=True)
    return asked.stdout.strip()


def pip(arguments: list[str]) -> bool:
    """Run pip in the environment, quietly; return whether it succeeded."""
    quiet = ["--quiet", "--disable-pip-version-check"]
    command = [str(PYTHON), "-m", "pip", *arguments, *quiet]
    return not subprocess.run(command, cwd=ROOT).returncode


def digest(lock: Path) -> str:
    """Return what changes when another set of packages is named."""
    return hashlib.sha256(lock.read_bytes() + torch_requirement().encode()).hexdigest()


def read(path: Path) -> str:
    """Return the text of a file, nothing where there is none."""
    return path.read_text() if path.exists() else ""


def say(sentence: str) -> None:
    """Tell who waits what is being done."""
    print("play:", sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
