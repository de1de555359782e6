"""What the digit page shows, and how its link says it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from core.digits import example_drawings
from core.digits.perturbations import EFFECTS
from core.errors import InvalidInput
from ui.language.numbers import write_float
from ui.link.parameters import read_code, read_float, read_floats, read_index, write_floats
from ui.link.permalink import Link, Parameter
from ui.link.stroke_text import Strokes, read_strokes, write_strokes

CLASSES = 10
THINNEST, WIDEST = 6.0, 40.0
COLDEST, HOTTEST = 0.05, 20.0
FURTHEST = 100.0  # how far a logit can be nudged
CHECKPOINTS = 12
NO_NUDGES = (0.0,) * CLASSES
NETWORKS = ("linear", "mlp", "cnn")
OPENING_DIGIT = 2
TABS = ("networks", "layer", "matters", "learn", "preprocessing", "whatif", "attempts")


@dataclass(frozen=True)
class Digit:
    """The drawing, the true digit, the tab that is open, and what was set in the tabs.

    Attributes
    ----------
    ink
        The drawing as its link writes it, so that two states are equal where they look equal.
    uploaded
        A picture stands in place of a drawing. It does not fit into a link, which only says that there is one.
    blank
        The paper was cleared; else it opens with an example on it, to be drawn over.
    y
        None until somebody says which digit it is.
    pen
        The width of the pen, in pixels of the canvas.
    network
        Whose last layer is shown.
    effect, amount
        What is done to the picture in "what matters", and how much of it.
    moment
        The checkpoint of the training that is shown.
    temperature, nudges
        What if: the logits divided, and each moved by so much.
    """

    ink: str = ""
    uploaded: bool = False
    blank: bool = False
    y: int | None = None
    pen: float = 18.0
    tab: str = TABS[0]
    network: str = NETWORKS[0]
    effect: str = "rotate"
    amount: float = 0.0
    moment: int = CHECKPOINTS - 1
    temperature: float = 1.0
    nudges: tuple[float, ...] = NO_NUDGES

    @property
    def shown(self) -> str:
        """The drawing that the page speaks of: the visitor's, or the example on paper that nobody has touched."""
        return self.ink or ("" if self.blank else opening_example())

    @property
    def strokes(self) -> Strokes:
        """The drawing, in canvas pixels."""
        return read_strokes(self.ink)


def redrawn(state: Digit, ink: str) -> Digit:
    """Return the state with another drawing, whose logits nobody has nudged yet."""
    return replace(state, ink=ink, blank=not ink, uploaded=False, nudges=NO_NUDGES)


@cache
def opening_example() -> str:
    """Return the drawing that lies on the paper when the page is opened."""
    return write_strokes(example_drawings()[OPENING_DIGIT])


_D = Digit()
Parse = Callable[[str, Digit], Any]


def _optional(name: str, field: str, parse: Parse, write: Callable[[Any], str]) -> Parameter[Digit]:
    """Return a parameter that a link leaves out where it says nothing new."""
    default = getattr(_D, field)
    return Parameter(name, field, parse, lambda x: None if x == default else write(x))


def _canonical(text: str, _state: Digit) -> str:
    return write_strokes(read_strokes(text))


def _read_amount(text: str, state: Digit) -> float:
    effect = EFFECTS[state.effect]
    return read_float(text, effect.low, effect.high)


def _read_nudges(text: str, _state: Digit) -> tuple[float, ...]:
    nudges = read_floats(text, CLASSES, CLASSES)
    if np.abs(nudges).max() > FURTHEST:
        raise InvalidInput("a logit is nudged by at most {most}", most=FURTHEST)
    return nudges


LINK = Link(
    "digit",
    _D,
    (
        _optional("y", "y", lambda text, _s: read_index(text, CLASSES), str),
        _optional("strokes", "ink", _canonical, str),
        _optional(
            "picture", "uploaded", lambda text, _s: read_code(text, ("1",)) == "1", lambda _: "1"
        ),
        _optional("blank", "blank", lambda text, _s: bool(read_code(text, ("1",))), lambda _x: "1"),
        _optional("pen", "pen", lambda text, _s: read_float(text, THINNEST, WIDEST), write_float),
        _optional("tab", "tab", lambda text, _s: read_code(text, TABS), str),
        _optional("net", "network", lambda text, _s: read_code(text, NETWORKS), str),
        _optional("effect", "effect", lambda text, _s: read_code(text, tuple(EFFECTS)), str),
        _optional("amount", "amount", _read_amount, write_float),
        _optional("moment", "moment", lambda text, _s: read_index(text, CHECKPOINTS), str),
        _optional(
            "T", "temperature", lambda text, _s: read_float(text, COLDEST, HOTTEST), write_float
        ),
        _optional("nudge", "nudges", _read_nudges, write_floats),
    ),
)
