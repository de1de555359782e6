"""A file read as a table of states: what was found, what was chosen instead, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from core.errors import InvalidInput
from ui.link.parameters import read_name
from ui.weather.state import FEWEST, MOST, as_typed
from ui.weather.table_file.columns import NONE, Roles, find_roles
from ui.weather.table_file.encoding import Decoded, decode
from ui.weather.table_file.grid import Row, check_rows, read_grid
from ui.weather.table_file.layout import Layout, lay_out
from ui.weather.table_file.numerals import decimals_of, is_unclear, to_numbers
from ui.weather.table_file.totals import Total, find_total

MOST_BYTES = 20_000_000  # a million rows: they are refused, but in words that count them


@dataclass(frozen=True)
class StateTable:
    """What a file says: names and p of city A; q and the code may be missing, and so may the names."""

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


@dataclass(frozen=True)
class Choices:
    """How a file is to be read, where the visitor says so; None: as it is found."""

    encoding: str | None = None
    separator: str | None = None
    decimal: str | None = None
    head: bool | None = None
    sideways: bool | None = None
    without_total: bool | None = None
    names: int | None = None
    p: int | None = None
    q: int | None = None
    code: int | None = None


@dataclass(frozen=True)
class Reading:
    """A file as it is read.

    Attributes
    ----------
    encoding, encodings
        The one it was read in; those that it may be in as well, where it was a guess.
    separator, decimal
        Between cells; before tenths. ``unclear``: a cell that would be another number with the other decimal
        sign, while nothing in the file tells which it is.
    head, skipped
        The row that names the columns, and those that were not used.
    titles
        Of the columns; empty where a column has none.
    total
        The row that is the sum of the others, and whether it is left out.
    table, problem
        What it says, or why it says nothing.
    """

    encoding: str
    encodings: tuple[str, ...]
    separator: str
    decimal: str
    unclear: str
    head: Row | None
    skipped: tuple[Row, ...]
    sideways: bool
    titles: tuple[str, ...]
    roles: Roles
    total: Total | None = None
    left_out: bool = False
    table: StateTable | None = None
    problem: InvalidInput | None = field(default=None, compare=False)


def read_state_table(content: bytes) -> StateTable:
    """Read a table of states, as it is found to be.

    Raises
    ------
    InvalidInput
        Too large, too many rows or too few, something that must be chosen, or a row that is wrong, named
        by its number in the file.
    """
    found = read_file(content)
    if found.table is None:
        raise found.problem or InvalidInput("choose the column that is p")
    return found.table


def read_file(content: bytes, choices: Choices | None = None) -> Reading:
    """Read a file; what is wrong with its table stands in the reading.

    Raises
    ------
    InvalidInput
        It is no table at all: too large, not a text, or without a row of a table.
    """
    wanted = choices or Choices()
    if len(content) > MOST_BYTES:
        raise InvalidInput("the file may have at most {limit} MB", limit=MOST_BYTES // 1_000_000)
    check_rows(max(content.count(b"\n"), content.count(b"\r")))
    decoded = decode(content, wanted.encoding)
    grid = read_grid(decoded.text, wanted.separator)
    found = lay_out(grid, wanted.head, wanted.sideways)
    reading = _described(decoded, grid.separator, found, wanted)
    try:
        _check_number_of_states(len(found.body) - (len(found.body) > MOST))
        return _with_table(reading, found, wanted)
    except InvalidInput as error:
        return replace(reading, problem=error)


def _described(decoded: Decoded, separator: str, found: Layout, wanted: Choices) -> Reading:
    roles = find_roles(found)
    mine = {name: getattr(wanted, name) for name in ("names", "p", "q", "code")}
    valid = {k: v for k, v in mine.items() if v is not None and NONE <= v < found.width}
    roles = replace(roles, **valid)
    head = found.head
    decimal, unclear = _decimal(found, roles)
    return Reading(
        decoded.encoding,
        decoded.others,
        separator,
        wanted.decimal or decimal,
        unclear,
        head,
        found.skipped,
        found.sideways,
        tuple(head[c] if head else "" for c in range(found.width)),
        roles,
    )


def _decimal(found: Layout, roles: Roles) -> tuple[str, str]:
    """Return the decimal sign, and a cell that is unclear while nothing tells the sign.

    Where a column has whole numbers beside ``1.234``, that is taken for thousands until somebody says no.
    """
    cells = [
        cell for c in (roles.p, roles.q) if c not in (None, NONE) for cell in found.column(c or 0)
    ]
    proved = decimals_of(cells) or decimals_of(x for row in found.body for x in row.cells)
    unclear = next((cell for cell in cells if is_unclear(cell)), "")
    if len(proved) == 1 or not unclear:
        return next(iter(sorted(proved, reverse=True)), "."), ""
    sign = "." if "." in unclear else ","
    thousands = "," if sign == "." else "."
    if proved or not all(is_unclear(cell) for cell in cells if cell.strip("0")):
        return thousands, unclear
    # All are a thousand times what they may be: one distribution, so that only its sum can tell.
    shares = [x for x in to_numbers(cells, sign) if not isinstance(x, InvalidInput)]
    return (
        sign
        if any(abs(sum(shares) / whole - 1) < 0.01 for whole in (1, 2, 100, 200))
        else thousands
    ), ""


def _check_number_of_states(n: int) -> None:
    if not FEWEST <= n <= MOST:
        raise InvalidInput(
            "the file has {got} states, and must have {fewest} to {most}",
            got=n,
            fewest=FEWEST,
            most=MOST,
        )


def _with_table(reading: Reading, found: Layout, wanted: Choices) -> Reading:
    """Return the reading with its table, and with the total that stands in it."""
    roles = reading.roles
    roles.check([title or str(c + 1) for c, title in enumerate(reading.titles)])
    where = "column" if found.sideways else "row"
    columns = [c for c in (roles.p, roles.q) if c is not None and c != NONE]
    numbers = [to_numbers(found.column(c), reading.decimal) for c in columns]
    labels = found.column(roles.names) if roles.names != NONE else [""] * len(found.body)
    total = find_total(labels, numbers)
    left_out = total is not None and (
        total.named if wanted.without_total is None else wanted.without_total
    )
    kept = [i for i in range(len(found.body)) if not (total and left_out and i == total.place)]
    _check_number_of_states(len(kept))
    rows = [found.body[i] for i in kept]
    names = _names(rows, roles.names, where)
    p, *rest = ([_probability(found.body[i], column[i], where) for i in kept] for column in numbers)
    q = rest[0] if rest else []
    if sum(p) <= 0 or (q and sum(q) <= 0):
        raise InvalidInput("the probabilities are all zero")
    table = StateTable(names, tuple(p), tuple(q), _code(rows, roles.code, where))
    total = total and replace(total, n=found.body[total.place].n)
    return replace(reading, total=total, left_out=left_out, table=table)


def _names(rows: Sequence[Row], column: int, where: str) -> tuple[str, ...]:
    if column == NONE:
        return ()
    names: list[str] = []
    seen: set[str] = set()
    for row in rows:
        try:
            name = read_name(row[column].removeprefix("'"))
            if not name:
                raise InvalidInput("the name is missing")
            if name in seen:
                raise InvalidInput("two states have the name “{name}”", name=name)
        except InvalidInput as error:
            raise _at(where, row, error) from error
        seen.add(name)
        names.append(name)
    return tuple(names)


def _probability(row: Row, value: float | InvalidInput, where: str) -> float:
    try:
        if isinstance(value, InvalidInput):
            raise value
        if not 0 <= value < 1e300:
            raise InvalidInput("a probability must not be negative, and is {got}", got=value)
    except InvalidInput as error:
        raise _at(where, row, error) from error
    return value


def _code(rows: Sequence[Row], column: int, where: str) -> tuple[str, ...]:
    if column == NONE:
        return ()
    words = []
    for row in rows:
        try:
            words.append(as_typed(row[column].removeprefix("'")))
        except InvalidInput as error:
            raise _at(where, row, error) from error
    return tuple(words) if any(words) else ()


def _at(where: str, row: Row, error: InvalidInput) -> InvalidInput:
    """Return the error with the place in the file where it stands."""
    if where == "column":
        return InvalidInput("column {n}: {why}", n=row.n, why=error)
    return InvalidInput("row {n}: {why}", n=row.n, why=error)
