"""Which column of a table is the name, which is p, which is q, which is a codeword."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import InvalidInput
from ui.weather.table_file.layout import Layout
from ui.weather.table_file.numerals import is_numeral

NONE = -1  # no column has this role
# What heads say, in English and Spanish, without case and signs.
HEADS = {
    "names": "state|name|letter|symbol|character|char|word|byte|label|estado|nombre|letra|símbolo|simbolo|carácter|caracter|palabra",
    "p": "p|pa|city a|p in city a|p en la ciudad a|ciudad a",
    "q": "q|pb|city b|q in city b|q en la ciudad b|p in city b|p en la ciudad b|ciudad b",
    "code": "code|codeword|my code|codigo|código|mi código|palabra de código",
}


@dataclass(frozen=True)
class Roles:
    """The columns that are names, p, q and codewords; `NONE` where there is none, None where it must be chosen."""

    names: int
    p: int | None
    q: int
    code: int

    def check(self, titles: Sequence[str]) -> None:
        """Raise where a column is missing, or has two roles."""
        if self.p in (None, NONE):
            raise InvalidInput("choose the column that is p")
        used = [c for c in (self.names, self.p, self.q, self.code) if c != NONE]
        for column in used:
            if used.count(column) > 1:
                raise InvalidInput(
                    "the column “{name}” is chosen twice", name=titles[column or 0][:40]
                )


def find_roles(found: Layout) -> Roles:
    """Return the roles that heads, and else the kinds of cells, give to columns."""
    width = found.width
    by_head = {role: _headed(found, words) for role, words in HEADS.items()}
    numbers = [c for c in range(width) if _is_numeric(found.column(c))]
    words = [c for c in range(width) if c not in numbers and any(found.column(c))]
    code = by_head["code"] if by_head["code"] is not None else _code(found, numbers)
    free = [c for c in numbers if c != code]
    names = by_head["names"]
    if names is None:
        names = next((c for c in words if c != code), NONE)
    if names == NONE and len(free) > 1 and _is_index(found.column(free[0])):
        names = free[0]
    free = [c for c in free if c != names and not _is_unnamed_index(found, c)]
    p, q = (by_head[role] if by_head[role] in free else None for role in ("p", "q"))
    if p is None and q is None and len(free) <= 2:
        p, q = (*free, None, None)[:2]
    if p is None and len(rest := [c for c in free if c != q]) == 1:
        p = rest[0]
    if q is None and p is not None and len(free) == 2 and by_head["p"] is not None:
        q = next(c for c in free if c != p)
    return Roles(names, p, NONE if q is None else q, NONE if code is None else code)


def _headed(found: Layout, words: str) -> int | None:
    heads = (
        [re.sub(r"[^\w]+", " ", cell.casefold()).strip() for cell in found.head.cells]
        if found.head
        else []
    )
    return next(
        (c for word in words.split("|") for c, head in enumerate(heads) if head == word), None
    )


def _is_numeric(cells: Sequence[str]) -> bool:
    said = [cell for cell in cells if cell]
    return 2 * sum(map(is_numeral, said)) >= len(said) > 0


def _code(found: Layout, numbers: Sequence[int]) -> int | None:
    """Return the last column, if its cells look like codewords; or, without a head, if it is the fourth."""
    last = found.width - 1
    cells = [cell.removeprefix("'") for cell in found.column(last)]
    if last >= 2 and all(re.fullmatch("[01]+", cell) for cell in cells):
        return last if len(set(cells)) == len(cells) and max(map(len, cells)) > 1 else None
    documented = found.head is None and last == 3 and {1, 2} <= set(numbers)
    return 3 if documented and not all(map(is_numeral, cells)) else None


def _is_index(cells: Sequence[str]) -> bool:
    """Tell whole numbers that count up by ones."""
    if not all(re.fullmatch("[0-9]{1,6}", cell) for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and len(numbers) > 1


def _is_unnamed_index(found: Layout, c: int) -> bool:
    """Tell the numbers that pandas, or a rank, puts before the rows."""
    head = found.head[c].casefold() if found.head else ""
    return (
        c == 0
        and head in ("", "rank", "index", "n", "nº", "no", "no.", "#")
        and _is_index(found.column(c))
    )
