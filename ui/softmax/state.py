"""What the explorer shows, and how its link says it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.checks import as_distribution, unchanging
from core.distribution import smoothed
from core.errors import InvalidInput
from core.examples import LECTURE_LOGITS, LECTURE_TARGET
from core.softmax import cross_entropy_from_logits, log_softmax, softmax
from ui.language.numbers import write_float
from ui.language.sentences import _
from ui.link.parameters import (
    read_code,
    read_float,
    read_floats,
    read_index,
    read_names,
    write_floats,
    write_names,
)
from ui.link.permalink import Link, Parameter
from ui.softmax.matrix_text import FEATURES, Matrix, read_matrix, write_matrix

FEWEST, MOST = 2, 12
COLDEST, HOTTEST = 0.05, 20.0
LARGEST = 1e308
MOST_STEPS = 500  # a descent is walked again from its start whenever it is shown
RATES = (0.001, 100.0)
LARGEST_SHIFT = 1e6
LECTURE_TABS = ("table", "sigmoids", "layer", "gradient", "torch")
FURTHER_TABS = ("target", "temperature", "landscape", "stability", "quiz", "download")
TABS = (*LECTURE_TABS, *FURTHER_TABS)
QUESTIONS = 5
UNANSWERED = "-" * QUESTIONS


@dataclass(frozen=True)
class Explorer:
    """Logits, target and temperature, the tab that is open, and what was done in the tabs.

    Attributes
    ----------
    z
        The logits, 2 to 12.
    names
        Empty, or one for each class, of which an empty one stands for the class's default name
        in the visitor's language.
    y
        The target: the index of a class, or a distribution.
    smoothing
        Label smoothing: the share of the target that is spread evenly over all classes.
    temperature
        Divides the logits.
    tab
        The code of the tab that is open.
    start, steps, rate
        Descent: the logits came from ``start`` by ``steps`` steps with this learning rate.
    focus
        The class whose gradient is derived.
    axes
        The two logits that the landscape of other than three classes shows.
    shift
        The constant that the stability tab adds to all logits.
    inputs, weights, bias, example
        The last layer, z = X W + b, and the row of X that feeds the bars.
    quiz
        A letter for each question: the answer, a capital once it is revealed; ``-`` for none.
    """

    z: tuple[float, ...] = LECTURE_LOGITS
    names: tuple[str, ...] = ()
    y: int | tuple[float, ...] = LECTURE_TARGET
    smoothing: float = 0.0
    temperature: float = 1.0
    tab: str = TABS[0]
    start: tuple[float, ...] = ()
    steps: int = 0
    rate: float = 1.0
    focus: int = 0
    axes: tuple[int, int] = (0, 1)
    shift: float = 0.0
    inputs: Matrix = ((1.0, 2.0), (-1.0, 0.5))
    weights: Matrix = ((0.75, -1.41, 0.11), (-1.6, -2.705, -1.945))
    bias: Matrix = ((1.0, -1.0, 0.0),)
    example: int = 0
    quiz: str = UNANSWERED

    @property
    def n(self) -> int:
        """The number of classes."""
        return len(self.z)

    @property
    def labels(self) -> list[str]:
        """The names of the classes as the visitor sees them."""
        given = self.names or ("",) * self.n
        return [name or _("class {n}").format(n=i + 1) for i, name in enumerate(given)]

    # What follows from a state is worked out once, however many parts of the page show it.
    @cached_property
    def logits(self) -> NDArray[np.float64]:
        """The logits as core takes them."""
        return unchanging(np.array(self.z))

    @cached_property
    def target(self) -> NDArray[np.float64]:
        """The target distribution: given, or one class, smoothed or not."""
        if isinstance(self.y, tuple):
            return unchanging(np.array(self.y))
        return unchanging(smoothed(self.y, self.n, self.smoothing))

    @cached_property
    def p(self) -> NDArray[np.float64]:
        """The softmax of z/T."""
        return unchanging(softmax(self.logits, self.temperature))

    @cached_property
    def log_p(self) -> NDArray[np.float64]:
        """Its logarithm, in nats."""
        return unchanging(log_softmax(self.logits, self.temperature))

    @cached_property
    def loss(self) -> float:
        """The cross-entropy of target and p, in nats."""
        return cross_entropy_from_logits(self.logits, self.target, self.temperature)


def read_logits(text: str, _state: Explorer) -> tuple[float, ...]:
    """Read the logits of a link; minus infinity may stand beside a finite one."""
    return _within(read_floats(text, FEWEST, MOST, minus_infinity=True))


def some_finite(z: tuple[float, ...]) -> tuple[float, ...]:
    """Return logits of which one at least is finite."""
    if all(math.isinf(x) for x in z):
        raise InvalidInput("at least one logit must be finite")
    return z


def _within(z: tuple[float, ...]) -> tuple[float, ...]:
    """Return logits that are none beyond the largest, or minus infinity beside a finite one."""
    for x in z:
        if LARGEST < abs(x) < math.inf:
            raise InvalidInput(
                "{value} is not between {least} and {most}", value=x, least=-LARGEST, most=LARGEST
            )
    return some_finite(z)


def read_target(text: str, state: Explorer) -> int | tuple[float, ...]:
    """Read a class, or a distribution over the classes."""
    if "," not in text:
        return read_index(text, state.n)
    return read_distribution(read_floats(text, state.n, state.n))


def read_distribution(y: tuple[float, ...]) -> tuple[float, ...]:
    """Return a target distribution that core takes."""
    return tuple(float(v) for v in as_distribution(y, "target"))


def _write_target(y: int | tuple[float, ...]) -> str:
    return write_floats(y) if isinstance(y, tuple) else str(y)


def _read_start(text: str, state: Explorer) -> tuple[float, ...]:
    return _within(read_floats(text, state.n, state.n, minus_infinity=True))


def _read_axes(text: str, state: Explorer) -> tuple[int, int]:
    first, _comma, second = text.partition(",")
    i, j = read_index(first, state.n), read_index(second, state.n)
    if i == j:
        raise InvalidInput("the two classes must differ, and both are {got}", got=i)
    return i, j


def _read_quiz(text: str, _state: Explorer) -> str:
    if len(text) != QUESTIONS or set(text) - set("-abcABC"):
        raise InvalidInput("“{text}” is not five letters a to c, or -", text=text[:40])
    return text


def _read_bias(text: str, _state: Explorer) -> Matrix:
    return read_matrix(text, rows=(1, 1), columns=(FEWEST, MOST))


def _unless(default: object, text: str) -> str | None:
    """Leave out of the link what says nothing new."""
    return None if text == default else text


_D = Explorer()
LINK = Link(
    "softmax",
    _D,
    (
        Parameter("z", "z", read_logits, write_floats),
        Parameter("names", "names", lambda text, s: read_names(text, s.n), write_names),
        Parameter("y", "y", read_target, _write_target),
        Parameter(
            "eps",
            "smoothing",
            lambda text, _s: read_float(text, 0.0, 1.0),
            lambda x: _unless("0", write_float(x)),
        ),
        Parameter(
            "T", "temperature", lambda text, _s: read_float(text, COLDEST, HOTTEST), write_float
        ),
        Parameter(
            "tab", "tab", lambda text, _s: read_code(text, TABS), lambda tab: _unless(TABS[0], tab)
        ),
        Parameter("from", "start", _read_start, lambda z: write_floats(z) or None),
        Parameter(
            "steps",
            "steps",
            lambda text, _s: read_index(text, MOST_STEPS + 1),
            lambda n: _unless("0", str(n)),
        ),
        Parameter(
            "rate",
            "rate",
            lambda text, _s: read_float(text, *RATES),
            lambda x: _unless("1", write_float(x)),
        ),
        Parameter(
            "k", "focus", lambda text, s: read_index(text, s.n), lambda k: _unless("0", str(k))
        ),
        Parameter("axes", "axes", _read_axes, lambda axes: _unless("0,1", f"{axes[0]},{axes[1]}")),
        Parameter(
            "c",
            "shift",
            lambda text, _s: read_float(text, -LARGEST_SHIFT, LARGEST_SHIFT),
            lambda x: _unless("0", write_float(x)),
        ),
        Parameter(
            "X",
            "inputs",
            lambda text, _s: read_matrix(text, rows=(1, FEATURES), columns=(1, FEATURES)),
            lambda m: _unless(write_matrix(_D.inputs), write_matrix(m)),
        ),
        Parameter(
            "W",
            "weights",
            lambda text, _s: read_matrix(text, rows=(1, FEATURES), columns=(FEWEST, MOST)),
            lambda m: _unless(write_matrix(_D.weights), write_matrix(m)),
        ),
        Parameter(
            "b", "bias", _read_bias, lambda m: _unless(write_matrix(_D.bias), write_matrix(m))
        ),
        Parameter(
            "example",
            "example",
            lambda text, s: read_index(text, len(s.inputs)),
            lambda i: _unless("0", str(i)),
        ),
        Parameter("quiz", "quiz", _read_quiz, lambda text: _unless(UNANSWERED, text)),
    ),
)


def at_rest(state: Explorer, **changes: object) -> Explorer:
    """Return the state after a change of what the loss depends on: a descent ends there."""
    return replace(state, **{"start": (), "steps": 0, **changes})  # type: ignore[arg-type]
