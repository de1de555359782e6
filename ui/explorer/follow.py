"""What follows a change."""

from __future__ import annotations

from ui.explorer.state import LINK, Explorer


def settle(state: Explorer, resting: bool = True) -> None:
    """Keep a new state: beside the link while the hand moves, in the link when it rests."""
    (LINK.write if resting else LINK.hold)(state)
