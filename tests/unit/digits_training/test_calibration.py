"""Temperature and calibration error, against what is known."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from scipy.optimize import minimize_scalar

from core.digits.networks import linear, not_digit
from core.digits_training.calibration import (
    best_temperature,
    expected_calibration_error,
    fold_temperature,
    fold_threshold,
)


@pytest.mark.parametrize("true", [0.3, 1.0, 4.0])
def test_the_temperature_that_made_the_labels_is_found(true):
    generator = torch.Generator().manual_seed(0)
    z = torch.randn(40_000, 10, generator=generator, dtype=torch.float64) * 3
    labels = torch.multinomial(torch.softmax(z / true, 1), 1, generator=generator)[:, 0]
    found = best_temperature(z, labels)
    assert found == pytest.approx(true, rel=0.03)
    scipys = minimize_scalar(lambda t: float(F.cross_entropy(z / t, labels)), bounds=(0.1, 10))
    assert found == pytest.approx(scipys.x, rel=1e-3)


def test_folded_temperature_divides_the_logits():
    model, pictures = linear(), torch.rand(4, 1, 28, 28)
    before = model(pictures)
    fold_temperature(model, 2.5)
    assert torch.allclose(model(pictures), before / 2.5, atol=1e-6)


def test_folded_threshold_becomes_zero():
    model, pictures = not_digit().eval(), torch.rand(4, 1, 28, 28)
    before = model(pictures)
    fold_threshold(model, 1.5)
    after = model(pictures)
    assert torch.allclose((after[:, 1] - after[:, 0]), before[:, 1] - before[:, 0] - 1.5, atol=1e-5)


def test_calibration_error_of_the_overconfident():
    p = np.tile([0.9, 0.1], (1000, 1))
    labels = np.repeat([0, 1], 500)
    assert expected_calibration_error(p, labels) == pytest.approx(0.4)


def test_calibration_error_of_the_honest_is_small():
    random = np.random.default_rng(0)
    p = random.dirichlet(np.ones(10) * 0.3, 50_000)
    labels = (random.random((len(p), 1)) < p.cumsum(axis=1)).argmax(axis=1)
    assert expected_calibration_error(p, labels) < 0.01


def test_being_sure_to_the_last_bin():
    p = np.array([[1.0, 0.0]])
    assert expected_calibration_error(p, np.array([0])) == 0
