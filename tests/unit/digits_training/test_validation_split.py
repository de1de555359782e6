"""What is held out is not learned from: images at random, or those of other writers."""

from __future__ import annotations

import numpy as np
import pytest

from core.digits_training.validation_split import HELD_OUT_IMAGES, HELD_OUT_WRITERS, at_most, split
from core.learning.datasets import Images
from core.learning.pen_digits import UCI, PenDigit

COUNT = HELD_OUT_IMAGES + 100
# The number of an image stands in its first two pixels.
PIXELS = np.zeros((COUNT, 28, 28), dtype=np.uint8)
PIXELS[:, 0, 0], PIXELS[:, 0, 1] = np.divmod(np.arange(COUNT), 256)
IMAGES = Images(PIXELS, np.zeros(COUNT, dtype=np.uint8))
STROKE = np.array([[0.0, 0.0], [1.0, 5.0]])
WRITERS = [f"{UCI}/{number}" for number in range(30)] + [f"tos/{n:02}" for n in range(60)]
DIGITS = [PenDigit((STROKE,), 1, writer) for writer in WRITERS]
HELD = {f"{c}/{n}" for c, numbers in HELD_OUT_WRITERS.items() for n in numbers.split()}


def numbers(examples):
    pixels = examples.pixels.numpy().astype(int)
    return (256 * pixels[:, 0, 0] + pixels[:, 0, 1]).tolist()


@pytest.mark.parametrize("first", [None, 5000])
def test_every_image_and_writer_is_learned_from_or_held_out(first):
    data = split(IMAGES, DIGITS, first)
    learned, held = numbers(data.mnist), numbers(data.held_out_mnist)
    assert sorted(learned + held) == list(range(COUNT))
    held = data.held_out_digits + data.held_out_countries
    assert {digit.writer for digit in held} == HELD & set(WRITERS)
    assert {digit.writer for digit in data.digits} == set(WRITERS) - HELD
    assert {digit.contributor for digit in data.held_out_digits} == {UCI}
    assert {digit.contributor for digit in data.held_out_countries} == {"tos"}


def test_held_out_are_5000_at_random_or_all_after_the_first():
    at_random = numbers(split(IMAGES, DIGITS).held_out_mnist)
    assert len(at_random) == HELD_OUT_IMAGES
    assert at_random != sorted(at_random)
    assert numbers(split(IMAGES, DIGITS, 5000).held_out_mnist) == list(range(5000, COUNT))


def test_a_writer_of_hundreds_counts_with_some_from_first_to_last():
    digits = [PenDigit((STROKE + n,), 1, "a/1") for n in range(100)]
    few = [PenDigit((STROKE,), 1, "a/2")] * 7
    kept = at_most(digits + few, 20)
    assert kept[20:] == few
    places = [float(digit.strokes[0][0, 0]) for digit in kept[:20]]
    assert places == sorted(set(places))
    assert places[0] < 10
    assert places[-1] > 90


def test_without_the_writers_of_many_countries_nothing_is_held_out_of_them():
    data = split(IMAGES, DIGITS[:30])
    assert data.held_out_countries == []
    assert set(data.held_out()) == {"mnist", "strokes"}
