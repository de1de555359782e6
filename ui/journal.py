"""What an operator reads: one line for what was refused, and a count of each kind at ``/metrics``.

What a client did, be it odd or hostile, is a line and no traceback: a traceback in the log is a fault of ours.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from threading import Lock

log = logging.getLogger("playground")
LINES_A_MINUTE = 30  # of one kind; what comes beyond is only counted
LONGEST = 200  # characters of a line's reason

_lock = Lock()
_counts: Counter[str] = Counter()
_lines: Counter[tuple[str, int]] = Counter()


def note(kind: str, why: str = "") -> None:
    r"""Count something of a kind, and log it as one line of printable ASCII.

    Parameters
    ----------
    kind
        A word of ours, such as ``link`` or ``upload``.
    why
        May hold what a client sent.

    Examples
    --------
    >>> note("example", "two\nlines")
    >>> counts()["example"] >= 1
    True
    """
    minute = int(time.monotonic() // 60)
    with _lock:
        _counts[kind] += 1
        for old in [key for key in _lines if key[1] != minute]:
            del _lines[old]
        _lines[kind, minute] += 1
        silent = _lines[kind, minute] > LINES_A_MINUTE
    if not silent:
        log.info("refused %s: %s", kind, ascii(why[:LONGEST])[1:-1])


def counts() -> dict[str, int]:
    """Return how many there were of each kind since the start."""
    with _lock:
        return dict(_counts)


def metrics() -> str:
    """Return the counts as Prometheus reads them.

    >>> "# TYPE playground_refused_total counter" in metrics()
    True
    """
    lines = [
        f'playground_refused_total{{kind="{kind}"}} {n}' for kind, n in sorted(counts().items())
    ]
    return "\n".join(["# TYPE playground_refused_total counter", *lines]) + "\n"


def begin(clients_errors: tuple[type[BaseException], ...], loggers: tuple[str, ...]) -> None:
    """Write the lines to standard error, and make lines of what some loggers say of clients' errors."""
    lines = logging.StreamHandler()
    lines.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(lines)
    log.setLevel(logging.INFO)
    log.propagate = False
    for name in loggers:
        logging.getLogger(name).addFilter(ClientsDeeds(clients_errors))


class ClientsDeeds(logging.Filter):
    """Make one line of a traceback that only says what a client sent, or that it left."""

    def __init__(self, errors: tuple[type[BaseException], ...]) -> None:
        super().__init__()
        self.errors = errors

    def filter(self, record: logging.LogRecord) -> bool:
        """Count such an error and leave its record out; let all else pass."""
        error = record.exc_info[1] if record.exc_info else None
        while error is not None:
            if isinstance(error, self.errors):
                note("message", f"{type(error).__name__}: {error}")
                return False
            error = error.__cause__ or error.__context__
        return True
