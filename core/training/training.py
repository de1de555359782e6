"""A run under way: the same steps in any process."""

from __future__ import annotations

import time
from copy import deepcopy
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.training.network import (
    Layers,
    backward,
    forward,
    initial,
    layers_of,
    loss_gradient,
    losses,
    softmax_rows,
)
from core.training.optimisers import move, remember
from core.training.run import OF_DATA, Run, Table
from core.training.sets import Data, classes_of, inputs_of, load

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
LARGEST_SQUARED = (
    1e100  # of all weights together: beyond it, their products soon leave what a float can hold
)
MOST_RECORDS = 256


@dataclass
class Curve:
    """The losses on the way, at most 256 of them: every step, then every second one, every fourth, and so on.

    A step is put on it when it is left: until then its data may change.
    """

    every: int = 1
    steps: list[int] = field(default_factory=list)
    train: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)

    def wants(self, step: int) -> bool:
        """Return whether a step belongs on the curve."""
        return step % self.every == 0 and (not self.steps or step > self.steps[-1])

    def put(self, step: int, train: float, held: float) -> None:
        """Add the losses at a step."""
        self.steps.append(step)
        self.train.append(train)
        self.held.append(held)
        if len(self.steps) > MOST_RECORDS:
            self.every *= 2
            kept = [i for i, at in enumerate(self.steps) if at % self.every == 0]
            self.steps = [self.steps[i] for i in kept]
            self.train = [self.train[i] for i in kept]
            self.held = [self.held[i] for i in kept]

    def drop(self, step: int) -> None:
        """Take back what was added last, at a step that is not left after all."""
        if self.steps and self.steps[-1] == step:
            for values in (self.steps, self.train, self.held):
                values.pop()


@dataclass(frozen=True)
class Score:
    """Mean loss in nats and share of right answers; NaN where there are no points."""

    loss: float
    right: float


class Training:
    """A run at one of its steps.

    Parameters
    ----------
    run
        What is trained, and what changes on the way.
    table
        The uploaded points, where the run names some.

    Attributes
    ----------
    step
        How many steps were taken.
    diverged
        The next step would leave what a float can hold, and is not taken.

    Raises
    ------
    InvalidInput
        There is no point to train on.

    Examples
    --------
    >>> training = Training(Run())
    >>> training.advance(100)
    True
    >>> training.train_score().right > 0.9
    True
    """

    def __init__(self, run: Run, table: Table | None = None) -> None:
        self.run, self.table = run, table
        self.step = 0
        self.epoch = 0
        self.diverged = False
        self.curve = Curve()
        settings = run.settings
        self.sizes = (inputs_of(settings), *settings.hidden, classes_of(settings, table))
        self.rng = np.random.default_rng(settings.seed)
        self.memory = remember(initial(self.sizes, settings.init, self.rng))
        self._views()
        self.order: Labels = np.empty(0, dtype=np.int64)
        self._arrive()

    def _views(self) -> None:
        self.gradient = np.zeros_like(self.memory.weights)
        self.gradient_layers = layers_of(self.gradient, self.sizes)
        self._look()

    def _look(self) -> None:
        self.layers: Layers = layers_of(self.memory.weights, self.sizes)

    def _arrive(self) -> None:
        """Take in what holds from this step on; new data begin a new epoch."""
        self.settings = self.run.at(self.step)
        self.data: Data = load(self.run, self.step, self.table)
        self.order = self.order[:0]
        self._plan()

    def _plan(self) -> None:
        self.next_event = min((s for s in self.run.events() if s > self.step), default=-1)

    def _change(self) -> None:
        """Apply what changes at this step."""
        before, self.settings = self.settings, self.run.at(self.step)
        if before.optimiser != self.settings.optimiser:
            self.memory.forget()
        fresh = any(getattr(before, f) != getattr(self.settings, f) for f in OF_DATA)
        if fresh or any(p.step == self.step for p in self.run.own):
            self._arrive()
        self._plan()

    def continued(self, run: Run) -> Training:
        """Return a copy that stands where this one does and goes on as another run; see `Run.goes_on`."""
        other = object.__new__(Training)
        other.__dict__.update(self.__dict__)
        other.run = run
        other.diverged = False
        other.curve, other.rng = deepcopy(self.curve), deepcopy(self.rng)
        other.memory = self.memory.copy()
        other._views()
        if other.step:
            other._change()
        else:
            other._arrive()
        return other

    def next_batch(self) -> tuple[Labels, Labels]:
        """Return the rows of the next step, and those that are left of the epoch after it."""
        order = (
            self.order if len(self.order) else deepcopy(self.rng).permutation(len(self.data.labels))
        )
        return order[: self.settings.batch], order[self.settings.batch :]

    def to_epoch(self) -> int:
        """Return how many steps lead to the end of the epoch."""
        left = len(self.order) or len(self.data.labels)
        return -(-left // self.settings.batch)

    def advance(self, to: int, seconds: float = float("inf")) -> bool:
        """Take steps until ``to``, or until the time is over; return whether it has arrived, or cannot go on."""
        end = time.perf_counter() + seconds
        with np.errstate(all="ignore"):  # what diverges is found by its numbers
            while self.step < to and not self.diverged:
                self._record()
                self._step()
                if time.perf_counter() > end:
                    break
        return self.step >= to or self.diverged

    def _step(self) -> None:
        kept = self.memory.copy(), self.rng, self.epoch
        order = self.order
        if not len(order):
            self.rng = deepcopy(self.rng)
            order = self.rng.permutation(len(self.data.labels))
            self.epoch += 1
        s = self.settings
        rows, rest = order[: s.batch], order[s.batch :]
        self.backward(self.data.inputs[rows], self.data.labels[rows])
        move(self.memory, s.optimiser, self.gradient, s.rate, s.decay)
        weights = self.memory.weights
        if not weights @ weights < LARGEST_SQUARED:  # NaN is not less either
            (self.memory, self.rng, self.epoch), self.diverged = (
                kept,
                True,
            )  # as if it had not been tried
            self._look()
            self.curve.drop(self.step)
            return
        self.order = rest
        self.step += 1
        if self.step == self.next_event:
            self._change()

    def backward(self, X: Floats, y: Labels) -> tuple[list[Floats], list[Floats]]:
        """Leave the gradient of the mean loss of some rows in ``gradient``; return values and deltas of the layers."""
        values = forward(self.layers, self.settings.activation, X)
        delta = loss_gradient(softmax_rows(values[-1]), y)
        deltas = backward(
            self.layers, self.settings.activation, values, delta, self.gradient_layers
        )
        return values, deltas

    def logits(self, X: Floats) -> Floats:
        """Return z of points, (n, d) to (n, K)."""
        return forward(self.layers, self.settings.activation, X)[-1]

    def score(self, X: Floats, y: Labels) -> Score:
        """Return mean loss and share of right answers for some points."""
        if not len(y):
            return Score(float("nan"), float("nan"))
        with np.errstate(all="ignore"):
            z = self.logits(X)
            return Score(float(losses(z, y).mean()), float((z.argmax(axis=1) == y).mean()))

    def train_score(self) -> Score:
        """Return the score of the points that are trained on."""
        return self.score(self.data.inputs, self.data.labels)

    def held_score(self) -> Score:
        """Return the score of the points that are held out."""
        return self.score(self.data.held_inputs, self.data.held_labels)

    def _record(self) -> None:
        if self.curve.wants(self.step):
            self.curve.put(self.step, self.train_score().loss, self.held_score().loss)
