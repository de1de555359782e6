"""How the recogniser does on each kind of hand: by contributor, by writer, on rare forms, on pictures of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import nn

from core.digits.errors import EmptyDrawing
from core.digits.image_preprocessing import preprocess_image
from core.digits.not_digit import NOT_DIGIT_THRESHOLD, not_digit_scores
from core.digits.picture_file import read_picture
from core.digits.strokes import SIZE, Picture
from core.digits_training.hard_pictures import PICTURE_KINDS, as_png
from core.digits_training.measurement import Measured, measure
from core.learning.pen_digits import PenDigit

Mask = NDArray[np.bool_]
FEW = 20
"""Of a writer with fewer digits an accuracy says little: the worst writer is one with at least so many."""


@dataclass(frozen=True)
class Row:
    """How the recogniser did on some digits.

    Attributes
    ----------
    digits
        How many there were.
    accuracy, calibration_error, refused
        Parts, from 0 to 1.
    loss
        Nats.
    unread
        How many had no ink that could be found.
    """

    name: str
    digits: int
    accuracy: float
    loss: float
    calibration_error: float
    refused: float
    unread: int = 0


def row(name: str, m: Measured, refused: Mask, chosen: Mask | None = None) -> Row:
    """Return how the recogniser did on what is chosen of what was measured; on all without ``chosen``."""
    if chosen is not None:
        m, refused = Measured(m.pictures[chosen], m.labels[chosen], m.z[chosen]), refused[chosen]
    return Row(name, len(m.labels), m.accuracy, m.loss, m.calibration_error, float(refused.mean()))


def refused_of(pictures: Picture) -> Mask:
    """Return which pictures (n, 28, 28) are refused as no digits."""
    return np.asarray(not_digit_scores(pictures) > NOT_DIGIT_THRESHOLD)


def by_hand(m: Measured, digits: Sequence[PenDigit]) -> list[Row]:
    """Return rows of all digits, of each contributor, of the worst writer and of slashed zeros and ones of several strokes."""
    refused = refused_of(m.pictures)
    writers = np.array([digit.writer for digit in digits])
    contributors = np.array([digit.contributor for digit in digits])
    several = np.array([len(digit.strokes) > 1 for digit in digits])
    rows = [row("all", m, refused)]
    rows += [row(name, m, refused, contributors == name) for name in np.unique(contributors)]
    each = [
        row(f"worst writer, {name}", m, refused, writers == name) for name in np.unique(writers)
    ]
    rows += sorted((r for r in each if r.digits >= FEW), key=lambda r: r.accuracy)[:1]
    forms = {"zeros of several strokes": (m.labels == 0) & several}
    forms["ones of several strokes"] = (m.labels == 1) & several
    return rows + [row(name, m, refused, which) for name, which in forms.items() if which.any()]


def by_picture(model: nn.Module, digits: Sequence[PenDigit], each: int, seed: int = 7) -> list[Row]:
    """Return a row for each kind of generated picture, painted of ``each`` digits and read as files."""
    rows = []
    for name, paint in PICTURE_KINDS.items():
        random = np.random.default_rng(seed)
        chosen = [digits[int(i)] for i in random.integers(0, len(digits), each)]
        pictures = [read_as_file(as_png(paint(list(d.strokes), random))) for d in chosen]
        found = np.stack([np.zeros((SIZE, SIZE), np.float32) if p is None else p for p in pictures])
        m = measure(model, found, np.array([digit.label for digit in chosen]))
        unread = sum(picture is None for picture in pictures)
        measured = row(name, m, refused_of(found))
        rows.append(Row(**{**vars(measured), "unread": unread}))
    return rows


def read_as_file(content: bytes) -> Picture | None:
    """Return what the networks see of a file, or None where no ink is found in it."""
    try:
        return preprocess_image(read_picture(content))
    except EmptyDrawing:
        return None
