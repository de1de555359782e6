"""softmax and its relatives against torch, scipy and 50 digits, and what must always hold."""

from __future__ import annotations

import math
from typing import Any

import mpmath
import numpy as np
import pytest
import scipy.special
import torch
from hypothesis import given
from hypothesis import strategies as some

from core.errors import InvalidInput
from core.softmax import cross_entropy_from_logits, log_softmax, sigmoid, softmax
from tests.unit.oracles import close, exact_log_softmax, logits, mild_logits

LECTURE = [-1.45, -7.82, -3.78]
temperatures = some.floats(0.05, 20)


def test_the_lecture() -> None:
    assert softmax(LECTURE).round(4).tolist() == [0.9099, 0.0016, 0.0885]
    assert log_softmax(LECTURE).round(4).tolist() == [-0.0944, -6.4644, -2.4244]
    assert round(cross_entropy_from_logits(LECTURE, [1, 0, 0]), 4) == 0.0944


@given(logits, temperatures)
def test_fifty_digits(z: list[float], temperature: float) -> None:
    log_p = exact_log_softmax(z, temperature)
    finite = [x if abs(x) < 1.7e308 else mpmath.mpf("-inf") for x in log_p]
    assert close(log_softmax(z, temperature), finite)
    assert close(softmax(z, temperature), [mpmath.exp(max(x, -10_000)) for x in log_p])


def test_a_sure_class_keeps_its_digits() -> None:
    exact = exact_log_softmax([0.0, -40.0])[0]
    assert abs(float(log_softmax([0.0, -40.0])[0] / float(exact)) - 1) < 1e-12


@given(mild_logits, temperatures)
def test_torch_and_scipy(z: list[float], temperature: float) -> None:
    by_torch = torch.log_softmax(torch.tensor(z, dtype=torch.float64) / temperature, 0).numpy()
    np.testing.assert_allclose(log_softmax(z, temperature), by_torch, rtol=1e-12, atol=1e-12)
    by_scipy = scipy.special.softmax(np.array(z) / temperature)
    np.testing.assert_allclose(softmax(z, temperature), by_scipy, rtol=1e-12, atol=1e-12)


@given(logits)
def test_a_distribution(z: list[float]) -> None:
    p = softmax(z)
    assert abs(p.sum() - 1) < 1e-14
    assert (p >= 0).all()
    assert p[np.argmax(z)] == p.max()


@given(mild_logits, some.floats(-1e3, 1e3))
def test_a_constant_on_all_logits_changes_nothing(z: list[float], c: float) -> None:
    np.testing.assert_allclose(softmax(np.array(z) + c), softmax(z), atol=1e-12)


def test_the_ends_of_the_floats() -> None:
    assert softmax([1e308, -1e308]).tolist() == [1, 0]
    assert log_softmax([1e308, -1e308]).tolist() == [0, -math.inf]
    assert softmax([1e308, 1e308]).tolist() == [0.5, 0.5]
    np.testing.assert_allclose(softmax([1e308, -1e308], 1e308), softmax([1, -1]))
    assert softmax([1.0, 1.1], 1e-300).tolist() == [0, 1]
    assert softmax([-math.inf, 0.0]).tolist() == [0, 1]
    assert softmax([5.0]).tolist() == [1]


def test_the_last_axis() -> None:
    z = np.arange(24.0).reshape(2, 3, 4)
    assert softmax(z).shape == (2, 3, 4)
    np.testing.assert_allclose(softmax(z).sum(-1), 1)
    np.testing.assert_allclose(softmax(z)[1, 2], softmax(z[1, 2]))


@given(some.floats(-1e308, 1e308))
def test_sigmoid(z: float) -> None:
    exact = 1 / (1 + mpmath.exp(-mpmath.mpf(max(min(z, 1e4), -1e4))))
    assert close(sigmoid([z]), [exact])
    np.testing.assert_allclose(softmax([z, 0.0])[0], sigmoid([z])[0], rtol=1e-12)


def test_the_loss_of_an_impossible_truth_is_infinite() -> None:
    assert cross_entropy_from_logits([0.0, -math.inf], [0, 1]) == math.inf
    assert cross_entropy_from_logits([0.0, -math.inf], [1, 0]) == 0
    assert cross_entropy_from_logits([0.0, -1e5], [0, 1]) == 1e5


@given(mild_logits, some.data())
def test_the_loss_is_torchs(z: list[float], data: some.DataObject) -> None:
    y = softmax(data.draw(some.lists(some.floats(-5, 5), min_size=len(z), max_size=len(z))))
    by_torch = torch.nn.functional.cross_entropy(
        torch.tensor(z, dtype=torch.float64), torch.tensor(y)
    )
    assert cross_entropy_from_logits(z, y) == pytest.approx(float(by_torch), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        ([math.nan, 1], "logits must not contain NaN"),
        ([math.inf, 1], r"logits must not contain \+inf"),
        ([-math.inf, -math.inf], "logits must have at least one finite value"),
        ([], "logits must not be empty"),
        (["a"], "logits must be numbers"),
        ([10**400, 1], "logits must be numbers"),
    ],
)
def test_bad_logits_are_named(bad: object, rule: str) -> None:
    for function in (softmax, log_softmax, sigmoid):
        with pytest.raises(InvalidInput, match=rule):
            function(bad)


def test_one_number_has_a_sigmoid_and_no_softmax() -> None:
    assert sigmoid(0.0).shape == ()
    assert sigmoid(-2.0) == sigmoid([-2.0])[0]
    with pytest.raises(InvalidInput, match="logits must not be empty"):
        softmax(3.0)


@pytest.mark.parametrize("bad", [0, -1, math.nan, math.inf, "a", None, [1.0, 2.0], 10**400])
def test_a_bad_temperature_is_named(bad: Any) -> None:
    with pytest.raises(ValueError, match="temperature must be finite and above 0"):
        softmax([1, 2], bad)


def test_a_target_of_another_length_is_named() -> None:
    with pytest.raises(ValueError, match="logits and target must have the same length"):
        cross_entropy_from_logits([1, 2, 3], [0.5, 0.5])
