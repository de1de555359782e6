"""What each digit network's training depends on, but for the data."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor

from core.digits_training.augmentation import STILL, Hands, augmentation_strength, other_hands
from core.digits_training.validation_split import Split
from core.learning.fitting import Examples, Pool, Recipe


@dataclass(frozen=True)
class DigitRecipe(Recipe):
    """A recipe with the hands that digits are redrawn by, and how many pen strokes there are among images."""

    hands: Hands = field(default_factory=Hands)
    calm: float = 0.4  # how much of the hands is left at the end of the last quarter
    strokes: int = 15_000  # how many redrawn pen strokes an epoch sees
    late_strokes: int | None = None  # how many in the last quarter, in the place of images

    def augment(self, pictures: Tensor, done: float, generator: torch.Generator) -> Tensor:
        """Redraw pictures (n, 1, 28, 28) by other hands, calmer when more of the training is done."""
        return other_hands(
            pictures, self.hands.calmer(augmentation_strength(done, self.calm)), generator
        )


RECIPES = {
    "linear": DigitRecipe(epochs=8, rate=2e-3, batch=256, decay=0.0, hands=STILL),
    "mlp": DigitRecipe(epochs=15, rate=2e-3, batch=256, hands=Hands().calmer(0.5)),
    "cnn": DigitRecipe(
        epochs=24, rate=4e-3, decay=0.05, hands=Hands(bend=0.4), strokes=1_500, late_strokes=8_000
    ),
    "not_digit": DigitRecipe(epochs=8, rate=4e-3, decay=0.05, hands=Hands().calmer(0.7)),
}


def pools_of(recipe: DigitRecipe, data: Split, drawn: Examples) -> list[Pool]:
    """Return what an epoch sees: all images and some strokes; late, more strokes and so many images fewer."""
    images, strokes, late = len(data.mnist.labels), recipe.strokes, recipe.late_strokes
    fewer = None if late is None else images + strokes - late
    return [Pool(data.mnist, images, fewer), Pool(drawn, strokes, late)]
