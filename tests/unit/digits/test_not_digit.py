"""Drawings that are no digits are refused, also of kinds that were never learned from."""

import numpy as np
import pytest

from core.digits.image_preprocessing import preprocess_image
from core.digits.not_digit import (
    NOT_DIGIT_THRESHOLD,
    is_digit,
    not_digit_score,
    not_digit_scores,
)
from core.digits.preprocessing_variants import example_drawings, raster
from core.digits.strokes import preprocess_strokes
from core.digits_training.non_digits import (
    HELD_OUT_KINDS,
    KINDS,
    MARKS,
    SCRIBBLES,
    draw_kind,
    side_by_side,
)


def refused(kinds, each=20, seed=5):
    random = np.random.default_rng(seed)
    pictures = [preprocess_strokes(draw_kind(kind, random)) for kind in kinds for _ in range(each)]
    return (not_digit_scores(np.stack(pictures)) > NOT_DIGIT_THRESHOLD).mean()


@pytest.mark.parametrize("digit", range(10))
def test_digits_are_accepted(digit):
    strokes = example_drawings()[digit]
    assert is_digit(preprocess_strokes(strokes))
    assert is_digit(preprocess_image(raster(strokes, 280, 280, 20)))


def test_scribbles_are_refused():
    assert refused(SCRIBBLES, each=40) >= 0.95


def test_letters_are_refused():
    assert refused([kind for kind in KINDS if kind.startswith("letter")], each=10) >= 0.95


@pytest.mark.parametrize("kind", ["cross", "dots", "word", "sign plus", "sign times"])
def test_marks_are_refused(kind):
    assert kind in KINDS
    assert refused([kind], each=60) >= 0.95


def test_kinds_never_learned_from_are_refused():
    assert set(HELD_OUT_KINDS) < set(KINDS)
    assert not set(HELD_OUT_KINDS) & set(MARKS)
    assert refused(HELD_OUT_KINDS, each=30) >= 0.95


def test_several_digits_are_refused():
    random = np.random.default_rng(2)
    drawings = list(example_drawings().values())
    together = [
        side_by_side([drawings[i] for i in random.integers(0, 10, count)], random)
        for count in (2, 3, 4)
        for _ in range(30)
    ]
    scores = not_digit_scores(np.stack([preprocess_strokes(drawing) for drawing in together]))
    assert (scores > NOT_DIGIT_THRESHOLD).mean() >= 0.95


@pytest.mark.parametrize("dots", [[[[0, 0]]], [[[0, 0]], [[5, 1]]], [[[0, 0]], [[5, 1]], [[2, 6]]]])
def test_dots_are_refused(dots):
    assert not is_digit(preprocess_strokes(dots))


def test_one_score_is_the_same_as_many():
    pictures = np.stack([preprocess_strokes(strokes) for strokes in example_drawings().values()])
    many = not_digit_scores(pictures)
    assert many.shape == (10,)
    assert not_digit_score(pictures[4]) == pytest.approx(many[4], abs=1e-4)
