"""Small matrices as text: rows on lines of their own (or between semicolons), numbers between spaces."""

from __future__ import annotations

import re
from collections.abc import Callable

from core.errors import InvalidInput
from ui.language.numbers import decimal_sign, parse_number, write_float
from ui.link.parameters import read_float

Matrix = tuple[tuple[float, ...], ...]
FEATURES = 6  # the most rows and columns of X, and rows of W
LARGEST_ENTRY = 1e6


def write_matrix(matrix: Matrix) -> str:
    """Write a matrix for a link: ``1_2;3_4``."""
    return ";".join("_".join(write_float(x) for x in row) for row in matrix)


def show_matrix(matrix: Matrix) -> str:
    """Write a matrix for reading and typing: a row on each line, in the language's decimals."""
    sign = decimal_sign()
    rows = (" ".join(write_float(x).replace(".", sign) for x in row) for row in matrix)
    return "\n".join(rows)


def read_matrix(text: str, rows: tuple[int, int], columns: tuple[int, int]) -> Matrix:
    """Read a matrix of a link."""
    return _rectangle(
        [_row(line.split("_"), read_float) for line in text.split(";")], rows, columns
    )


def parse_matrix(text: str, rows: tuple[int, int], columns: tuple[int, int]) -> Matrix:
    """Read a matrix that somebody typed: a row on each line, its numbers apart by spaces or tabs."""
    lines = [line for line in re.split(r"[;\n]", text) if line.strip()]
    return _rectangle([_row(line.split(), parse_number) for line in lines], rows, columns)


def _row(parts: list[str], read: Callable[[str], float]) -> tuple[float, ...]:
    values = tuple(read(part) for part in parts)
    for value in values:
        if not abs(value) <= LARGEST_ENTRY:
            raise InvalidInput(
                "a matrix has numbers from {least} to {most}, and this one has {got}",
                least=float(-LARGEST_ENTRY),
                most=float(LARGEST_ENTRY),
                got=value,
            )
    return values


def _rectangle(
    matrix: list[tuple[float, ...]], rows: tuple[int, int], columns: tuple[int, int]
) -> Matrix:
    if not rows[0] <= len(matrix) <= rows[1]:
        raise InvalidInput(
            "the matrix must have {fewest} to {most} rows, and it has {got}",
            fewest=rows[0],
            most=rows[1],
            got=len(matrix),
        )
    for i, row in enumerate(matrix):
        if len(row) != len(matrix[0]):
            raise InvalidInput(
                "all rows must be equally long, and row {row} has {got} numbers where the first has {first}",
                row=i + 1,
                got=len(row),
                first=len(matrix[0]),
            )
    if not columns[0] <= len(matrix[0]) <= columns[1]:
        raise InvalidInput(
            "the matrix must have {fewest} to {most} columns, and it has {got}",
            fewest=columns[0],
            most=columns[1],
            got=len(matrix[0]),
        )
    return tuple(matrix)
