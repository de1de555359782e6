"""What the digit page shows, and how its link says it."""

from __future__ import annotations

from dataclasses import dataclass

from ui.drawing.ink import Strokes, read_strokes, write_strokes
from ui.parameters import read_code, read_float, read_index, write_float
from ui.permalink import Link, Parameter

CLASSES = 10
THINNEST, WIDEST = 6.0, 40.0
TABS = ("networks", "layer", "matters", "learn", "preprocessing", "whatif", "attempts")


@dataclass(frozen=True)
class Digit:
    """The drawing, the true digit, and the tab that is open.

    ``y`` is None until somebody says which digit it is. ``ink`` is the drawing as its link writes it,
    so that two states are equal where they look equal.
    """

    ink: str = ""
    y: int | None = None
    pen: float = 18.0
    tab: str = TABS[0]

    @property
    def strokes(self) -> Strokes:
        """The drawing, in canvas pixels."""
        return read_strokes(self.ink)


def _canonical(text: str) -> str:
    return write_strokes(read_strokes(text))


LINK = Link(
    "digit",
    Digit(),
    (
        Parameter(
            "y",
            "y",
            lambda text, _s: read_index(text, CLASSES),
            lambda y: None if y is None else str(y),
        ),
        Parameter("strokes", "ink", lambda text, _s: _canonical(text), lambda ink: ink or None),
        Parameter(
            "pen",
            "pen",
            lambda text, _s: read_float(text, THINNEST, WIDEST),
            lambda x: None if x == Digit.pen else write_float(x),
        ),
        Parameter(
            "tab",
            "tab",
            lambda text, _s: read_code(text, TABS),
            lambda tab: None if tab == TABS[0] else tab,
        ),
    ),
)
