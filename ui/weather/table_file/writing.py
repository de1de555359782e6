"""A table of states as CSV."""

from __future__ import annotations

from collections.abc import Sequence

from ui.language.spreadsheet import harmless, write_csv


def write_state_table(
    names: Sequence[str],
    p: Sequence[float],
    q: Sequence[float],
    code: Sequence[str],
    decimal: str = ".",
) -> str:
    """Return the table as CSV, as a spreadsheet of the language with this decimal sign reads it.

    Codewords, and names that a spreadsheet would run, get an apostrophe; so do names that begin with
    one, so that all come back as they were.
    """
    rows = [
        (harmless(name, ("'",)), a, b, "'" + word)
        for name, a, b, word in zip(names, p, q, code, strict=True)
    ]
    return write_csv(["state", "p", "q", "codeword"], rows, decimal)
