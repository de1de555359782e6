"""The gradient against torch's autograd, differences, and what must always hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as some

from core.distribution import logits_of, one_hot, renormalise, smallest_flip, smoothed
from core.errors import InvalidInput
from core.gradient import descend, loss_gradient, softmax_jacobian
from core.softmax import softmax
from core.stability import naive, naive_loss, shifted, shifted_loss
from core.torch_check import pytorch_lines, torch_check
from tests.unit.oracles import distributions, mild_logits


@given(mild_logits, some.floats(0.05, 20), some.data())
def test_autograd_agrees(z: list[float], temperature: float, data: some.DataObject) -> None:
    target = data.draw(some.integers(0, len(z) - 1))
    check = torch_check(z, target, temperature)
    scale = max(1.0, float(np.abs(check.gradient).max()), check.loss, 1 / temperature)
    assert check.difference <= 1e-12 * scale
    np.testing.assert_allclose(
        loss_gradient(z, target, temperature), check.gradient, atol=1e-12 * scale
    )
    np.testing.assert_allclose(softmax_jacobian(z, temperature), check.jacobian, atol=1e-12 * scale)


@given(mild_logits)
def test_gradient_and_jacobian_sum_to_zero(z: list[float]) -> None:
    assert abs(loss_gradient(z, 0).sum()) < 1e-12
    assert np.abs(softmax_jacobian(z).sum(axis=-1)).max() < 1e-12


def test_the_lecture_gradient() -> None:
    assert loss_gradient([-1.45, -7.82, -3.78], 0).round(4).tolist() == [-0.0901, 0.0016, 0.0885]


@given(mild_logits, some.floats(0.01, 0.9))
def test_descent_never_climbs_with_a_small_rate(z: list[float], rate: float) -> None:
    path = descend(z, 0, rate, 20)
    assert path.logits.shape == (21, len(z))
    assert (np.diff(path.losses) <= 1e-12).all()


def test_descent_stays_finite() -> None:
    path = descend([1e300, -1e300], 1, 1e308, 5)
    assert np.isfinite(path.logits).all()
    with pytest.raises(InvalidInput, match="learning rate"):
        descend([0.0, 1.0], 0, 0, 1)


@given(distributions)
def test_logits_of_a_distribution(p: np.ndarray) -> None:
    np.testing.assert_allclose(softmax(logits_of(p)), p, atol=1e-14)


@given(distributions, some.floats(0, 1), some.data())
def test_renormalising_keeps_the_others_shares(
    p: np.ndarray, value: float, data: some.DataObject
) -> None:
    index = data.draw(some.integers(0, len(p) - 1))
    new = renormalise(p, index, value)
    assert abs(new.sum() - 1) < 1e-12
    assert len(p) == 1 or new[index] == value


def test_renormalising_survives_the_smallest_floats() -> None:
    assert renormalise([1.0, 5e-324], 0, 0.0).tolist() == [0.0, 1.0]


@given(mild_logits)
def test_the_smallest_flip_ties_the_two_largest(z: list[float]) -> None:
    moved = np.array(z) + smallest_flip(z)
    top = np.sort(moved)[-2:]
    assert top[0] == pytest.approx(top[1], abs=1e-9)


def test_targets() -> None:
    assert one_hot(2, 3).tolist() == [0, 0, 1]
    assert smoothed(0, 2, 1.0).tolist() == [0.5, 0.5]
    assert smoothed(0, 2, 0.0).tolist() == [1, 0]
    for bad in (-1, 3):
        with pytest.raises(InvalidInput, match="a class from 0 to 2"):
            one_hot(bad, 3)
    for bad_index in (0.7, "1", None):
        with pytest.raises(InvalidInput, match="a class from 0 to 2, and is"):
            loss_gradient([1.0, 2.0, 3.0], bad_index)  # type: ignore[arg-type]


def test_where_the_naive_form_breaks() -> None:
    assert naive([709.0, 0.0]).works
    assert not naive([710.0, 0.0]).works
    assert np.isinf(naive([710.0, 0.0]).total)
    assert naive([88.0, 0.0], "float32").works
    assert not naive([89.0, 0.0], "float32").works
    assert not naive([12.0, 0.0], "float16").works
    assert naive([-800.0, -801.0]).total == 0
    for precision in ("float64", "float32", "float16"):
        assert shifted([60000.0, 0.0, -60000.0], precision).works


@pytest.mark.parametrize("kind", ["float64", "float32"])
@pytest.mark.parametrize("z", [[-1.45, -7.82, -3.78], [300.0, -300.0, 0.0], [0.0, -np.inf, 1.0]])
@pytest.mark.parametrize("y", [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.25, 0.0, 0.75]])
def test_the_loss_of_the_shifted_form_is_torchs(z: list[float], y: list[float], kind: str) -> None:
    log_p = torch.log_softmax(torch.tensor(z, dtype=getattr(torch, kind)), 0).numpy()
    expected = -sum(b * a for a, b in zip(log_p, y, strict=True) if b > 0)
    assert shifted_loss(z, y, kind) == pytest.approx(expected, rel=1e-6)


def test_the_loss_of_the_naive_form_is_lost_with_p() -> None:
    mild = [-1.45, -7.82, -3.78], [1, 0, 0]
    assert naive_loss(*mild) == pytest.approx(shifted_loss(*mild), rel=1e-12)
    assert naive_loss([0.0, -800.0], [0, 1]) == math.inf  # p = 0 asks ln 0
    assert shifted_loss([0.0, -800.0], [0, 1]) == 800
    assert math.isnan(naive_loss([800.0, 0.0], [1, 0]))
    assert shifted_loss([800.0, 0.0], [1, 0]) == 0
    assert shifted_loss([0.0, -np.inf], [0, 1]) == math.inf  # rightly: p is 0


def test_torch_has_no_loss_where_it_multiplies_zero_by_infinity() -> None:
    z = [0.0, -np.inf, 1.0]
    assert torch_check(z, 0).difference < 1e-12  # one class: torch takes its index
    check = torch_check(z, [0.5, 0.0, 0.5])
    assert math.isnan(check.loss)
    assert math.isnan(check.difference)
    assert torch_check(z, 1).loss == math.inf
    assert torch_check(z, 1).difference < 1e-12


def test_the_pytorch_lines_run() -> None:
    names: dict[str, object] = {"print": lambda *_: None}
    exec(pytorch_lines([1.0, float("-inf"), 2.0], [0.5, 0.0, 0.5], 2.0), names)
    np.testing.assert_allclose(names["p"].detach().numpy(), softmax([1.0, -np.inf, 2.0], 2.0))
