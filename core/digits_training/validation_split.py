"""What is learned from and what is held out: hyper-parameters and temperature never see a test."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import torch

from core.digits_training.drawn_examples import draw
from core.learning.datasets import Images
from core.learning.fitting import Examples
from core.learning.pen_digits import UCI, PenDigit

HELD_OUT_IMAGES = 5000
SPLIT_SEED = 20
HELD_OUT_WRITERS = {
    UCI: "3 8 13 18 23 28",
    "aga": "04 11",
    "apa": "07",
    "apb": "10 18 27 32",
    "app": "03 12",
    "ced": "04 11 17 31 38",
    "gmd": "01",
    "ibm": "04",
    "imp": "06 15 22 28",
    "syn": "11",
    "tos": "05 15 26 30 41 50 57",
    "uqb": "01",
}
"""Contributor -> its writers that are not learned from. About every fifth, and three of the ten who slash zeros."""
EACH_WRITER = 60
"""A writer of many countries counts with at most so many digits, so that a few with hundreds do not decide."""


@dataclass(frozen=True)
class Split:
    """MNIST's training set and the pen strokes, each in two.

    Attributes
    ----------
    mnist, held_out_mnist
        Images.
    digits
        Pen strokes of all writers that are learned from.
    held_out_digits
        Pen strokes of UCI's writers that are not.
    held_out_countries
        The same of UNIPEN's, at most ``EACH_WRITER`` of each; none where that data set is not there.
    """

    mnist: Examples
    digits: list[PenDigit]
    held_out_mnist: Examples
    held_out_digits: list[PenDigit]
    held_out_countries: list[PenDigit]

    def held_out(self) -> dict[str, Examples]:
        """Return what is held out as pictures, under the names that the curves carry."""
        parts = {"mnist": self.held_out_mnist, "strokes": draw(self.held_out_digits)}
        if self.held_out_countries:
            parts["countries"] = draw(self.held_out_countries)
        return parts


def split(images: Images, digits: list[PenDigit], first: int | None = None) -> Split:
    """Hold out 5,000 of MNIST's 60,000 training images, and some writers of each contributor.

    With ``first``, all images after so many are held out instead. MNIST's file is in the order of its writers
    (of images two apart the slants correlate by 0.48): those are other people's, as the test set's are.
    """
    order = torch.randperm(len(images.labels), generator=torch.Generator().manual_seed(SPLIT_SEED))
    held, rest = order[:HELD_OUT_IMAGES], order[HELD_OUT_IMAGES:]
    if first is not None:
        rest, held = torch.arange(len(images.labels)).tensor_split([first])
    whole = as_examples(images)
    unseen = [digit for digit in digits if is_held_out(digit)]
    return Split(
        Examples(whole.pixels[rest], whole.labels[rest]),
        [digit for digit in digits if not is_held_out(digit)],
        Examples(whole.pixels[held], whole.labels[held]),
        [digit for digit in unseen if digit.contributor == UCI],
        at_most([digit for digit in unseen if digit.contributor != UCI], EACH_WRITER),
    )


def is_held_out(digit: PenDigit) -> bool:
    """Return whether the writer of a digit is one of ``HELD_OUT_WRITERS``.

    Examples
    --------
    >>> stroke = np.zeros((2, 2))
    >>> [is_held_out(PenDigit((stroke,), 1, writer)) for writer in ("uci/3", "uci/4", "tos/05")]
    [True, False, True]
    """
    contributor, _, number = digit.writer.partition("/")
    return number in HELD_OUT_WRITERS.get(contributor, "").split()


def at_most(digits: list[PenDigit], each: int) -> list[PenDigit]:
    """Return at most ``each`` digits of a writer, evenly from all that there are."""
    count = Counter(digit.writer for digit in digits)
    seen: Counter[str] = Counter()
    kept = []
    for digit in digits:
        number, total = seen[digit.writer], count[digit.writer]
        seen[digit.writer] += 1
        # Of n digits the i-th is kept where i * each / n passes a whole number.
        if total <= each or (number + 1) * each // total > number * each // total:
            kept.append(digit)
    return kept


def as_examples(images: Images) -> Examples:
    """Return images as the tensors that training and measuring take."""
    return Examples(
        torch.from_numpy(images.pixels.copy()), torch.from_numpy(images.labels.astype(np.int64))
    )
