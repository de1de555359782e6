"""From text to cells: which sign separates them, and which row of the file each stands in."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, replace

from core.errors import InvalidInput
from ui.weather.state import MOST
from ui.weather.table_file.numerals import is_numeral

SPACE = " "  # as a separator: any number of them, before the numbers at the end of a line
SEPARATORS = (";", "\t", "|", ",", ":", SPACE)
MOST_ROWS = 5000  # with the empty ones that spreadsheets leave
MOST_COLUMNS = 1000
MOST_CELLS = 400_000
LOOKED_AT = 300  # lines


@dataclass(frozen=True)
class Row:
    """A row that says something: its number in the file, from 1, and its cells."""

    n: int
    cells: tuple[str, ...]

    def __getitem__(self, column: int) -> str:
        """Return a cell; beyond the last one stand empty ones."""
        return self.cells[column] if column < len(self.cells) else ""

    @property
    def filled(self) -> int:
        """How many cells say something."""
        return sum(cell != "" for cell in self.cells)


@dataclass(frozen=True)
class Grid:
    """The rows of a file, and the sign between their cells."""

    rows: tuple[Row, ...]
    separator: str

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(row.cells) for row in self.rows), default=0)


def read_grid(text: str, separator: str | None = None) -> Grid:
    r"""Return the cells of a text.

    Parameters
    ----------
    separator
        None: what a line ``sep=;`` names, or else what makes the most rows with numbers.

    Raises
    ------
    InvalidInput
        Too many rows or columns, or a quote that never ends.

    Examples
    --------
    >>> [row.cells for row in read_grid('sep=;\n"a;b"; 0,5\n').rows]
    [('a;b', '0,5')]
    """
    lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    check_rows(len(lines) - (not lines[-1]))
    named = re.fullmatch(r'"?sep=(.)"?[;,\t|]*', lines[0].strip("\n"), re.IGNORECASE)
    if named:
        lines[0] = ""
    sign = separator or (named and named[1] in SEPARATORS and named[1]) or _most_likely(lines)
    rows = _spaced(lines) if sign == SPACE else _parsed(lines, sign)
    return Grid(_without_edges([row for row in rows if row.filled and not _is_rule(row)]), sign)


def check_rows(n: int) -> None:
    """Refuse what is no table of states by the number of its rows."""
    if n > MOST_ROWS:
        raise InvalidInput(
            "the file has {got} rows, and a table has at most {most} states", got=n, most=MOST
        )


def _most_likely(lines: list[str]) -> str:
    """Return the separator that makes the most rows of one width with a number in them."""
    some = [line for line in lines if line.strip()][:LOOKED_AT]

    def score(separator: str) -> int:
        rows = [line.split() for line in some] if separator == SPACE else _records(some, separator)
        widths = Counter(len(row) for row in rows if any(map(is_numeral, row)) and len(row) > 1)
        return max(widths.values(), default=0)

    best = max(SEPARATORS, key=score)  # of equals the first
    return best if score(best) else _commonest(some)


def _commonest(lines: list[str]) -> str:
    """Return the first separator that stands in the lines at all: no row has a number."""
    return next((s for s in SEPARATORS if any(s in line for line in lines)), ",")


def _records(lines: list[str], separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=separator, skipinitialspace=True))
    except csv.Error:
        return []


def _parsed(lines: list[str], separator: str) -> list[Row]:
    import pandas as pd  # half a second, which only a file costs

    width = 1 + max(line.count(separator) for line in lines)
    if width > MOST_COLUMNS or width * len(lines) > MOST_CELLS:
        raise InvalidInput(
            "the file has {rows} rows and {columns} columns, which is more than a table of states can use",
            rows=len(lines),
            columns=width,
        )
    try:
        frame = pd.read_csv(
            io.StringIO("\n".join(lines)),
            sep=separator,
            header=None,
            names=range(width),
            index_col=False,
            dtype=str,
            na_filter=False,
            skip_blank_lines=False,
            skipinitialspace=True,
            quoting=csv.QUOTE_NONE if _has_lone_quote(lines, separator) else csv.QUOTE_MINIMAL,
        )
    except pd.errors.EmptyDataError:
        return []
    except pd.errors.ParserError as error:
        row = re.search(r"row (\d+)", str(error))
        raise InvalidInput(
            "row {n} is not a row of a table", n=int(row[1]) + 1 if row else 1
        ) from error
    values = frame.to_numpy().tolist()
    return [Row(n, tuple(_clean(cell) for cell in row)) for n, row in enumerate(values, start=1)]


def _has_lone_quote(lines: list[str], separator: str) -> bool:
    """Tell whether a quote is a name: lists of characters have it."""
    lone = re.compile(rf'(^|{re.escape(separator)})\s*"\s*({re.escape(separator)}|$)')
    return any(line.count('"') == 1 and lone.search(line) for line in lines)


def _spaced(lines: list[str]) -> list[Row]:
    """Read lines in which a name, which may have spaces, stands before numbers."""
    rows = []
    for n, line in enumerate(lines, start=1):
        words = re.sub(r"\s+%", "%", line).split()
        last = len(words)
        while last > 1 and is_numeral(words[last - 1]):
            last -= 1
        if last == 1 and words and is_numeral(words[0]):
            last = 0
        rows.append(Row(n, tuple([SPACE.join(words[:last])] * bool(last) + words[last:])))
    return rows


def _clean(cell: object) -> str:
    return SPACE.join(str(cell).split()) if isinstance(cell, str) else ""


def _is_rule(row: Row) -> bool:
    """Tell the line under the head of a table that is drawn with signs."""
    return all(re.fullmatch(r":?-{2,}:?|[-+=]{3,}|", cell) for cell in row.cells)


def _without_edges(rows: list[Row]) -> tuple[Row, ...]:
    """Leave out the empty columns on both sides, as a table within pipes has them."""
    used = [
        c for c in range(max((len(r.cells) for r in rows), default=0)) if any(r[c] for r in rows)
    ]
    if not used:
        return ()
    first, end = used[0], used[-1] + 1
    return tuple(replace(row, cells=tuple(row[c] for c in range(first, end))) for row in rows)
