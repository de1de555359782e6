"""What a hand does to bars, as the browser says it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from core.errors import InvalidInput
from ui.language.numbers import parse_number

NAME = "name"  # the column of a move that renames a row


@dataclass(frozen=True)
class Move:
    """What the hand did to one bar: a number where it was moved, a text where it was typed."""

    row: int
    column: str
    value: float | str


@dataclass(frozen=True)
class Hand:
    """What the hand did since the last answer, and whether it rests now.

    ``drawn``: a live page has drawn it already, all that is live of it, and nothing was drawn over it since.
    """

    moves: tuple[Move, ...]
    resting: bool
    drawn: bool = False


State = TypeVar("State")
Errors = dict[tuple[int, str], InvalidInput]  # (row, column) -> what was wrong


def follow_hand(
    state: State, hand: Hand, moved: Callable[[State, Move], State], known: Errors
) -> tuple[State, Errors]:
    """Return the state after a hand's moves, and the errors of an element: those known, less those mended."""
    errors = dict(known)
    for move in hand.moves:
        errors.pop((move.row, move.column), None)
        try:
            state = moved(state, move)
        except InvalidInput as error:
            errors[move.row, move.column] = error
    return state, errors


def read_moves(sent: object) -> tuple[Move, ...]:
    """Return the moves in a message from the browser; what is not well formed is no move."""
    if not isinstance(sent, list):
        return ()
    found = (_move(*move) for move in sent if isinstance(move, list) and len(move) == 3)
    return tuple(move for move in found if move)


def _move(row: object, column: object, value: object) -> Move | None:
    if type(row) is not int or row < 0 or not isinstance(column, str):
        return None
    if isinstance(value, str):
        return Move(row, column, value.encode("utf-8", "replace").decode())
    if isinstance(value, int | float) and abs(value) <= sys.float_info.max:
        return Move(row, column, float(value))
    return None


def value_of(move: Move, least: float, most: float) -> float:
    """Return the number of a move; a typed one must lie within bounds, a dragged one is kept there."""
    if not isinstance(move.value, str):
        return min(max(float(move.value), least), most)
    value = parse_number(move.value)
    if not least <= value <= most:
        raise InvalidInput(
            "{value} is not between {least} and {most}",
            value=value,
            least=float(least),
            most=float(most),
        )
    return value
