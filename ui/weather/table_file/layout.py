"""Which rows of a file are its table: titles above it, notes below, its head, and whether it lies on its side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ui.weather.table_file.grid import Grid, Row
from ui.weather.table_file.numerals import decimals_of, is_numeral, to_number

NOTE = re.compile(r"[#*†(]|//|source|fuente|note|nota|quelle", re.IGNORECASE)
# What begins like a number and is none: a slip of the pen rather than the name of a column.
SLIP = re.compile(r"=.*|[+\-−.,\d][\d.,%\s]*[A-Za-z]?[\d.,%\s]*")
YEAR = re.compile("(19|20)[0-9]{2}")
MOST_LYING = 6  # rows of a table on its side: cities, code


@dataclass(frozen=True)
class Layout:
    """The table within a file.

    Attributes
    ----------
    head
        The row that names the columns, or None.
    body
        The states, a row each; of a table on its side, its columns.
    skipped
        Rows that are not used.
    sideways
        The table lay on its side, and ``n`` of a row is the number of its column.
    """

    head: Row | None
    body: tuple[Row, ...]
    skipped: tuple[Row, ...]
    sideways: bool

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(row.cells) for row in (*self.body, *filter(None, [self.head]))), default=0)

    def column(self, c: int) -> list[str]:
        """Return the cells of a column, without its head."""
        return [row[c] for row in self.body]


def lay_out(grid: Grid, with_head: bool | None = None, sideways: bool | None = None) -> Layout:
    """Find the table within a file; what is None is found, and what is not is as the visitor says."""
    numeric = _numeric_columns(grid.rows)
    least = (
        2 if len(numeric) > 1 or min(numeric, default=0) > 0 else 1
    )  # cells of a row of the table
    rows = list(grid.rows)
    start = next(
        (i for i, r in enumerate(rows) if r.filled >= least and _has_number(r, numeric)), 0
    )
    named = False  # whether the row before the start is the head
    if start and rows[start - 1].filled >= least:
        named = not _is_slip(rows[start - 1], numeric)
        start -= not named
    if not named and _is_numeric_head(rows[start:], numeric):
        named, start = True, start + 1
    if with_head is not None and with_head != named and (named or start < len(rows)):
        named, start = with_head, start + (1 if with_head else -1)
    head = rows[start - 1] if named else None
    end = _end(rows, start, numeric)
    body = [r for r in rows[start:end] if not _is_note(r, numeric)]
    skipped = [row for row in rows if row not in body and row is not head]
    found = Layout(head, tuple(body), tuple(skipped), False)
    lies = _lies(found) if sideways is None else sideways
    return _upright(found) if lies else found


def _numeric_columns(rows: Sequence[Row]) -> set[int]:
    """Return the columns of which half is numbers, their head aside; of the first, which has the names, more."""
    width = max((len(row.cells) for row in rows), default=0)
    found = set()
    for c in range(width):
        said = [row[c] for row in rows if row[c]]
        numbers = sum(map(is_numeral, said))
        if numbers and (2 * numbers > len(said) if c == 0 else 2 * numbers >= len(said) - 1):
            found.add(c)
    return found


def _has_number(row: Row, numeric: set[int]) -> bool:
    return any(is_numeral(row[c]) for c in numeric)


def _is_slip(row: Row, numeric: set[int]) -> bool:
    """Tell a state whose number is written wrong: it is not dropped as a head, but said."""
    return any(SLIP.fullmatch(row[c]) for c in numeric if row[c])


def _is_numeric_head(rows: Sequence[Row], numeric: set[int]) -> bool:
    """Tell a head of numbers: no name before them, as pandas numbers columns; or years."""
    if len(rows) < 3 or not numeric:
        return False
    first, rest = rows[0], rows[1:]
    words = [c for c in range(len(first.cells)) if c not in numeric]
    if words and not any(first[c] for c in words):
        return True
    values = [c for c in sorted(numeric) if c > 0]
    heads = [first[c] for c in values]
    years = [bool(YEAR.fullmatch(row[c])) for row in rest for c in values]
    rising = len(heads) > 1 and heads == sorted(set(heads))
    return rising and all(map(YEAR.fullmatch, heads)) and 2 * sum(years) < len(years)


def _is_note(row: Row, numeric: set[int]) -> bool:
    return bool(NOTE.match(next(filter(None, row.cells)))) and not any(row[c] for c in numeric)


def _end(rows: Sequence[Row], start: int, numeric: set[int]) -> int:
    """Return where the table ends: before notes that stand below it, after an empty row or not."""
    end = len(rows)
    while end > start + 1:
        last = rows[end - 1]
        apart = last.n > rows[end - 2].n + 1
        if any(last[c] for c in numeric) and not (apart and NOTE.match(last[0])):
            break
        if not (apart or _is_note(last, numeric)):
            break
        end -= 1
    return end


def _lies(found: Layout) -> bool:
    """Tell a table on its side: a row is a distribution, and a column is not."""
    if found.head is None or not 1 <= len(found.body) <= MOST_LYING:
        return False
    first = 1 if not all(is_numeral(row[0]) for row in found.body) else 0
    values = [[row[c] for c in range(first, found.width)] for row in found.body]
    if found.width - first < 2 or not all(is_numeral(x) for x in (x for v in values for x in v)):
        return False
    if len(found.body) == 1:
        return True
    decimal = (decimals_of(x for v in values for x in v) or {"."}).pop()
    numbers = [[to_number(x, decimal) for x in v] for v in values]
    columns = [list(column) for column in zip(*numbers, strict=True)]
    return any(map(_is_whole, numbers)) and not any(map(_is_whole, columns))


def _is_whole(values: Sequence[float]) -> bool:
    return any(abs(sum(values) - whole) < 0.003 * whole for whole in (1, 100))


def _upright(found: Layout) -> Layout:
    rows = [*filter(None, [found.head]), *found.body]
    columns = [Row(c + 1, tuple(row[c] for row in rows)) for c in range(found.width)]
    beside = columns[0].cells[1 if found.head else 0 :] if columns else ()
    head = None if not beside or all(map(is_numeral, beside)) else columns.pop(0)
    return Layout(head, tuple(columns), found.skipped, True)
