"""Tables of states as CSV: any encoding, separator and decimal sign in; nothing that a spreadsheet would run out."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.errors import InvalidInput
from ui.language.numbers import parse_number
from ui.language.spreadsheet import harmless, write_csv
from ui.link.parameters import read_name
from ui.weather.state import FEWEST, MOST, as_typed

MOST_BYTES = 20_000_000  # a million rows: they are refused, but in words that count them
MOST_LINES = 1000  # with the empty ones that spreadsheets leave
SEPARATORS = (";", "\t", ",")


@dataclass(frozen=True)
class StateTable:
    """What a file says: names and p of city A; q and the code may be missing."""

    names: tuple[str, ...]
    p: tuple[float, ...]
    q: tuple[float, ...] = ()
    code: tuple[str, ...] = ()

    def normalised(self) -> StateTable:
        """Return the sheet with probabilities that sum to 1."""
        return replace(self, p=_normalised(self.p), q=_normalised(self.q))


def _normalised(values: tuple[float, ...]) -> tuple[float, ...]:
    total = sum(values)
    return values if not values or abs(total - 1) <= 1e-9 else tuple(x / total for x in values)


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


def read_state_table(content: bytes) -> StateTable:
    """Read a table of states.

    Raises
    ------
    InvalidInput
        Too large, too many rows or too few, or a row that is wrong, named by its number in the file.
    """
    if len(content) > MOST_BYTES:
        raise InvalidInput("the file may have at most {limit} MB", limit=MOST_BYTES // 1_000_000)
    rows = _rows(_text(content).splitlines())
    if rows and not _is_number(rows[0][1][1] if len(rows[0][1]) > 1 else ""):
        rows = rows[1:]
    if not FEWEST <= len(rows) <= MOST:
        raise InvalidInput(
            "the file has {got} states, and must have {fewest} to {most}",
            got=len(rows),
            fewest=FEWEST,
            most=MOST,
        )
    read = [_row(n, row) for n, row in rows]
    names = tuple(name for name, _p, _q, _word in read)
    for at, (n, _cells) in enumerate(rows):
        if names[at] in names[:at]:
            twice = InvalidInput("two states have the name “{name}”", name=names[at])
            raise InvalidInput("row {n}: {why}", n=n, why=twice)
    p, q = tuple(r[1] for r in read), tuple(r[2] for r in read)
    if sum(p) <= 0 or (None not in q and sum(x or 0 for x in q) <= 0):
        raise InvalidInput("the probabilities are all zero")
    return StateTable(
        names,
        p,
        () if None in q else tuple(x or 0.0 for x in q),
        tuple(r[3] for r in read) if any(r[3] for r in read) else (),
    )


def _rows(lines: list[str]) -> list[tuple[int, list[str]]]:
    """Return the rows that say something, each with its number in the file."""
    if len(lines) > MOST_LINES:
        raise InvalidInput(
            "the file has {got} rows, and a table has at most {most} states",
            got=len(lines),
            most=MOST,
        )
    first = next((line for line in lines if line.strip()), "")
    separator = next((s for s in SEPARATORS if s in first), ",")
    found = csv.reader(lines, delimiter=separator)
    try:
        numbered = [(found.line_num, row) for row in found]
    except csv.Error as error:
        raise InvalidInput("row {n} is no row of a table", n=found.line_num) from error
    return [(n, row) for n, row in numbered if any(cell.strip() for cell in row)]


def _text(content: bytes) -> str:
    """Decode UTF-8 with or without its mark, UTF-16 with it, or else what Windows and Latin-1 write."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")  # which decodes anything


def _is_number(text: str) -> bool:
    try:
        parse_number(text)
    except InvalidInput:
        return False
    return True


def _row(n: int, row: list[str]) -> tuple[str, float, float | None, str]:
    cells = [*(cell.strip() for cell in row), "", "", ""][:4]
    try:
        name = read_name(cells[0].removeprefix("'"))
        if not name:
            raise InvalidInput("the name is missing")
        p, q = _probability(cells[1]), _probability(cells[2]) if cells[2] else None
        return name, p, q, as_typed(cells[3].removeprefix("'"))
    except InvalidInput as error:
        raise InvalidInput("row {n}: {why}", n=n, why=error) from error


def _probability(text: str) -> float:
    value = parse_number(text)
    if not 0 <= value < 1e300:
        raise InvalidInput("a probability must not be negative, and is {got}", got=text)
    return value
