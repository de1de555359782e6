"""A shadow's edge is found wherever it lies, and nothing else is taken for one."""

import numpy as np
import pytest

from core.digits.image_preprocessing import preprocess_image
from core.digits.preprocessing_variants import example_drawings
from core.digits.shadow import Edge, shadow_on
from core.digits.strokes import preprocess_strokes
from core.digits_training.hard_pictures import PICTURE_KINDS, ink_on

DRAWINGS = example_drawings()


@pytest.mark.parametrize("softness", [0.01, 0.04])
@pytest.mark.parametrize(("angle", "place"), [(0.1, 0.3), (1.0, -0.5), (1.6, 0.0), (2.6, 0.2)])
def test_an_edge_is_found_in_either_direction_and_depth(angle, place, softness):
    far = Edge(angle, place, softness).side((64, 64))
    ink = ink_on(DRAWINGS[3], np.random.default_rng(1), 64)
    for depth in (0.3, -0.3):
        paper = 0.6 - depth * far
        found = shadow_on(paper * (1 - ink) + 0.1 * ink, paper)
        assert found is not None
        change, step = found
        assert step == pytest.approx(0.3, abs=0.02)
        rest = paper - change
        assert np.quantile(np.abs(rest - np.median(rest)), 0.95) < 0.03


@pytest.mark.parametrize(
    "kind", sorted(set(PICTURE_KINDS) - {"a shadow's edge", "a cut-out pasted on white"})
)
def test_no_other_kind_of_picture_has_one(kind):
    random = np.random.default_rng(3)
    for strokes in DRAWINGS.values():
        greys = PICTURE_KINDS[kind](strokes, random).astype(float)
        greys = (greys.mean(axis=2) if greys.ndim == 3 else greys) / greys.max()
        small = greys[:: max(1, len(greys) // 64), :: max(1, greys.shape[1] // 64)]
        assert shadow_on(small, small) is None


def test_the_digit_across_a_shadow_is_the_one_without():
    random = np.random.default_rng(5)
    ink = ink_on(DRAWINGS[4], random)
    far = Edge(0.9, 0.0, 0.01).side(ink.shape)
    lit, shaded = 0.9 - 0.8 * ink, (0.9 - 0.8 * ink) * (1 - 0.4 * far)
    difference = np.abs(preprocess_image(lit) - preprocess_image(shaded))
    assert difference.max() < 0.35
    assert difference.mean() < 0.02


def test_a_stroke_along_the_edge_is_ink_and_no_shadow():
    picture = np.full((200, 120), 0.95)
    picture[:, :24] = 0.1  # a one, cropped tightly on three sides
    expected = preprocess_strokes([[[0, 0], [0, 9]]], 3.0)
    columns = np.flatnonzero((preprocess_image(picture) > 0.5).any(axis=0))
    assert np.ptp(columns) < 6
    assert expected[:, 10:18].sum() > 0.9 * expected.sum()
