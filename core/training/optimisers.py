"""How a gradient moves the weights: the formulas of torch.optim, on flat vectors, in place."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
MOMENTUM = 0.9
BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8


@dataclass
class Memory:
    """What a run carries from step to step, in one array, so that one copy keeps all of it.

    Attributes
    ----------
    rows
        Shape (3, parameters): the weights; the momentum or Adam's first moment; Adam's second moment.
    taken
        Steps since the optimiser began.
    """

    rows: Floats
    taken: int = 0

    @property
    def weights(self) -> Floats:
        """The weights and biases, flat."""
        weights: Floats = self.rows[0]
        return weights

    def copy(self) -> Memory:
        """Return the same in memory of its own."""
        return Memory(self.rows.copy(), self.taken)

    def forget(self) -> None:
        """Begin another optimiser: the weights stay."""
        self.rows[1:] = 0.0
        self.taken = 0


def remember(weights: Floats) -> Memory:
    """Return the memory of an optimiser that has not moved these weights yet."""
    rows = np.zeros((3, len(weights)))
    rows[0] = weights
    return Memory(rows)


def _sgd(memory: Memory, gradient: Floats, rate: float) -> None:
    memory.weights[:] -= rate * gradient


def _momentum(memory: Memory, gradient: Floats, rate: float) -> None:
    weights, speed, _unused = memory.rows
    speed *= MOMENTUM
    speed += gradient
    weights -= rate * speed


def _adam(memory: Memory, gradient: Floats, rate: float) -> None:
    weights, mean, square = memory.rows
    mean += (1 - BETA_1) * (gradient - mean)
    square *= BETA_2
    square += (1 - BETA_2) * (gradient * gradient)
    size = np.sqrt(square)
    size /= math.sqrt(1 - BETA_2**memory.taken)
    size += EPSILON
    weights -= (rate / (1 - BETA_1**memory.taken)) * (mean / size)


MOVE: dict[str, Callable[[Memory, Floats, float], None]] = {
    "sgd": _sgd,
    "momentum": _momentum,
    "adam": _adam,
}


def move(memory: Memory, optimiser: str, gradient: Floats, rate: float, decay: float) -> None:
    """Take one step: w <- w - rate g for SGD, with momentum 0.9, or as Adam (Kingma and Ba, 2015) does.

    The penalty's gradient, decay * w, is added first, as ``weight_decay`` of torch.optim.

    >>> memory = remember(np.array([1.0]))
    >>> move(memory, "sgd", np.array([0.5]), rate=0.1, decay=0.0)
    >>> memory.weights.tolist()
    [0.95]
    """
    memory.taken += 1
    if decay:
        gradient = gradient + decay * memory.weights
    MOVE[optimiser](memory, gradient, rate)
