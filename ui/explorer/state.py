"""What the explorer shows, and how its link says it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ui.parameters import (
    read_float,
    read_floats,
    read_index,
    read_names,
    write_float,
    write_floats,
    write_names,
)
from ui.permalink import Link, Parameter
from ui.text import _

FEWEST, MOST = 2, 12
COLDEST, HOTTEST = 0.05, 20.0
LARGEST = 1e308


@dataclass(frozen=True)
class Explorer:
    """Logits, target and temperature, and the tab that is open.

    ``names`` is empty, or has one entry for each class, of which an empty one stands for
    the class's default name in the visitor's language.
    """

    z: tuple[float, ...] = (-1.45, -7.82, -3.78)
    names: tuple[str, ...] = ()
    y: int = 0
    temperature: float = 1.0

    @property
    def labels(self) -> list[str]:
        """The names of the classes as the visitor sees them."""
        given = self.names or ("",) * len(self.z)
        return [name or _("class {n}").format(n=i + 1) for i, name in enumerate(given)]

    @property
    def logits(self) -> NDArray[np.float64]:
        """The logits as core takes them."""
        return np.array(self.z)

    @property
    def target(self) -> NDArray[np.float64]:
        """The target distribution: one-hot."""
        target = np.zeros(len(self.z))
        target[self.y] = 1.0
        return target


def read_logits(text: str, _state: Explorer) -> tuple[float, ...]:
    """Read the logits of a link; minus infinity may stand beside a finite one."""
    z = read_floats(text, FEWEST, MOST, minus_infinity=True)
    if all(math.isinf(x) for x in z):
        from core.errors import InvalidInput

        raise InvalidInput("at least one logit must be finite")
    return z


LINK = Link(
    "softmax",
    Explorer(),
    (
        Parameter("z", "z", read_logits, write_floats),
        Parameter("names", "names", lambda text, s: read_names(text, len(s.z)), write_names),
        Parameter("y", "y", lambda text, s: read_index(text, len(s.z)), str),
        Parameter(
            "T", "temperature", lambda text, _s: read_float(text, COLDEST, HOTTEST), write_float
        ),
    ),
)
