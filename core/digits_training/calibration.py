"""Probabilities that mean something: a temperature, and a threshold, folded into last layers.

Temperature scaling: C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger (2017), "On Calibration of Modern
Neural Networks". Divided into the last layer's weights, it leaves z = X W + b true.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

Floats = NDArray[np.float64]


def best_temperature(z: Tensor, labels: Tensor) -> float:
    """Return the temperature by which logits (n, 10) must be divided to have the least loss.

    Found by golden section on its logarithm, where the loss has one valley.

    Examples
    --------
    >>> z = torch.tensor([[2.0, 0.0], [2.0, 0.0], [2.0, 0.0]])
    >>> round(best_temperature(z, torch.tensor([0, 0, 1])), 3)  # right in 2 of 3: odds e^(2/T) = 2
    2.885
    """
    z = z.double()

    def loss(log_temperature: float) -> float:
        return float(F.cross_entropy(z / np.exp(log_temperature), labels))

    low, high, part = -3.0, 3.0, (5**0.5 - 1) / 2
    for _ in range(60):
        left, right = high - part * (high - low), low + part * (high - low)
        if loss(left) < loss(right):
            high = right
        else:
            low = left
    return float(np.exp((low + high) / 2))


def expected_calibration_error(p: Floats, labels: NDArray[np.int64], bins: int = 15) -> float:
    """Return the mean gap between how sure a network is and how often it is right.

    Parameters
    ----------
    p
        (n, 10) probabilities.
    labels
        (n,) true digits.
    bins
        The interval from 0 to 1 is cut into so many of the same width.

    Examples
    --------
    >>> expected_calibration_error(np.array([[0.75, 0.25]] * 4), np.array([0, 0, 0, 1]))
    0.0
    """
    sure, right = p.max(axis=1), p.argmax(axis=1) == labels
    which = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [abs(float((sure - right)[which == b].sum())) for b in range(bins)]
    return sum(gaps) / len(labels)


@torch.no_grad()
def fold_temperature(model: nn.Sequential, temperature: float) -> None:
    """Divide the last layer by a temperature."""
    for parameter in model[-1].parameters():
        parameter.div_(temperature)


@torch.no_grad()
def fold_threshold(model: nn.Sequential, threshold: float) -> None:
    """Shift the last bias of a two-class network so that its threshold on z1 - z0 becomes 0."""
    bias = model[-1].bias
    assert isinstance(bias, Tensor)
    bias[1] -= threshold
