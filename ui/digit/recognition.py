"""What the networks see and say: computed once for each drawing, shared by everybody who looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core import digits
from core.digits import preprocess_strokes
from ui.digit.models import model
from ui.link.stroke_text import read_strokes

Picture = NDArray[np.float32]
Logits = NDArray[np.float64]
MAIN = "cnn"


@dataclass(frozen=True, eq=False)  # one drawing is seen once: caches know it by its identity
class Recognition:
    """A drawing as the main network sees it, (28, 28), and the ten logits that it answers.

    ``not_digit`` is the recogniser's score of its being no digit at all.
    """

    image: Picture
    logits: Logits
    not_digit: float

    @property
    def digit(self) -> int:
        """The digit that the network takes it for."""
        return int(np.argmax(self.logits))


@lru_cache(maxsize=512)
def recognise_strokes(ink: str) -> Recognition:
    """Return what the main network sees in a drawing that is not empty.

    Raises
    ------
    core.digits.BadWeights
        The network cannot be loaded.
    """
    return recognise_picture(preprocess_strokes(read_strokes(ink)))


def recognise_picture(image: Picture) -> Recognition:
    """Return what the main network says to a picture of 28x28 pixels; see `recognise_strokes`."""
    return Recognition(image, digits.logits(model(MAIN), image)[0], digits.not_digit_score(image))


def logits_of(network: str, seen: Recognition) -> Logits:
    """Return the ten logits that one of the networks answers to what the main one sees."""
    return seen.logits if network == MAIN else digits.logits(model(network), seen.image)[0]
