"""What a run is: data, network and settings, what was changed on the way, and the visitor's own points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_STEPS = 50_000  # a run can be replayed by anybody, so it has an end
MOST_CHANGES = 20
MOST_OWN = 200  # points in a link
FEWEST_CLASSES, MOST_CLASSES = 2, 6
MOST_LAYERS, WIDEST = 3, 32
FEWEST_POINTS, MOST_POINTS = 5, 300  # of each class
NOISIEST = 1.5
MOST_HELD = 0.8
RATES = (1e-5, 1000.0)
BATCHES = (1, 2000)
MOST_DECAY = 10.0
LAST_SEED = 99_999

ACTIVATIONS = ("tanh", "relu", "sigmoid")
INITIALISATIONS = ("xavier", "he", "zeros")
OPTIMISERS = ("sgd", "momentum", "adam")

# What can be turned while it trains, and the network goes on. All else begins anew.
ON_THE_WAY = ("points", "noise", "held", "data_seed", "activation", "optimiser", "rate", "batch", "decay")  # fmt: skip
OF_DATA = ("data", "classes", "points", "noise", "held", "data_seed", "columns")


@dataclass(frozen=True)
class Settings:
    """All that can be set before a run begins.

    Attributes
    ----------
    data
        The code of a data set, see `sets.SETS`.
    classes, points, noise, held, data_seed
        Of data that are made: how many classes and points of each, the noise, the share that is held out of the
        training, and the seed.
    columns
        Of tables: the two columns that are the plane.
    hidden
        The width of each hidden layer; none: softmax regression.
    activation, init, seed
        The function of the hidden layers, how the weights begin, and the seed of weights and batches.
    optimiser, rate, batch, decay
        How a step is taken: decay is the factor of the L2 penalty's gradient, as in torch.
    """

    data: str = "spiral"
    classes: int = 3
    points: int = 100
    noise: float = 0.2
    held: float = 0.2
    data_seed: int = 1
    columns: tuple[int, int] = (0, 1)
    hidden: tuple[int, ...] = (16, 16)
    activation: str = "tanh"
    init: str = "xavier"
    seed: int = 1
    optimiser: str = "adam"
    rate: float = 0.02
    batch: int = 24
    decay: float = 0.0


@dataclass(frozen=True)
class Change:
    """A control that was turned on the way: before the step after ``step``."""

    step: int
    field: str
    value: Any


@dataclass(frozen=True)
class Point:
    """A point of the visitor's own, and the step at which it came."""

    x: float
    y: float
    label: int
    step: int = 0


@dataclass(frozen=True, eq=False)
class Table:
    """Uploaded points: X of shape (n, 2), scaled to the plane, their classes, and the classes' names."""

    inputs: NDArray[np.float64]
    labels: NDArray[np.int64]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Run:
    """A run: any process that takes its steps arrives at the same numbers.

    ``table`` names the uploaded table; what it holds travels apart.
    """

    settings: Settings = Settings()
    changes: tuple[Change, ...] = ()
    own: tuple[Point, ...] = ()
    table: str = ""

    def at(self, step: int) -> Settings:
        """Return the settings that hold for the step after ``step``.

        >>> Run(changes=(Change(10, "rate", 0.5),)).at(10).rate
        0.5
        """
        done = {c.field: c.value for c in self.changes if c.step <= step}
        return replace(self.settings, **done)

    def own_at(self, step: int) -> tuple[Point, ...]:
        """Return the own points that are there at a step."""
        return tuple(point for point in self.own if point.step <= step)

    def events(self) -> tuple[int, ...]:
        """Return the steps at which something changes, in order."""
        return tuple(sorted({c.step for c in self.changes} | {p.step for p in self.own}))

    def goes_on(self, earlier: Run, step: int) -> bool:
        """Return whether a run that stands at ``step``, with what happens there, can go on as this one.

        All that lies before must be the same. What happens at the step itself may be replaced, unless that left a trace:
        other data begin an epoch, another optimiser forgets.
        """
        if (self.settings, self.table) != (earlier.settings, earlier.table):
            return False
        if _before(self, step) != _before(earlier, step):
            return False
        return _traces(earlier, step) <= _traces(self, step)


def _before(run: Run, step: int) -> tuple[object, ...]:
    changes = tuple(c for c in run.changes if c.step < step)
    return changes, tuple(p for p in run.own if p.step < step)


def _traces(run: Run, step: int) -> set[str]:
    before, now = run.at(step - 1), run.at(step)
    traces = {f for f in (*OF_DATA, "optimiser") if getattr(before, f) != getattr(now, f)}
    return traces | ({"own"} if any(p.step == step for p in run.own) else set())
