"""CSV as a spreadsheet of the visitor's language reads it, with nothing in it that it would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def harmless(text: str, besides: tuple[str, ...] = ()) -> str:
    """Return a text with an apostrophe where a spreadsheet would run it, or where it begins with ``besides``."""
    return "'" + text if text.startswith((*FORMULA, *besides)) else text


def write_csv(
    head: Sequence[str], rows: Iterable[Sequence[str | float]], decimal: str = "."
) -> str:
    """Return rows as CSV: a decimal comma brings the semicolon with it. Texts must be `harmless`."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="," if decimal == "." else ";", lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow(
            [x if isinstance(x, str) else repr(float(x)).replace(".", decimal) for x in row]
        )
    return out.getvalue()


def as_file(text: str) -> bytes:
    """Return CSV as bytes, with the mark that tells a spreadsheet that they are UTF-8."""
    return text.encode("utf-8-sig")
