"""What the digit page shows, and how its link says it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from core.digits import logits, preprocess_strokes
from ui.drawing.ink import read_strokes
from ui.drawing.reading import CLASSES, PEN, Reading
from ui.models import model
from ui.parameters import read_code, read_float, read_index, write_float
from ui.permalink import Link, Parameter

TABS = ("networks", "layer", "matters", "learn", "preprocessing", "whatif", "attempts")
THINNEST, THICKEST = 4.0, 40.0


@dataclass(frozen=True)
class Digit:
    """The drawing as text, the digit that it is meant to be, the pen, and the tab that is open."""

    strokes: str = ""
    y: int = 3
    pen: float = PEN
    tab: str = "networks"


def _known_strokes(text: str, _state: Digit) -> str:
    read_strokes(text)
    return text


LINK = Link(
    "digit",
    Digit(),
    (
        Parameter("strokes", "strokes", _known_strokes, lambda text: text or None),
        Parameter("y", "y", lambda text, _s: read_index(text, CLASSES), str),
        Parameter("pen", "pen", lambda text, _s: read_float(text, THINNEST, THICKEST), write_float),
        Parameter("tab", "tab", lambda text, _s: read_code(text, TABS), str),
    ),
)


@lru_cache(maxsize=256)
def _read(strokes: str, pen: float, y: int) -> Reading:
    drawn = read_strokes(strokes)
    image = preprocess_strokes(drawn)
    return Reading(drawn, pen, image, logits(model("cnn"), image)[0], y)


def reading(state: Digit) -> Reading | None:
    """Return what the CNN reads in the drawing, or None where nothing is drawn.

    The same drawing is read once: the chain and the open panel share it.

    Raises
    ------
    BadWeights
        The network's file is missing or damaged.
    """
    return _read(state.strokes, state.pen, state.y) if state.strokes else None
