"""What follows a change."""

from __future__ import annotations

from ui.coding.state import LINK, Weather


def settle(state: Weather, resting: bool = True) -> None:
    """Keep a new state: beside the link while the hand moves, in the link when it rests."""
    (LINK.write if resting else LINK.hold)(state)
