"""A Jupyter notebook as its file holds it: cells of markdown and of Python, in nbformat 4."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Cell:
    """One cell: its kind, and its lines in one text."""

    kind: Literal["markdown", "code"]
    text: str


def write_notebook(cells: Sequence[Cell]) -> bytes:
    """Return the file of a Python notebook whose cells have not been run.

    Examples
    --------
    >>> json.loads(write_notebook([Cell("code", "1 + 1")]))["cells"][0]["source"]
    ['1 + 1']
    """
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    file = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "cells": [_cell(number, cell) for number, cell in enumerate(cells)],
    }
    return json.dumps(file, ensure_ascii=False, indent=1).encode()


def _cell(number: int, cell: Cell) -> dict[str, object]:
    common = {
        "id": f"cell-{number}",
        "metadata": {},
        "source": cell.text.splitlines(keepends=True),
    }
    if cell.kind == "markdown":
        return {"cell_type": "markdown", **common}
    return {"cell_type": "code", **common, "execution_count": None, "outputs": []}


def literal(values: object) -> str:
    """Write numbers, texts and lists of them as Python reads them; infinity, which has no literal, as ``inf``.

    Line ends in a text are escaped, so that no text ends its line.

    Examples
    --------
    >>> literal([1.0, float("-inf"), "sun"])
    "[1.0, -inf, 'sun']"
    """
    if isinstance(values, list | tuple):
        return "[" + ", ".join(literal(value) for value in values) + "]"
    return ascii(values) if isinstance(values, str) and not values.isprintable() else repr(values)
