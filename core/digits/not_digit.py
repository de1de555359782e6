"""Whether a picture is a digit at all: the ten classes leave no room for "none of these"."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import ArrayLike
from torch import nn

from core.digits.networks import not_digit
from core.digits.recognizer import WEIGHTS, load_checked, logits

NOT_DIGIT_THRESHOLD = 0.0
"""Scores above it are refused. Chosen on held-out digits, and folded into the last bias."""

FILE = "not_digit.safetensors"


def not_digit_score(image: ArrayLike) -> float:
    """Return how little a picture looks like a digit; above ``NOT_DIGIT_THRESHOLD`` it is none.

    The score is a log-odds, of "no digit" against "digit", shifted so that 0 is the threshold.

    Parameters
    ----------
    image
        (28, 28), in [0, 1], as `preprocess_strokes` and `preprocess_image` make it.

    Raises
    ------
    BadPicture
        Another shape, or a value that is not finite.
    BadWeights
        The file of weights is missing or changed.

    Examples
    --------
    >>> from core.digits.strokes import preprocess_strokes
    >>> cross = preprocess_strokes([[[0, 0], [9, 9]], [[9, 0], [0, 9]]])
    >>> not_digit_score(cross) > NOT_DIGIT_THRESHOLD
    True
    """
    return float(not_digit_scores(image)[0])


def not_digit_scores(images: ArrayLike) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the score of each of (n, 28, 28) pictures, (n,); see `not_digit_score`."""
    z = logits(_model(), images)
    scores: np.ndarray[tuple[int], np.dtype[np.float64]] = z[:, 1] - z[:, 0]
    return scores


def is_digit(image: ArrayLike) -> bool:
    """Return whether a picture passes for a digit; see `not_digit_score`.

    Examples
    --------
    >>> from core.digits.strokes import preprocess_strokes
    >>> is_digit(preprocess_strokes([[[0, 0]]]))
    False
    """
    return not_digit_score(image) <= NOT_DIGIT_THRESHOLD


@cache
def _model() -> nn.Sequential:
    return load_checked(not_digit(), FILE, WEIGHTS)
