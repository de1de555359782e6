"""Redrawn pen strokes: other hands, and the forms that some countries give to a digit."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.digits.strokes import bounds
from core.digits_training.drawn_examples import draw_as_others, scan
from core.digits_training.rare_forms import rare_form
from core.digits_training.recipes import A_WRITER_COUNTS, RARE, weights_of
from core.digits_training.stroke_augmentation import looser
from core.learning.fitting import Examples
from core.learning.pen_digits import PenDigit

TURN = np.linspace(0, 2 * np.pi, 40)
ZERO = np.stack([50 + 30 * np.sin(TURN), 50 - 50 * np.cos(TURN)], axis=1)
ONE = np.stack([np.full(20, 50.0), np.linspace(0, 100, 20)], axis=1)
SEVEN = np.array([[0.0, 0.0], [60.0, 0.0], [40.0, 50.0], [20.0, 100.0]])
SHAPES = {0: ZERO, 1: ONE, 7: SEVEN}


@pytest.mark.parametrize("label", [0, 1, 7])
def test_some_are_given_a_rare_form_and_others_stay(label):
    random = np.random.default_rng(label)
    made = [rare_form([SHAPES[label]], label, random) for _ in range(400)]
    changed = [m for m in made if len(m) > 1 or not np.array_equal(m[0], SHAPES[label])]
    assert 60 < len(changed) < 160
    for drawing in changed:
        left, top, right, bottom = bounds(drawing)
        assert left <= SHAPES[label][:, 0].min()
        assert bottom >= 99
        assert max(right - left, bottom - top) < 230, "it stays a digit, with something added"


def test_a_slash_crosses_the_middle_of_the_zero():
    random = np.random.default_rng(5)
    slashed = [m for m in (rare_form([ZERO], 0, random) for _ in range(300)) if len(m) == 2]
    for _, line in slashed:
        ends = line[-1] - line[0]
        across = [-ends[1], ends[0]] / np.hypot(*ends)
        away = abs(across @ ([50, 50] - line[0]))
        assert away < 15


@pytest.mark.parametrize("label", [2, 3, 4, 5, 6, 8, 9])
def test_other_digits_have_no_rare_form(label):
    random = np.random.default_rng(1)
    assert all(rare_form([SEVEN], label, random)[0] is SEVEN for _ in range(50))


def test_what_has_a_second_stroke_already_stays():
    random = np.random.default_rng(1)
    assert all(len(rare_form([ZERO, ONE], 0, random)) == 2 for _ in range(50))


def test_a_looser_hand_keeps_the_strokes_and_about_their_place():
    random = np.random.default_rng(2)
    for _ in range(100):
        ring, dot = looser([ZERO, np.array([[50.0, 50.0]])], random)
        assert dot.shape == (1, 2)
        assert np.abs(ring.mean(axis=0) - 50).max() < 20


def test_pen_digits_are_redrawn_so_often_and_a_third_once_more_from_pixels():
    digits = [PenDigit((SHAPES[k],), k, "a/1") for k in (0, 1, 7)] * 4
    drawn, sources = draw_as_others(digits, 2, seed=1)
    counts = np.bincount(sources)
    assert set(counts) == {2, 3}
    assert drawn.labels.tolist() == [digits[i].label for i in sources]
    assert drawn.pixels.shape == (len(sources), 28, 28)
    assert len({picture.numpy().tobytes() for picture in drawn.pixels}) == len(sources)


def test_a_few_writers_with_hundreds_do_not_decide_and_rare_forms_come_more_often():
    many = [PenDigit((SEVEN,), 7, "a/1")] * (4 * A_WRITER_COUNTS)
    few = [PenDigit((SEVEN,), 7, "a/2")] * 10
    slashed = [PenDigit((ZERO, ONE), 0, "a/3")]
    weights = weights_of(many + few + slashed)
    assert weights[: len(many)].sum() == pytest.approx(A_WRITER_COUNTS)
    assert weights[len(many) : -1].tolist() == [1.0] * 10
    assert weights[-1] == RARE


def test_scans_are_images_read_from_few_pixels():
    pixels = torch.zeros(5, 28, 28, dtype=torch.uint8)
    pixels[:, 4:24, 12:16] = 255
    scanned = scan(Examples(pixels, torch.arange(5)), 4, seed=3)
    assert scanned.pixels.shape == (4, 28, 28)
    assert len(set(scanned.labels.tolist())) == 4
    assert (scanned.pixels[:, 14, 13:15].float().mean(dim=1) > 150).all()
