"""Points in a CSV file: x, y and class. Any encoding, separator and decimal sign."""

from __future__ import annotations

import csv
import hashlib

import numpy as np

from core.errors import InvalidInput
from core.training.run import FEWEST_CLASSES, MOST_CLASSES, Table
from ui.language.numbers import parse_number
from ui.link.parameters import read_name

MOST_BYTES = 20_000_000  # a million rows: they are refused, but in words that count them
MOST_ROWS = 10_000
FURTHEST = 1e12
EDGE = 2.7  # of the plane's 3: the outermost points stay in sight
SEPARATORS = (";", "\t", ",")


def read_points(content: bytes) -> tuple[str, Table]:
    r"""Read a table of points, and return it with its name: a hash of what it holds.

    Each coordinate is moved and scaled so that all points lie in the plane.

    Raises
    ------
    InvalidInput
        Too large, too many rows or none, one class or too many, or a row that is wrong, named by its number in the file.

    Examples
    --------
    >>> name, table = read_points(b"x;y;class\n0,5;1;a\n1,5;2;b\n")
    >>> table.names, table.labels.tolist(), table.inputs.round(1).tolist()
    (('a', 'b'), [0, 1], [[-2.7, -2.7], [2.7, 2.7]])
    """
    if len(content) > MOST_BYTES:
        raise InvalidInput("the file may have at most {limit} MB", limit=MOST_BYTES // 1_000_000)
    rows = _rows(_text(content).splitlines())
    if rows and not _is_number(rows[0][1][0]):
        rows = rows[1:]
    if not rows:
        raise InvalidInput("the file has no points")
    read = [_row(n, cells) for n, cells in rows]
    names = tuple(dict.fromkeys(name for _x, _y, name in read))
    if not FEWEST_CLASSES <= len(names) <= MOST_CLASSES:
        raise InvalidInput(
            "the number of classes in the file is {got}, and must be {fewest} to {most}",
            got=len(names),
            fewest=FEWEST_CLASSES,
            most=MOST_CLASSES,
        )
    names = tuple(sorted(names))
    labels = np.array([names.index(name) for _x, _y, name in read], dtype=np.int64)
    inputs = _scaled(np.array([(x, y) for x, y, _name in read]))
    said = inputs.tobytes() + labels.tobytes() + "\n".join(names).encode()
    return hashlib.sha256(said).hexdigest()[:12], Table(inputs, labels, names)


def _scaled(points: np.ndarray) -> np.ndarray:
    low, high = points.min(axis=0), points.max(axis=0)
    half = np.where(high > low, (high - low) / 2, 1.0)
    scaled: np.ndarray = EDGE * (points - (low + high) / 2) / half
    return scaled


def _rows(lines: list[str]) -> list[tuple[int, list[str]]]:
    """Return the rows that say something, each with its number in the file."""
    if len(lines) > MOST_ROWS + 1:
        raise InvalidInput(
            "the file has {got} rows, and may have at most {most}", got=len(lines), most=MOST_ROWS
        )
    first = next((line for line in lines if line.strip()), "")
    separator = next((s for s in SEPARATORS if s in first), ",")
    found = csv.reader(lines, delimiter=separator)
    try:
        numbered = [(found.line_num, row) for row in found]
    except csv.Error as error:
        raise InvalidInput("row {n} is not a row of a table", n=found.line_num) from error
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


def _row(n: int, row: list[str]) -> tuple[float, float, str]:
    cells = [*(cell.strip() for cell in row), "", "", ""][:3]
    try:
        x, y = _coordinate(cells[0]), _coordinate(cells[1])
        name = read_name(cells[2])
        if not name:
            raise InvalidInput("the class is missing")
    except InvalidInput as error:
        raise InvalidInput("row {n}: {why}", n=n, why=error) from error
    return x, y, name


def _coordinate(text: str) -> float:
    value = parse_number(text)
    if not abs(value) <= FURTHEST:
        raise InvalidInput("“{text}” is not a number", text=text[:40])
    return value
