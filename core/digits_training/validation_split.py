"""What is learned from and what is held out: hyper-parameters and temperature never see a test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from core.digits_training.drawn_examples import draw
from core.learning.datasets import Images, PenDigit
from core.learning.fitting import Examples

HELD_OUT_IMAGES = 5000
HELD_OUT_WRITERS = (3, 8, 13, 18, 23, 28)
SPLIT_SEED = 20


@dataclass(frozen=True)
class Split:
    """MNIST's training set and the pen strokes, each in two."""

    mnist: Examples
    digits: list[PenDigit]
    held_out_mnist: Examples
    held_out_digits: list[PenDigit]

    def held_out(self) -> dict[str, Examples]:
        """Return what is held out as pictures, under the names that the curves carry."""
        return {"mnist": self.held_out_mnist, "strokes": draw(self.held_out_digits)}


def split(images: Images, digits: list[PenDigit], first: int | None = None) -> Split:
    """Hold out 5,000 of MNIST's 60,000 training images and 6 of the 30 writers.

    With ``first``, all images after so many are held out instead. MNIST's file is in the order of its writers
    (of images two apart the slants correlate by 0.48): those are other people's, as the test set's are.
    """
    order = torch.randperm(len(images.labels), generator=torch.Generator().manual_seed(SPLIT_SEED))
    held, rest = order[:HELD_OUT_IMAGES], order[HELD_OUT_IMAGES:]
    if first is not None:
        rest, held = torch.arange(len(images.labels)).tensor_split([first])
    whole = as_examples(images)
    return Split(
        Examples(whole.pixels[rest], whole.labels[rest]),
        [digit for digit in digits if digit.writer not in HELD_OUT_WRITERS],
        Examples(whole.pixels[held], whole.labels[held]),
        [digit for digit in digits if digit.writer in HELD_OUT_WRITERS],
    )


def as_examples(images: Images) -> Examples:
    """Return images as the tensors that training and measuring take."""
    return Examples(
        torch.from_numpy(images.pixels.copy()), torch.from_numpy(images.labels.astype(np.int64))
    )
