"""A line of progress on the terminal, for training and for downloads."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping


class Progress:
    """One line that is drawn again and again: a bar, the running loss, the time left.

    Where the output is a file and not a terminal, only the notes are written.
    """

    def __init__(self, name: str, total: int, done: int = 0) -> None:
        self.name, self.total, self.done = name, max(total, 1), done
        self.loss: float | None = None
        self._first, self._began, self._drawn = done, time.monotonic(), 0.0

    def advance(self, steps: int = 1, loss: float | None = None) -> None:
        """Count steps, with the loss of the last."""
        self.done += steps
        if loss is not None:
            self.loss = loss if self.loss is None else 0.98 * self.loss + 0.02 * loss
        if sys.stderr.isatty() and time.monotonic() - self._drawn > 0.2:
            self._drawn = time.monotonic()
            print(f"\r{self}\033[K", end="", file=sys.stderr, flush=True)

    def note(self, values: Mapping[str, float]) -> None:
        """Write a line that stays."""
        text = "  ".join(f"{key} {value:.5g}" for key, value in values.items())
        start, end = ("\r", "\033[K") if sys.stderr.isatty() else ("", "")
        print(f"{start}{self}  {text}{end}", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Leave the line as it is and go to the next."""
        if sys.stderr.isatty():
            print(f"\r{self}\033[K", file=sys.stderr, flush=True)

    def __str__(self) -> str:
        """Return the line."""
        part = min(self.done / self.total, 1.0)
        bar = ("#" * round(20 * part)).ljust(20, ".")
        spent = time.monotonic() - self._began
        left = spent * (self.total - self.done) / max(self.done - self._first, 1)
        loss = "" if self.loss is None else f"  loss {self.loss:.4f}"
        return f"{self.name} [{bar}] {part:4.0%}{loss}  {max(left, 0) / 60:.1f} min left"
