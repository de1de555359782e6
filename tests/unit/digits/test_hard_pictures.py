"""Pictures as people feed them to recognisers: each kind is read, in its negative too, and several digits are told apart."""

import numpy as np
import pytest

from core.digits.connected_parts import separate_digits
from core.digits.image_preprocessing import MAX_DIGITS, preprocess_digits, preprocess_image
from core.digits.picture_file import read_picture
from core.digits.preprocessing_variants import example_drawings, raster
from core.digits.recognizer import load_model, logits
from core.digits.strokes import fit_box
from core.digits_training.hard_pictures import PICTURE_KINDS, as_png, side_by_side
from core.digits_training.stroke_augmentation import other_strokes

DRAWINGS = example_drawings()


@pytest.fixture(scope="module")
def cnn():
    return load_model("cnn")


def answer(cnn, pixels):
    return int(logits(cnn, preprocess_image(read_picture(as_png(pixels))))[0].argmax())


@pytest.mark.parametrize("kind", PICTURE_KINDS)
def test_each_kind_of_picture_is_read_and_its_negative_alike(cnn, kind):
    random = np.random.default_rng(11)
    right = 0
    for digit, strokes in DRAWINGS.items():
        pixels = PICTURE_KINDS[kind](other_strokes(strokes, random), random)
        negative = (pixels.max() if pixels.dtype == np.uint16 else 255) - pixels
        seen = answer(cnn, pixels)
        assert answer(cnn, negative) == seen
        right += seen == digit
    assert right >= 9


def test_the_cut_out_on_white_is_read_to_the_digit(cnn):
    picture = np.full((480, 480), 255, np.uint8)
    picture[80:400, 180:300] = 225
    picture[140:340, 235:245] = 30
    seen = preprocess_image(picture)
    columns = np.flatnonzero((seen > 0.5).any(axis=0))
    assert answer(cnn, picture) == 1
    assert np.ptp(columns) < 6, "the digit and not the paper"


def test_a_block_without_anything_on_it_is_ink(cnn):
    picture = np.full((280, 280), 255, np.uint8)
    picture[60:220, 100:180] = 40
    assert preprocess_image(picture).max() > 0.9


@pytest.mark.parametrize(("width", "size", "pen"), [(0.8, 60, 18), (1.4, 42, 18), (1.4, 54, 20)])
def test_a_small_eight_of_a_bold_pen_is_no_sheet(cnn, width, size, pen):
    strokes = fit_box([stroke * [width, 1] for stroke in DRAWINGS[8]], size)
    ink = raster([stroke + 126 for stroke in strokes], 280, 280, pen)
    assert answer(cnn, np.rint(255 - 255 * ink).astype(np.uint8)) == 8


@pytest.mark.parametrize("digits", [(1, 7), (4, 2, 0), (9, 9, 5, 3), (0, 1, 2, 3, 4, 5)])
def test_several_digits_are_told_apart_in_reading_order(cnn, digits):
    random = np.random.default_rng(2)
    pixels = side_by_side([DRAWINGS[digit] for digit in digits], random)
    seen = preprocess_digits(read_picture(as_png(pixels)))
    assert [int(logits(cnn, picture)[0].argmax()) for picture in seen] == list(digits)


def test_two_rows_are_read_one_after_the_other(cnn):
    random = np.random.default_rng(4)
    above, below = (side_by_side([DRAWINGS[d] for d in row], random) for row in ((3, 8), (6, 2)))
    seen = preprocess_digits(np.concatenate([above, below]))
    assert [int(logits(cnn, picture)[0].argmax()) for picture in seen] == [3, 8, 6, 2]


@pytest.mark.parametrize("kind", PICTURE_KINDS)
def test_one_digit_is_one_also_in_pieces(kind):
    random = np.random.default_rng(8)
    for digit in (4, 5, 8):
        pixels = PICTURE_KINDS[kind](DRAWINGS[digit], random)
        greys = read_picture(as_png(pixels))
        seen = preprocess_digits(greys)
        assert len(seen) == 1
        assert np.array_equal(seen[0], preprocess_image(greys))


def test_the_loose_bar_of_a_five_belongs_to_it():
    mask = np.zeros((40, 40), dtype=bool)
    mask[10:34, 8:14] = mask[5:8, 17:26] = True
    assert len(separate_digits(mask)) == 1


def test_of_a_page_of_digits_the_first_are_offered():
    row = np.full((40, 400), 255, np.uint8)
    for left in range(10, 390, 25):
        row[8:32, left : left + 5] = 0
    assert len(preprocess_digits(row)) == MAX_DIGITS
