"""What the page knows of one drawing: the data that the chain and every panel start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.distribution import one_hot

CLASSES = 10
SIDE = 280  # pixels of the canvas, and the unit of the strokes in a link
PEN = 20  # default width of the pen, in pixels of the canvas


@dataclass(frozen=True)
class Reading:
    """One drawing, read by the CNN.

    Attributes
    ----------
    strokes
        Arrays of shape (n, 2) in pixels of the canvas, x right and y down; empty for an uploaded picture.
    pen
        The width of the pen, in pixels of the canvas.
    image
        Shape (28, 28), float32 from 0 to 1, ink = 1: what the network sees.
    logits
        Shape (10,), of the CNN.
    y
        The digit that the visitor says it is.
    """

    strokes: Sequence[NDArray[np.float64]]
    pen: float
    image: NDArray[np.float32]
    logits: NDArray[np.float64]
    y: int

    @property
    def target(self) -> NDArray[np.float64]:
        """The one-hot target."""
        return one_hot(self.y, CLASSES)
