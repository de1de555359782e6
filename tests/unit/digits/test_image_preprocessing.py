"""A digit is found in a picture whatever its paper, tone and place."""

import numpy as np
import pytest
from PIL import Image, ImageFilter

from core.digits.errors import BadPicture, EmptyDrawing
from core.digits.image_preprocessing import preprocess_image
from core.digits.paper import mean_thickness
from core.digits.preprocessing_variants import example_drawings, raster
from core.digits.recognizer import load_model, logits
from core.digits.strokes import CENTRE, PEN_WIDTH, SIZE

DIGITS = range(10)


@pytest.fixture(scope="module")
def cnn():
    return load_model("cnn")


def ink_of(digit, size=280, scale=1.0, corner=(0, 0), pen=20.0):
    strokes = [stroke * scale + corner for stroke in example_drawings()[digit]]
    return raster(strokes, size, size, pen).astype(float)


def shadowed(ink, random):
    y, x = np.mgrid[0 : 1 : ink.shape[0] * 1j, 0 : 1 : ink.shape[1] * 1j]
    paper = 0.45 + 0.4 * x - 0.15 * y * y
    return np.clip(paper * (1 - 0.75 * ink) + random.normal(0, 0.02, ink.shape), 0, 1)


def test_picture_of_a_digit_is_placed_as_strokes_are():
    picture = preprocess_image(ink_of(2))
    assert picture.shape == (SIZE, SIZE)
    assert picture.dtype == np.float32
    grid = np.arange(SIZE)
    for axis in (0, 1):
        assert picture.sum(axis=axis) @ grid / picture.sum() == pytest.approx(CENTRE, abs=0.3)
    rows = np.flatnonzero((picture > 0.4).any(axis=1))
    assert np.ptp(rows) + 1 == pytest.approx(20, abs=1)


@pytest.mark.parametrize("digit", DIGITS)
@pytest.mark.parametrize(
    "photograph",
    {
        "dark on light": lambda ink, random: 1 - ink,
        "light on dark": lambda ink, random: ink,
        "bytes": lambda ink, random: (255 - 255 * ink).astype(np.uint8),
        "sixteen bits": lambda ink, random: (65535 * ink).astype(np.uint16),
        "pale pencil": lambda ink, random: 0.8 - 0.15 * ink,
        "blackboard": lambda ink, random: 0.2 + 0.3 * ink,
        "noise": lambda ink, random: np.clip(
            0.7 - 0.5 * ink + random.normal(0, 0.05, ink.shape), 0, 1
        ),
        "shadow": shadowed,
        "shadow on a blackboard": lambda ink, random: 1 - shadowed(ink, random),
    }.items(),
    ids=lambda item: item[0],
)
def test_tone_and_light_of_the_paper_do_not_matter(cnn, digit, photograph):
    greys = photograph[1](ink_of(digit), np.random.default_rng(digit))
    assert logits(cnn, preprocess_image(greys)).argmax() == digit


@pytest.mark.parametrize("digit", DIGITS)
@pytest.mark.parametrize(
    ("size", "scale", "corner", "pen"),
    [
        (280, 0.35, (170, 10), 8),
        (280, 1.0, (0, 0), 4),
        (280, 1.0, (0, 0), 30),
        (900, 0.8, (600, 620), 12),
        (900, 3.0, (0, 0), 9),
        (1400, 1.0, (900, 80), 14),
        (60, 0.2, (0, 0), 4),
    ],
)
def test_place_size_and_pen_do_not_matter(cnn, digit, size, scale, corner, pen):
    greys = 1 - ink_of(digit, size, scale, corner, pen)
    assert logits(cnn, preprocess_image(greys)).argmax() == digit


def test_a_fine_pen_is_made_as_bold_as_mnists():
    picture = np.kron(preprocess_image(1 - ink_of(3, pen=3)), np.ones((6, 6)))
    assert mean_thickness(picture) / 6 == pytest.approx(PEN_WIDTH, abs=0.7)


def test_specks_and_what_the_edge_cuts_off_are_left_out(cnn):
    greys = 1 - ink_of(4)
    greys[5:9, 5:9] = 0
    greys[270:, :] = 0.3  # the table beside the paper
    greys[30:33, 250:253] = 0
    assert logits(cnn, preprocess_image(greys)).argmax() == 4


def test_a_digit_that_touches_the_edge_is_kept(cnn):
    greys = 1 - ink_of(7, 280, 1.0, (-70, -40))
    assert logits(cnn, preprocess_image(greys)).argmax() == 7


def test_a_blurred_photograph_is_read(cnn):
    for digit in DIGITS:
        picture = Image.fromarray((255 - 255 * ink_of(digit)).astype(np.uint8))
        blurred = np.asarray(picture.filter(ImageFilter.GaussianBlur(6)))
        assert logits(cnn, preprocess_image(blurred)).argmax() == digit


@pytest.mark.parametrize(
    "paper",
    [
        np.zeros((28, 28)),
        np.full((280, 280), 255, np.uint8),
        np.full((1, 1), 0.5),
        np.linspace(0.4, 0.6, 280 * 280).reshape(280, 280),
        np.clip(0.8 + np.random.default_rng(3).normal(0, 0.03, (280, 280)), 0, 1),
        np.full((1, 400), 0.2),
    ],
    ids=["black", "white", "one pixel", "slope", "noise", "one row"],
)
def test_empty_paper_is_said(paper):
    with pytest.raises(EmptyDrawing, match="no ink"):
        preprocess_image(paper)


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.zeros((2, 2, 3)), "height x width, got 2x2x3"),
        (np.zeros((0, 5)), "0x5"),
        (np.array([[0.0, np.nan]]), "not finite"),
        (np.array([["a"]]), "numbers"),
        (np.lib.stride_tricks.as_strided(np.zeros(1), (20_000, 20_000), (0, 0)), "50 million"),
    ],
)
def test_what_is_no_picture_is_said(array, words):
    with pytest.raises(BadPicture, match=words):
        preprocess_image(array)


@pytest.mark.parametrize("shape", [(1, 40), (40, 1), (3, 3), (2, 900)])
def test_odd_shapes_are_pictures_too(shape):
    greys = np.ones(shape)
    greys[shape[0] // 2, shape[1] // 2] = 0
    assert preprocess_image(greys).max() > 0.5


TURN = np.linspace(0, 2 * np.pi, 60)[:, None]
RING = np.hstack([np.cos(TURN), np.sin(TURN)])
FILLING = {
    "a ring": [RING],
    "a flat ring": [np.clip(1.3 * RING, -1, 1)],
    "a slash within": [RING, np.array([[-0.3, 0.3], [0.3, -0.3]])],
}


@pytest.mark.parametrize("name", FILLING)
def test_a_drawing_that_fills_its_canvas_is_read_whole(name):
    """It comes nearer to the edge than a cell of the grid on which parts are told apart, and is not cut off."""
    canvas, small = (
        1 - raster([140 + half * stroke for stroke in FILLING[name]], 280, 280, pen)
        for half, pen in ((128, 20), (64, 10))
    )
    edge = np.concatenate([canvas[0], canvas[-1], canvas[:, 0], canvas[:, -1]])
    assert edge.min() == 1
    assert np.abs(preprocess_image(canvas) - preprocess_image(small)).mean() < 0.02
