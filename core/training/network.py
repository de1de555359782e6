"""Networks by hand: z = X W + b, hidden layers between, and the gradient of the loss for each weight.

All weights of a network lie in one flat vector, so that an optimiser moves them at once; a layer's W and b
are views into it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
Layers = list[tuple[Floats, Floats]]  # W of shape (inputs, outputs) and b of shape (outputs,)


@dataclass(frozen=True)
class Activation:
    """A function of a hidden layer, and its slope written by its value."""

    value: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]


def _sigmoid(z: Floats) -> Floats:
    # 1 / (1 + e^-z) without overflow: tanh is at home at both ends.
    half: Floats = 0.5 * np.tanh(0.5 * z) + 0.5
    return half


ACTIVATION = {
    "tanh": Activation(np.tanh, lambda a: 1.0 - a * a),
    "relu": Activation(lambda z: np.maximum(z, 0.0), lambda a: (a > 0.0).astype(np.float64)),
    "sigmoid": Activation(_sigmoid, lambda a: a * (1.0 - a)),
}


def parameters(sizes: tuple[int, ...]) -> int:
    """Return how many weights and biases layers of these sizes have.

    >>> parameters((2, 16, 16, 3))
    371
    """
    return sum((n + 1) * m for n, m in pairwise(sizes))


def layers_of(flat: Floats, sizes: tuple[int, ...]) -> Layers:
    """Return each layer's W and b as views into a flat vector."""
    layers, at = [], 0
    for n, m in pairwise(sizes):
        end = at + n * m
        layers.append((flat[at:end].reshape(n, m), flat[end : end + m]))
        at = end + m
    return layers


def initial(sizes: tuple[int, ...], init: str, rng: np.random.Generator) -> Floats:
    """Return the flat vector on which a run begins: biases 0, weights zero, of Xavier or of He.

    Xavier (Glorot and Bengio, 2010): uniform within ±sqrt(6 / (inputs + outputs)). He (He and others, 2015): normal with
    standard deviation sqrt(2 / inputs).

    >>> initial((2, 3), "zeros", np.random.default_rng(1)).tolist()
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    """
    flat = np.zeros(parameters(sizes))
    for W, _b in layers_of(flat, sizes):
        n, m = W.shape
        if init == "xavier":
            W[:] = np.sqrt(6 / (n + m)) * rng.uniform(-1, 1, size=(n, m))
        elif init == "he":
            W[:] = np.sqrt(2 / n) * rng.normal(size=(n, m))
    return flat


def forward(layers: Layers, activation: str, X: Floats) -> list[Floats]:
    """Return what each layer passes on: X, the hidden layers' values, and last the logits z.

    Parameters
    ----------
    X
        Shape (n, d).

    Returns
    -------
    Arrays of shape (n, size of the layer).
    """
    value = ACTIVATION[activation].value
    values = [X]
    for W, b in layers[:-1]:
        values.append(value(values[-1] @ W + b))
    W, b = layers[-1]
    values.append(values[-1] @ W + b)
    return values


def softmax_rows(z: Floats) -> Floats:
    """Return softmax of each row, as `core.softmax` does, without its checks: it runs in each step."""
    weights = np.exp(z - z.max(axis=1, keepdims=True))
    p: Floats = weights / weights.sum(axis=1, keepdims=True)
    return p


def losses(z: Floats, y: Labels) -> Floats:
    """Return the cross-entropy -ln p_y of each row, in nats."""
    shifted = z - z.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(shifted).sum(axis=1))
    found: Floats = log_sum - shifted[np.arange(len(y)), y]
    return found


def loss_gradient(p: Floats, y: Labels) -> Floats:
    """Return dL/dz = (p - y) / n of the mean loss over n rows, y one-hot."""
    gradient = p.copy()
    gradient[np.arange(len(y)), y] -= 1.0
    gradient /= len(y)
    return gradient


def backward(
    layers: Layers, activation: str, values: list[Floats], delta: Floats, gradient: Layers
) -> list[Floats]:
    """Write the gradient of each W and b, and return the deltas dL/dz of each layer, the first layer's first.

    Parameters
    ----------
    values
        What `forward` returned.
    delta
        dL/dz of the last layer, shape (n, K).
    gradient
        Views that take what is found.
    """
    slope = ACTIVATION[activation].slope
    deltas = [delta]
    for i in range(len(layers) - 1, -1, -1):
        gW, gb = gradient[i]
        np.matmul(values[i].T, delta, out=gW)
        np.add.reduce(delta, axis=0, out=gb)
        if i:
            delta = (delta @ layers[i][0].T) * slope(values[i])
            deltas.insert(0, delta)
    return deltas
