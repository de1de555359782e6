"""Gradients and steps against torch's autograd and optimisers, and against differences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from core.gradient import loss_gradient as gradient_by_core
from core.softmax import cross_entropy_from_logits, softmax
from core.training.apart import take_apart
from core.training.network import initial, layers_of, loss_gradient, losses, softmax_rows
from core.training.optimisers import move, remember
from core.training.run import Run
from core.training.training import Training
from tests.unit.training.runs import random_settings

MODULES = {"tanh": nn.Tanh, "relu": nn.ReLU, "sigmoid": nn.Sigmoid}


def torch_model(training: Training) -> nn.Sequential:
    """The same network in torch, with the same weights."""
    parts: list[nn.Module] = []
    for W, b in training.layers:
        linear = nn.Linear(*W.shape).double()
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(W.T.copy()))
            linear.bias.copy_(torch.from_numpy(b.copy()))
        parts += [linear, MODULES[training.settings.activation]()]
    return nn.Sequential(*parts[:-1])


@pytest.mark.parametrize("seed", range(40))
def test_gradients_equal_autograds(seed: int) -> None:
    training = Training(Run(random_settings(seed)))
    training.advance(seed)
    rows, _rest = training.next_batch()
    X, y = training.data.inputs[rows], training.data.labels[rows]
    model = torch_model(training)
    loss = nn.functional.cross_entropy(model(torch.from_numpy(X)), torch.from_numpy(y))
    loss.backward()
    step = take_apart(training, X, y)
    assert step.losses.mean() == pytest.approx(loss.item(), rel=1e-12)
    for (gW, gb), linear in zip(step.gradient, model[::2], strict=True):
        np.testing.assert_allclose(gW.T, linear.weight.grad, rtol=1e-10, atol=1e-14)
        np.testing.assert_allclose(gb, linear.bias.grad, rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("seed", range(40))
def test_gradients_equal_differences(seed: int) -> None:
    settings = random_settings(seed)
    if settings.activation == "relu" and settings.init == "zeros":
        settings = replace(settings, init="he")  # else every unit is at its kink
    training = Training(Run(settings))
    training.advance(seed)
    weights = training.memory.weights
    weights += 0.1 * np.random.default_rng(seed).normal(size=len(weights))  # no layer is all dead
    rows = smooth(training, np.arange(len(training.data.labels)))[:20]
    assert len(rows)
    step = take_apart(training, training.data.inputs[rows], training.data.labels[rows])
    assert step.checked == len(training.gradient)
    largest = max(float(np.abs(part).max()) for pair in step.gradient for part in pair)
    assert step.difference * largest < 1e-9 + 1e-6 * largest


def smooth(training: Training, rows: np.ndarray) -> np.ndarray:
    """The rows that are at no kink of ReLU, where there is no one slope: a nudge moves no unit's input across 0."""
    if training.settings.activation != "relu":
        return rows
    values, far = training.data.inputs[rows], np.ones(len(rows), dtype=bool)
    for W, b in training.layers[:-1]:
        z = values @ W + b
        far &= (np.abs(z) > 1e-3).all(axis=1)
        values = np.maximum(z, 0)
    return rows[far]


@pytest.mark.parametrize("decay", [0.0, 0.1])
@pytest.mark.parametrize("optimiser", ["sgd", "momentum", "adam"])
def test_optimisers_equal_torchs(optimiser: str, decay: float) -> None:
    rng = np.random.default_rng(5)
    start = rng.normal(size=20)
    memory, weights = remember(start), torch.tensor(start, requires_grad=True)
    theirs = {
        "sgd": lambda: torch.optim.SGD([weights], lr=0.03, weight_decay=decay),
        "momentum": lambda: torch.optim.SGD([weights], lr=0.03, weight_decay=decay, momentum=0.9),
        "adam": lambda: torch.optim.Adam([weights], lr=0.03, weight_decay=decay),
    }[optimiser]()
    for _ in range(50):
        gradient = rng.normal(size=20)
        weights.grad = torch.from_numpy(gradient.copy())
        theirs.step()
        move(memory, optimiser, gradient, 0.03, decay)
    np.testing.assert_allclose(memory.weights, weights.detach(), rtol=1e-13, atol=1e-15)


def test_the_quick_rows_equal_core() -> None:
    rng = np.random.default_rng(6)
    z, y = 30 * rng.normal(size=(50, 4)), rng.integers(0, 4, 50)
    np.testing.assert_allclose(softmax_rows(z), softmax(z), rtol=1e-13)
    targets = np.eye(4)[y]
    expected = [cross_entropy_from_logits(row, t) for row, t in zip(z, targets, strict=True)]
    np.testing.assert_allclose(losses(z, y), expected, rtol=1e-12, atol=1e-15)
    by_core = np.array([gradient_by_core(row, int(k)) for row, k in zip(z, y, strict=True)])
    np.testing.assert_allclose(50 * loss_gradient(softmax_rows(z), y), by_core, atol=1e-14)


def test_initial_weights_have_their_spread() -> None:
    sizes = (200, 300, 5)
    W = layers_of(initial(sizes, "xavier", np.random.default_rng(1)), sizes)[0][0]
    assert np.abs(W).max() <= np.sqrt(6 / 500)
    assert W.std() == pytest.approx(np.sqrt(2 / 500), rel=0.02)
    W = layers_of(initial(sizes, "he", np.random.default_rng(1)), sizes)[0][0]
    assert W.std() == pytest.approx(np.sqrt(2 / 200), rel=0.02)
