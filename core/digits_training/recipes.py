"""What each digit network's training depends on, but for the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.digits_training.augmentation import STILL, Hands, augmentation_strength, other_hands
from core.digits_training.drawn_examples import draw_as_others, scan
from core.digits_training.validation_split import SPLIT_SEED, Split
from core.learning.fitting import Examples, Pool, Recipe
from core.learning.pen_digits import PenDigit


@dataclass(frozen=True)
class DigitRecipe(Recipe):
    """A recipe with the hands that digits are redrawn by, and what an epoch sees of each kind of hand."""

    hands: Hands = field(default_factory=Hands)
    calm: float = 0.4  # how much of the hands is left at the end of the last quarter
    images: int = 55_000
    strokes: int = 15_000  # redrawn pen strokes
    late_strokes: int | None = None  # in the last quarter, in the place of images
    scans: int = 3_000

    def augment(self, pictures: Tensor, done: float, generator: torch.Generator) -> Tensor:
        """Redraw pictures (n, 1, 28, 28) by other hands, calmer when more of the training is done."""
        return other_hands(
            pictures, self.hands.calmer(augmentation_strength(done, self.calm)), generator
        )


RECIPES = {
    "linear": DigitRecipe(epochs=8, rate=2e-3, batch=256, decay=0.0, hands=STILL),
    "mlp": DigitRecipe(epochs=15, rate=2e-3, batch=256, hands=Hands().calmer(0.5)),
    "cnn": DigitRecipe(
        epochs=30,
        rate=4e-3,
        decay=0.05,
        hands=Hands(bend=0.4),
        images=45_000,
        strokes=12_000,
        late_strokes=20_000,
    ),
    "cnn_again": DigitRecipe(
        epochs=6,
        rate=1e-3,
        decay=0.05,
        seed=5,
        average=1.0,
        recent=2.0,
        hands=Hands(bend=0.4),
        calm=1.0,
        images=55_000,
        strokes=9_000,
        scans=2_000,
    ),
    "not_digit": DigitRecipe(epochs=12, rate=4e-3, decay=0.05, hands=Hands().calmer(0.7)),
}
AGAIN = "cnn_again"
"""The CNN's second cycle: hands stay as different as they were, and the mean is over the last half of the steps."""
REDRAWN = 7
"""How often each pen digit is redrawn from its strokes."""
SCANS = 5_000
"""How many of the images are read once more through a coarse scanner."""
A_WRITER_COUNTS = 100
"""As many digits of one writer count in full; a writer with more is drawn no more often."""
RARE = 3.0
"""How much more often a zero or a one of several strokes is drawn: slashed, or with flag and foot."""


def weights_of(digits: Sequence[PenDigit]) -> NDArray[np.float32]:
    """Return how often each pen digit (n,) is seen, relative to the others."""
    count = Counter(digit.writer for digit in digits)
    weights = [
        min(1.0, A_WRITER_COUNTS / count[digit.writer])
        * (RARE if digit.label in (0, 1) and len(digit.strokes) > 1 else 1.0)
        for digit in digits
    ]
    return np.array(weights, dtype=np.float32)


@dataclass(frozen=True)
class Learned:
    """What there is to learn from: images, the same through a scanner, redrawn pen strokes and how often each is seen."""

    images: Examples
    scans: Examples
    drawn: Examples
    weights: Tensor


def learned_from(data: Split) -> Learned:
    """Draw and scan what is learned from: some minutes."""
    drawn, sources = draw_as_others(data.digits, REDRAWN, SPLIT_SEED)
    weights = torch.from_numpy(weights_of(data.digits)[sources])
    return Learned(data.mnist, scan(data.mnist, SCANS, SPLIT_SEED), drawn, weights)


def pools_of(recipe: DigitRecipe, learned: Learned) -> list[Pool]:
    """Return what an epoch sees: images, scans and some strokes; late, more strokes and so many images fewer."""
    images = min(len(learned.images.labels), recipe.images)
    fewer = None if recipe.late_strokes is None else images + recipe.strokes - recipe.late_strokes
    return [
        Pool(learned.images, images, fewer),
        Pool(learned.scans, min(len(learned.scans.labels), recipe.scans)),
        Pool(learned.drawn, recipe.strokes, recipe.late_strokes, learned.weights),
    ]
