"""The picture depends on the shape that was drawn, and on nothing else."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.digits.errors import BadDrawing, EmptyDrawing
from core.digits.preprocessing_variants import example_drawings
from core.digits.strokes import BOX, CENTRE, MAX_POINTS, SIZE, preprocess_strokes

SEVEN = [np.array([[82, 52], [140, 50], [202, 50], [170, 130], [128, 242]], dtype=float)]


@given(
    st.floats(1e-3, 1e6),
    st.floats(-1e4, 1e4),
    st.floats(-1e4, 1e4),
    st.sampled_from(sorted(example_drawings())),
)
@settings(deadline=None, max_examples=60)
def test_place_and_size_change_nothing(scale, right, down, digit):
    drawing = example_drawings()[digit]
    moved = [stroke * scale + [right * scale, down * scale] for stroke in drawing]
    assert np.abs(preprocess_strokes(moved) - preprocess_strokes(drawing)).max() < 1e-3


@pytest.mark.parametrize("scale", [1e-200, 1e200])
def test_extreme_sizes_are_drawings_too(scale):
    moved = [stroke * scale for stroke in SEVEN]
    assert np.abs(preprocess_strokes(moved) - preprocess_strokes(SEVEN)).max() < 1e-6


def test_edited_strokes_count_as_they_look():
    turned = [stroke @ np.array([[0.0, 1.0], [-1.0, 0.0]]) for stroke in SEVEN]
    expected = np.rot90(preprocess_strokes(SEVEN), -1)
    # A quarter turn about the middle of the grid; the centre of mass lies half a pixel beside it.
    assert np.abs(np.roll(preprocess_strokes(turned), (0, -1), (0, 1)) - expected).max() < 0.05


@pytest.mark.parametrize("digit", range(10))
def test_ink_fills_the_box_by_its_centre_of_mass(digit):
    picture = preprocess_strokes(example_drawings()[digit])
    assert picture.shape == (SIZE, SIZE)
    assert picture.dtype == np.float32
    assert picture.min() == 0
    assert picture.max() == 1
    grid = np.arange(SIZE)
    for axis in (0, 1):
        assert picture.sum(axis=axis) @ grid / picture.sum() == pytest.approx(CENTRE, abs=0.1)
    rows, columns = (np.flatnonzero((picture > 0.4).any(axis=axis)) for axis in (1, 0))
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == pytest.approx(BOX, abs=1)


def test_edges_are_smooth():
    picture = preprocess_strokes([[[0, 0], [30, 100]]])
    assert ((picture > 0.1) & (picture < 0.9)).sum() > 20


def test_a_wider_pen_leaves_more_ink():
    ink = [preprocess_strokes(SEVEN, pen).sum() for pen in (1, 2, 3, 4)]
    assert ink == sorted(ink)
    assert ink[0] < 0.5 * ink[-1]


def test_a_dot_is_a_disc_of_the_pen_in_the_middle():
    dot = preprocess_strokes([[[7, 7]]], pen_width=4)
    assert dot[14, 14] == 1
    assert dot.sum() == pytest.approx(np.pi * 4, rel=0.1)
    assert (preprocess_strokes([[[3, 4], [3, 4], [3, 4]]], pen_width=4) == dot).all()


def test_a_single_point_among_strokes_is_drawn():
    with_dot = preprocess_strokes([[[0, 30], [0, 100]], [[0, 0]]])
    assert with_dot[:10].max() == 1


def test_an_end_far_from_the_centre_of_mass_stays_on_the_paper():
    t = np.linspace(0, 60, 600)
    knot = np.stack([np.cos(t), np.sin(t)], axis=1)
    flag = [knot * 2, np.array([[0.0, 0.0], [0.0, 40.0]])]
    picture = preprocess_strokes(flag)
    assert picture[-1].max() < 1
    assert picture[-4:].max() == 1


@pytest.mark.parametrize("nothing", [[], [[]], [np.empty((0, 2))], [[], []]])
def test_nothing_drawn_is_said(nothing):
    with pytest.raises(EmptyDrawing, match="empty"):
        preprocess_strokes(nothing)


@pytest.mark.parametrize(
    ("strokes", "words"),
    [
        ([[[1, 2], [np.nan, 3]]], "stroke 1 has a coordinate that is not finite"),
        ([[[1, 2]], [[np.inf, 3]]], "stroke 2 has a coordinate that is not finite"),
        ([[[1, 2, 3]]], r"stroke 1 must hold pairs \(x, y\), got an array of 1x3"),
        ([[1, 2]], "pairs"),
        ([[["a", "b"]]], "pairs of numbers"),
        ([[[1, 2], [3]]], "pairs of numbers"),
        ([np.zeros((100_000, 2))], f"at most {MAX_POINTS} points"),
        ([np.zeros((1, 2))] * (MAX_POINTS + 1), "at most"),
    ],
)
def test_what_is_no_drawing_is_said(strokes, words):
    with pytest.raises(BadDrawing, match=words):
        preprocess_strokes(strokes)


@pytest.mark.parametrize("pen", [0, -1, 9, np.nan, np.inf])
def test_a_pen_out_of_range_is_said(pen):
    with pytest.raises(BadDrawing, match="pen_width"):
        preprocess_strokes(SEVEN, pen)


def test_the_longest_scribble_takes_bounded_time():
    points = np.random.default_rng(0).random((MAX_POINTS, 2))
    start = time.process_time()
    picture = preprocess_strokes([points])
    assert picture.max() == 1
    assert time.process_time() - start < 10  # 0.3 s here; without a bound it was minutes


@given(
    st.lists(
        st.lists(st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9)), min_size=1, max_size=8),
        min_size=1,
        max_size=4,
    )
)
@settings(deadline=None, max_examples=80)
def test_any_finite_drawing_becomes_a_picture(strokes):
    picture = preprocess_strokes(strokes)
    assert np.isfinite(picture).all()
    assert 0 <= picture.min() <= picture.max() <= 1
    assert picture.sum() > 0
