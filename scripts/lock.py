"""Write the lock files: every package that ``requirements*.txt`` lead to, one version and its hashes.

``python -m scripts.lock`` keeps the versions that are locked, where they still fit: a new package changes
nothing else. ``--upgrade`` takes the newest. One file serves Linux, macOS and Windows, each row with the
condition under which it counts. torch is left out with the CUDA that it brings on Linux: which build of it,
``play.py`` decides. What torch needs besides is in.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from scripts.server import ROOT

OLDEST_PYTHON = "3.11"
LEFT_OUT = re.compile(r"(torch|triton|cuda-[\w-]+|nvidia-[\w-]+)==")


def main(options: list[str]) -> int:
    """Write both lock files, that of the app first; return an exit status."""
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", uv()],
        check=True,
    )
    app, everything = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
    compile_lock(app, ["requirements.txt"], options)
    rows = without(packages(app.read_text()), set())
    app.write_text("".join(rows))
    compile_lock(everything, ["requirements.txt", "requirements-dev.txt", "-c", app.name], options)
    further = without(packages(everything.read_text()), set(rows[1:]))
    everything.write_text("".join(further))
    print(f"{app.name}: {len(rows) - 1} packages; {everything.name}: {len(further) - 1} more")
    return 0


def uv() -> str:
    """Return the requirement of the tool that finds the versions."""
    found = re.search(r"^uv==\S+", (ROOT / "requirements-dev.txt").read_text(), re.MULTILINE)
    if not found:
        raise ValueError("requirements-dev.txt must name one version of uv")
    return found.group()


def compile_lock(lock: Path, inputs: list[str], options: list[str]) -> None:
    """Let uv write a lock file; what stands there already is kept where it fits."""
    command = [
        *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal"),
        *("--python-version", OLDEST_PYTHON, "--generate-hashes"),
        *("--custom-compile-command", "make lock", "--output-file", lock.name, *options),
    ]
    subprocess.run([*command, *inputs], cwd=ROOT, check=True)


def packages(lock: str) -> list[str]:
    r"""Return the head of a lock file, and then each package with its hashes and reasons.

    Examples
    --------
    >>> packages("# head\na==1 \\\n    --hash=x\nb==2\n    # via a\n")
    ['# head\n', 'a==1 \\\n    --hash=x\n', 'b==2\n    # via a\n']
    """
    return re.split(r"^(?=\w)", lock, flags=re.MULTILINE)


def without(rows: list[str], known: set[str]) -> list[str]:
    """Return the rows less torch, CUDA, and the packages of another lock file."""
    names = {row.split()[0] for row in known}
    return [row for row in rows if not LEFT_OUT.match(row) and row.split()[0] not in names]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
