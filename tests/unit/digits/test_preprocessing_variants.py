"""The panel that shows why preprocessing matters."""

import numpy as np
import pytest

from core.digits.errors import BadDrawing, EmptyDrawing
from core.digits.preprocessing_variants import (
    VARIANTS,
    centre_of_mass,
    crop_box,
    example_drawings,
    raster,
    variants,
)
from core.digits.recognizer import load_model, logits


def test_the_four_ways_are_named_in_order():
    made = variants(example_drawings()[3], 280, 280, 20)
    assert tuple(made) == VARIANTS
    assert all(picture.shape == (28, 28) for picture in made.values())
    assert all(picture.dtype == np.float32 for picture in made.values())


def test_each_step_does_what_its_name_says():
    small = [stroke * 0.3 + 180 for stroke in example_drawings()[7]]
    made = variants(small, 280, 280, 20)
    assert made["whole"][:18].sum() == 0  # still in its corner
    rows = np.flatnonzero((made["cropped"] > 0.4).any(axis=1))
    assert np.ptp(rows) + 1 == pytest.approx(20, abs=1)
    assert np.mean(rows[[0, -1]]) == pytest.approx(14, abs=1)  # by its box
    assert centre_of_mass(made["centred"]) == pytest.approx((14.5, 14.5), abs=0.2)  # by its mass
    assert made["strokes"].sum() < 0.75 * made["centred"].sum()  # the fat pen is gone


def test_only_the_strokes_survive_a_small_drawing_and_a_fat_pen():
    cnn = load_model("cnn")
    small = {
        digit: [s * 0.25 + 20 for s in strokes] for digit, strokes in example_drawings().items()
    }
    right = {
        name: sum(
            logits(cnn, variants(strokes, 280, 280, 20)[name]).argmax() == digit
            for digit, strokes in small.items()
        )
        for name in ("whole", "strokes")
    }
    assert right["strokes"] == 10
    assert right["whole"] < 8


def test_the_raster_is_what_the_canvas_shows():
    ink = raster([[[50, 20], [50, 80]], [[10, 10]]], 100, 100, 10)
    assert ink.shape == (100, 100)
    assert ink[50, 50] == 1
    assert ink[50, 58] == 0
    assert ink[10, 10] == 1
    assert ink.sum() == pytest.approx(60 * 10 + 2 * np.pi * 25, rel=0.05)


@pytest.mark.parametrize(("width", "pen"), [(0, 5), (3000, 5), (100, 0), (100, float("nan"))])
def test_an_impossible_canvas_is_said(width, pen):
    with pytest.raises(BadDrawing, match="canvas"):
        raster([[[1, 1]]], width, 100, pen)


def test_a_drawing_off_the_canvas_is_empty():
    with pytest.raises(EmptyDrawing):
        variants([[[5000, 5000], [5010, 5010]]], 280, 280, 20)


def test_coordinates_far_away_do_not_break_the_canvas():
    assert raster([[[0, 0], [1e300, 1e300]]], 50, 50, 3).max() == 1


def test_crop_and_centre():
    assert crop_box([[[10, 20], [30, 80]]]) == (10, 20, 30, 80)
    assert centre_of_mass(np.eye(3)) == (1.5, 1.5)
    with pytest.raises(EmptyDrawing):
        centre_of_mass(np.zeros((3, 3)))


@pytest.mark.parametrize("digit", range(10))
def test_examples_are_read_with_confidence(digit):
    from core.digits.strokes import preprocess_strokes

    z = logits(load_model("cnn"), preprocess_strokes(example_drawings()[digit]))[0]
    p = np.exp(z - z.max())
    assert p[digit] / p.sum() > 0.95
