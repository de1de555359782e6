"""What happens to a picture: checked against scipy and against what the eye expects."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from core.digits import example_drawings, preprocess_strokes
from core.digits.errors import BadPicture
from core.digits.perturbations import EFFECTS, add_noise, fade, rotate, shift
from core.errors import InvalidInput

SEVEN = preprocess_strokes(example_drawings()[7])


@pytest.mark.parametrize("name", EFFECTS)
def test_nothing_of_an_effect_changes_nothing(name: str) -> None:
    after = EFFECTS[name].apply(SEVEN, 0.0)
    np.testing.assert_array_equal(after, SEVEN)
    assert after is not SEVEN


@pytest.mark.parametrize("name", EFFECTS)
@given(share=st.floats(0, 1))
def test_an_effect_gives_a_picture(name: str, share: float) -> None:
    effect = EFFECTS[name]
    after = effect.apply(SEVEN, effect.low + share * (effect.high - effect.low))
    assert after.shape == (28, 28)
    assert after.dtype == np.float32
    assert after.min() >= 0
    assert after.max() <= 1


@pytest.mark.parametrize("name", EFFECTS)
@pytest.mark.parametrize("beyond", [-1.0, 1.0, np.inf, -np.inf, np.nan])
def test_an_amount_out_of_range_is_refused(name: str, beyond: float) -> None:
    effect = EFFECTS[name]
    amount = effect.high + beyond if beyond > 0 else effect.low + beyond
    with pytest.raises(InvalidInput, match=name):
        effect.apply(SEVEN, amount)


@pytest.mark.parametrize("picture", [np.zeros(28), np.zeros((27, 28)), np.full((28, 28), np.nan)])
@pytest.mark.parametrize("name", EFFECTS)
def test_what_is_no_picture_is_refused(name: str, picture: np.ndarray) -> None:
    with pytest.raises(BadPicture, match="square"):
        EFFECTS[name].apply(picture, 0.0)


def test_a_faded_picture_has_less_ink() -> None:
    np.testing.assert_allclose(fade(SEVEN, 0.25), 0.75 * SEVEN, rtol=1e-6)
    assert not fade(SEVEN, 1.0).any()


@pytest.mark.parametrize("quarters", [-2, -1, 1, 2])
def test_a_quarter_turn_is_clockwise_and_exact(quarters: int) -> None:
    turned = rotate(SEVEN, 90 * quarters)
    np.testing.assert_allclose(turned, np.rot90(SEVEN, -quarters), atol=1e-5)


@pytest.mark.parametrize("degrees", [-77, -10, 33, 120])
def test_a_turn_is_scipys(degrees: float) -> None:
    expected = ndimage.rotate(SEVEN, -degrees, reshape=False, order=1)
    np.testing.assert_allclose(rotate(SEVEN, degrees), expected, atol=1e-4)


@pytest.mark.parametrize("pixels", [-28, -7.25, -3, 0.5, 4, 28])
def test_a_shift_is_scipys(pixels: float) -> None:
    expected = ndimage.shift(SEVEN, (0, pixels), order=1)
    np.testing.assert_allclose(shift(SEVEN, pixels), expected, atol=1e-5)


def test_noise_is_normal_and_always_the_same() -> None:
    grey = np.full((28, 28), 0.5)
    noise = add_noise(grey, 0.1) - grey
    assert noise.std() == pytest.approx(0.1, rel=0.1)
    assert noise.mean() == pytest.approx(0, abs=0.015)
    np.testing.assert_array_equal(add_noise(grey, 0.1), add_noise(grey, 0.1))
