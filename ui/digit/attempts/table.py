"""The table of attempts of a visit, and what the browser has yet to hear of it.

A drawing is in the table as soon as it has strokes and a true digit, and its row follows the hand: further strokes,
undo, another true digit. Clear, an example, or a stroke that begins elsewhere begins the next one.
A drawing that a link brought is no attempt until the hand changes it. Attempts are the one state that does
not stand in the link: it could not hold them. The browser keeps them (`browser_storage`).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import streamlit as st

from core.digits import example_drawings, rare_drawings
from core.digits.attempts import MAX_ATTEMPTS
from core.errors import InvalidInput
from ui.digit import digit_source
from ui.digit.attempts.row import Row, new_key, row
from ui.digit.recognition import Recognition
from ui.digit.state import Digit
from ui.link.stroke_text import read_strokes, write_strokes

_TABLE = "digit.attempts"


@dataclass
class Table:
    """The attempts of one visit.

    Attributes
    ----------
    session
        Tells the browser one visit from another.
    rows
        By key, and so by time.
    current
        The key of the drawing that is under the hand.
    removed
        What was removed last, to be brought back.
    unsaved
        Key -> (number of the change, row or None where it was removed): what the browser has yet to confirm.
    number
        Of the last change.
    heard
        The number of the browser's last report.
    trouble
        Why the browser cannot keep the table: "full", "forbidden", or None.
    problem
        What was wrong with what the visitor did last.
    """

    session: str = field(default_factory=lambda: secrets.token_hex(8))
    rows: dict[str, Row] = field(default_factory=dict)
    current: str | None = None
    removed: tuple[Row, ...] = ()
    unsaved: dict[str, tuple[int, Row | None]] = field(default_factory=dict)
    number: int = 0
    heard: int = 0
    trouble: str | None = None
    problem: InvalidInput | None = None

    def put(self, rows: Iterable[Row]) -> None:
        """Put rows into the table; a row of the same key gives way."""
        self._change({row.key: row for row in rows})

    def remove(self, keys: Iterable[str]) -> None:
        """Remove rows, and keep them to be brought back."""
        gone = {key: self.rows[key] for key in keys if key in self.rows}
        if gone:
            self.removed = tuple(gone.values())
            self._change(dict.fromkeys(gone))

    def bring_back(self) -> None:
        """Undo the last removal."""
        self.put(self.removed)
        self.removed = ()

    def forget(self, keys: Iterable[str]) -> None:
        """Have the browser drop what it keeps under these keys: it is no row."""
        self._change(dict.fromkeys(keys))

    def saved(self, number: int) -> None:
        """Take the browser's word that it keeps all changes up to a number."""
        self.unsaved = {key: change for key, change in self.unsaved.items() if change[0] > number}

    def replace(self, rows: dict[str, Row]) -> None:
        """Take the rows that the browser keeps; what it has not confirmed yet comes on top."""
        self._set({**rows, **{key: row for key, (_number, row) in self.unsaved.items()}})

    def _change(self, change: Mapping[str, Row | None]) -> None:
        if change:
            self.number += 1
            self.unsaved |= {key: (self.number, row) for key, row in change.items()}
            self._set({**self.rows, **change})

    def _set(self, rows: Mapping[str, Row | None]) -> None:
        self.rows = {key: row for key, row in sorted(rows.items()) if row}

    def has(self, ink: str, picture: object, label: int) -> bool:
        """Return whether a drawing with this label is in the table."""
        return any(row.is_of(ink, picture, label) for row in self.rows.values())  # type: ignore[arg-type]


def table() -> Table:
    """Return the visit's table."""
    if _TABLE not in st.session_state:
        st.session_state[_TABLE] = Table()
    found: Table = st.session_state[_TABLE]
    return found


def record_attempt(attempts: Table, before: Digit, after: Digit) -> None:
    """Let the table follow what the hand did to the drawing or to the true digit."""
    if (before.ink, before.y) == (after.ink, after.y):
        return
    if not (after.ink or after.blank) or after.ink in _examples():
        # Nobody's attempt, until a hand draws over it.
        attempts.current = None
        return
    try:
        seen = digit_source.current_recognition(after)
        if seen is None:
            _leave(attempts, after)
        elif after.y is not None:
            _enter(attempts, after.ink, seen, after.y)
    except InvalidInput as error:
        attempts.problem = error


@cache
def _examples() -> frozenset[str]:
    """Return the example drawings as a link writes them, and what Undo leaves of them."""
    drawings = [*example_drawings().values(), *rare_drawings().values()]
    return frozenset(
        write_strokes(drawing[: n + 1]) for drawing in drawings for n in range(len(drawing))
    )


def _leave(attempts: Table, after: Digit) -> None:
    """Leave the drawing: "clear" takes the true digit with it, "undo" keeps it and takes the drawing back."""
    if after.y is not None and attempts.current:
        attempts.remove([attempts.current])
    attempts.current = None


def _enter(attempts: Table, ink: str, seen: Recognition, label: int) -> None:
    """Put the drawing into its row, or into a new one; what is in the table already is not put twice."""
    if attempts.has(ink, seen.image, label):
        return
    under_hand = attempts.rows.get(attempts.current or "")
    if under_hand and _continues(under_hand, ink, seen):
        key = under_hand.key
    else:
        check_room(attempts, 1)
        key = new_key()
    attempts.put([row(key, ink, seen.image, label, seen.logits)])
    attempts.current, attempts.problem = key, None


def _continues(row: Row, ink: str, seen: Recognition) -> bool:
    """Return whether it is the row's drawing that goes on: it begins at the same point."""
    if not (ink and row.ink):
        return ink == row.ink and np.array_equal(seen.image, row.attempt.picture)
    return np.array_equal(read_strokes(ink)[0][0], read_strokes(row.ink)[0][0])


def check_room(attempts: Table, more: int) -> None:
    """Raise where so many more attempts find no room in the table."""
    if len(attempts.rows) + more > MAX_ATTEMPTS:
        raise InvalidInput(
            "the table holds at most {most} attempts: remove some, or download and clear it",
            most=MAX_ATTEMPTS,
        )
