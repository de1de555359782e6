"""How a network did on a set of pictures, and the bars that what was measured must reach."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import nn

from core.digits.recognizer import logits
from core.digits.strokes import Picture
from core.digits_training.calibration import best_temperature, expected_calibration_error

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Goal:
    """A row of the table: what was measured, what it must reach, and what would be better still."""

    what: str
    value: float
    bar: float
    aim: float | None
    unit: str
    higher_is_better: bool = True

    @property
    def passed(self) -> bool:
        """Whether the value reaches the bar."""
        return self.value >= self.bar if self.higher_is_better else self.value <= self.bar


@dataclass
class Measured:
    """How one network did on one set of pictures."""

    pictures: Picture
    labels: Ints
    z: Floats
    p: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Turn logits into probabilities."""
        self.p = F.softmax(torch.from_numpy(self.z), dim=1).numpy()

    @property
    def accuracy(self) -> float:
        """Return the part that is right."""
        return float((self.z.argmax(axis=1) == self.labels).mean())

    @property
    def loss(self) -> float:
        """Return the mean cross-entropy in nats."""
        return _loss(self.z, self.labels)

    @property
    def calibration_error(self) -> float:
        """Return the expected calibration error."""
        return expected_calibration_error(self.p, self.labels)

    @property
    def refit_gain(self) -> float:
        """Return the part of the loss that a temperature fitted here would save."""
        z, labels = torch.from_numpy(self.z), torch.from_numpy(self.labels)
        return 1 - _loss(self.z / best_temperature(z, labels), self.labels) / self.loss

    @property
    def confusion(self) -> Ints:
        """Return the counts, (10, 10): a row for each true digit, a column for each answer."""
        counts = np.zeros((10, 10), dtype=np.int64)
        np.add.at(counts, (self.labels, self.z.argmax(axis=1)), 1)
        return counts


def _loss(z: Floats, labels: Ints) -> float:
    return float(F.cross_entropy(torch.from_numpy(z), torch.from_numpy(labels)))


def measure(model: nn.Module, pictures: Picture, labels: Ints) -> Measured:
    """Return what a network says about (n, 28, 28) pictures."""
    parts = [logits(model, pictures[i : i + 500]) for i in range(0, len(pictures), 500)]
    return Measured(pictures, labels, np.concatenate(parts))
