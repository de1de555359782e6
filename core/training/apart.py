"""One step taken apart: forward, softmax, loss, p - y, the gradient of each weight, its check, the update."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.training.network import Layers, forward, layers_of, losses, softmax_rows
from core.training.optimisers import move
from core.training.training import Training

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
MOST_CHECKED = 500  # weights; of a larger network, every second one, every third, ...
NUDGE = 1e-5


@dataclass(frozen=True, eq=False)
class Step:
    """One step on n rows, with all that leads to it.

    Attributes
    ----------
    values
        What each layer passes on: X (n, d), the hidden layers' values, the logits z (n, K).
    p, y, losses
        Softmax (n, K), classes (n,), and the loss of each row in nats (n,).
    error
        dL/dz = (p - y) / n of the mean loss, (n, K).
    layers, gradient, update
        W and b of each layer; the gradient of the mean loss for each; and what the optimiser adds to each.
    checked, difference
        How many weights were compared with a central difference, and the largest difference, relative to the
        largest gradient.
    """

    values: list[Floats]
    p: Floats
    y: Labels
    losses: Floats
    error: Floats
    layers: Layers
    gradient: Layers
    update: Layers
    checked: int
    difference: float


def take_apart(training: Training, X: Floats, y: Labels) -> Step:
    """Return the step that these rows would make a training take, which stays where it is.

    Examples
    --------
    >>> from core.training.run import Run, Settings
    >>> training = Training(Run(Settings(hidden=(), init="zeros", optimiser="sgd", rate=1.0)))
    >>> step = take_apart(training, np.array([[1.0, 2.0]]), np.array([0]))
    >>> step.gradient[0][1].round(4).tolist(), step.update[0][1].round(4).tolist()
    ([-0.6667, 0.3333, 0.3333], [0.6667, -0.3333, -0.3333])
    """
    with np.errstate(all="ignore"):
        values, deltas = training.backward(X, y)
        gradient = training.gradient.copy()
        memory = training.memory.copy()
        s = training.settings
        move(memory, s.optimiser, gradient, s.rate, s.decay)
        before = training.memory.weights.copy()
        checked, difference = check(training, X, y, gradient)
    return Step(
        values=values,
        p=softmax_rows(values[-1]),
        y=y,
        losses=losses(values[-1], y),
        error=deltas[-1],
        layers=layers_of(before, training.sizes),
        gradient=layers_of(gradient, training.sizes),
        update=layers_of(memory.weights - before, training.sizes),
        checked=checked,
        difference=difference,
    )


def check(training: Training, X: Floats, y: Labels, gradient: Floats) -> tuple[int, float]:
    """Return how many weights were nudged, and how far the slopes found are from the gradient at most.

    At the kink of ReLU there is no single slope, and both numbers may differ.
    """
    flat = training.memory.weights.copy()
    layers = layers_of(flat, training.sizes)

    def loss() -> float:
        return float(losses(forward(layers, training.settings.activation, X)[-1], y).mean())

    every = -(-len(flat) // MOST_CHECKED)
    worst = 0.0
    for i in range(0, len(flat), every):
        kept = flat[i]
        flat[i] = kept + NUDGE
        above = loss()
        flat[i] = kept - NUDGE
        slope = (above - loss()) / (2 * NUDGE)
        flat[i] = kept
        worst = max(worst, abs(slope - gradient[i]))
    return len(range(0, len(flat), every)), worst / (float(np.abs(gradient).max()) or 1.0)
