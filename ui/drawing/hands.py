"""A slider of one bar that follows the hand, and what every panel does with a new value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from core.errors import InvalidInput
from ui.bars import Color, Column, Hand, bars
from ui.drawing.state import LINK
from ui.text import parse_number


def settle(hand: Hand, **changes: Any) -> None:
    """Keep new values: beside the link while the hand moves, in the link when it rests."""
    state = replace(LINK.read(), **changes)
    (LINK.write if hand.resting else LINK.hold)(state)


def slider(
    key: str,
    label: str,
    name: str,
    title: str,
    value: float,
    ends: tuple[float, float],
    step: float,
    digits: int,
    on_value: Callable[[Hand, float], None],
    *,
    color: Color = "z",
    log: bool = False,
) -> None:
    """Show one value as a bar to drag, press and type; a number out of range is brought to its end."""

    def moved(hand: Hand) -> None:
        sent = hand.moves[-1].value
        try:
            number = parse_number(sent) if isinstance(sent, str) else float(sent)
        except InvalidInput:
            return
        on_value(hand, min(max(number, ends[0]), ends[1]))

    column = Column(name, title, [value], color, *ends, digits=digits, step=step, log=log)
    bars(key, label, [name], [column], on_hand=moved)
