"""Say whether a package of the lock files is known to be vulnerable, where the database can be reached.

``python -m scripts.audit`` fails on a vulnerability. Where nobody can be asked, it says so and passes.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from play import ALL, torch_requirement
from scripts.server import ROOT

ANSWER_SECONDS = 5
MOST_SECONDS = 120
UNREACHED = (
    "audit: the database of vulnerabilities cannot be reached from here; nothing was audited"
)
# A vulnerability that does not concern the playground: its number, and why.
ACCEPTED: dict[str, str] = {}


def main() -> int:
    """Audit what the app and its tests install; return an exit status."""
    with tempfile.TemporaryDirectory() as folder:
        names = Path(folder, "names.txt")
        names.write_text(what_is_installed())
        try:
            printed, errors = ask(names)
        except subprocess.TimeoutExpired:
            printed, errors = "", "Timeout"
    status, sentence = verdict(printed, errors)
    print(sentence)
    return status


def what_is_installed() -> str:
    """Return a line for each locked package and for torch, less the hashes, which torch has none of."""
    locks = "".join((ROOT / lock).read_text() for lock in ALL)
    return re.sub(r" \\\n +--hash=\S+", "", locks) + torch_requirement() + "\n"


def ask(names: Path) -> tuple[str, str]:
    """Return what pip-audit prints about a file of requirements, and what it complains of."""
    command = [
        *(sys.executable, "-m", "pip_audit", "--disable-pip", "--no-deps"),
        *("--format", "json", "--progress-spinner", "off", "--timeout", str(ANSWER_SECONDS)),
        *("--requirement", str(names)),
        *(word for number in ACCEPTED for word in ("--ignore-vuln", number)),
    ]
    asked = subprocess.run(command, capture_output=True, text=True, timeout=MOST_SECONDS)
    return asked.stdout, asked.stderr


def verdict(printed: str, errors: str) -> tuple[int, str]:
    """Return an exit status and a sentence for what pip-audit printed.

    Examples
    --------
    >>> verdict('{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}', "")
    (0, 'audit: 1 packages, none known to be vulnerable')
    """
    try:
        packages: list[dict[str, Any]] = json.loads(printed)["dependencies"]
    except ValueError:
        unreached = any(
            sign in errors for sign in ("Connection", "connect", "Timeout", "timed out")
        )
        return (0, UNREACHED) if unreached else (1, f"audit: pip-audit failed:\n{errors}")
    known = [package for package in packages if "vulns" in package]
    if not known:
        return 0, UNREACHED
    found = [
        f"{package['name']} {package['version']}: {vulnerability['id']}, "
        f"mended in {', '.join(vulnerability['fix_versions']) or 'no version yet'}"
        for package in known
        for vulnerability in package["vulns"]
    ]
    if found:
        return 1, "\n".join(
            ["audit: known vulnerabilities", *found, "Change the version, `make lock`."]
        )
    unknown = f", {len(packages) - len(known)} not in the database" * (len(known) < len(packages))
    return 0, f"audit: {len(known)} packages, none known to be vulnerable{unknown}"


if __name__ == "__main__":
    sys.exit(main())
