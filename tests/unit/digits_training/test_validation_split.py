"""What is held out is not learned from: images at random, or those of other writers."""

from __future__ import annotations

import numpy as np
import pytest

from core.digits_training.validation_split import HELD_OUT_IMAGES, HELD_OUT_WRITERS, split
from core.learning.datasets import Images, PenDigit

COUNT = HELD_OUT_IMAGES + 100
# The number of an image stands in its first two pixels.
PIXELS = np.zeros((COUNT, 28, 28), dtype=np.uint8)
PIXELS[:, 0, 0], PIXELS[:, 0, 1] = np.divmod(np.arange(COUNT), 256)
IMAGES = Images(PIXELS, np.zeros(COUNT, dtype=np.uint8))
STROKE = np.array([[0.0, 0.0], [1.0, 5.0]])
DIGITS = [PenDigit((STROKE,), 1, writer) for writer in range(30)]


def numbers(examples):
    pixels = examples.pixels.numpy().astype(int)
    return (256 * pixels[:, 0, 0] + pixels[:, 0, 1]).tolist()


@pytest.mark.parametrize("first", [None, 5000])
def test_every_image_and_writer_is_learned_from_or_held_out(first):
    data = split(IMAGES, DIGITS, first)
    learned, held = numbers(data.mnist), numbers(data.held_out_mnist)
    assert sorted(learned + held) == list(range(COUNT))
    assert {digit.writer for digit in data.held_out_digits} == set(HELD_OUT_WRITERS)
    assert not {digit.writer for digit in data.digits} & set(HELD_OUT_WRITERS)


def test_held_out_are_5000_at_random_or_all_after_the_first():
    at_random = numbers(split(IMAGES, DIGITS).held_out_mnist)
    assert len(at_random) == HELD_OUT_IMAGES
    assert at_random != sorted(at_random)
    assert numbers(split(IMAGES, DIGITS, 5000).held_out_mnist) == list(range(5000, COUNT))
