"""Data sets against scikit-learn and their own promises; Bayes losses against integrals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.integrate
import scipy.stats
from sklearn import datasets

from core.training.bayes import bayes_loss
from core.training.run import Point, Run, Settings
from core.training.sets import MADE, digits, load, measured, whole

NORMAL = scipy.stats.norm.pdf


def test_measured_data_are_scikit_learns() -> None:
    for name, theirs in (("iris", datasets.load_iris), ("wine", datasets.load_wine)):
        X, y = theirs(return_X_y=True)
        np.testing.assert_array_equal(measured(name)[0], X)
        np.testing.assert_array_equal(measured(name)[1], y)
    X, y = datasets.load_digits(return_X_y=True)
    np.testing.assert_array_equal(16 * digits()[0], X)
    np.testing.assert_array_equal(digits()[1], y)


@pytest.mark.parametrize("data", MADE)
@pytest.mark.parametrize("classes", [2, 3, 6])
def test_made_data_are_balanced_and_in_sight(data: str, classes: int) -> None:
    settings = Settings(data=data, classes=classes, noise=0.1)
    X, y, _rng = whole(settings)
    assert np.bincount(y).tolist() == [100] * classes
    assert np.abs(X).max() < 3
    again, _y, _rng = whole(settings)
    np.testing.assert_array_equal(X, again)
    assert not np.array_equal(X, whole(replace(settings, data_seed=2))[0])


def test_a_share_is_held_out_and_own_points_are_not() -> None:
    data = load(Run(Settings(held=0.3), own=(Point(0, 0, 1), Point(1, 2, 0, 50))), step=50)
    assert len(data.held_labels) == 90
    assert data.inputs[-2:].tolist() == [[0, 0], [1, 2]]
    assert data.all_inputs[-1].tolist() == [1, 2]
    assert not data.is_held[-2:].any()
    X, y, _rng = whole(Settings())
    np.testing.assert_array_equal(data.all_inputs[:-2], X)
    np.testing.assert_array_equal(data.all_labels[:-2], y)


def test_standardised_columns() -> None:
    X, _y, _rng = whole(Settings(data="wine", columns=(0, 12)))
    np.testing.assert_allclose(X.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(X.std(axis=0), 1)


def mean_loss(densities: list[float]) -> float:
    """The integrand of the Bayes loss at one point, from p(x | k) of equally likely classes."""
    total = sum(densities)
    return sum(-d * np.log(d / total) for d in densities if d > 0) / len(densities)


def blob_densities(x: float, y: float, classes: int, noise: float) -> list[float]:
    angles = 2 * np.pi * np.arange(classes) / classes
    return [
        float(NORMAL(x, 1.6 * np.cos(a), noise) * NORMAL(y, 1.6 * np.sin(a), noise)) for a in angles
    ]


@pytest.mark.parametrize(("classes", "noise"), [(2, 0.7), (3, 1.2)])
def test_bayes_loss_of_blobs_is_the_integral(classes: int, noise: float) -> None:
    exact, _error = scipy.integrate.dblquad(
        lambda y, x: mean_loss(blob_densities(x, y, classes, noise)), -9, 9, -9, 9, epsabs=1e-6
    )
    assert bayes_loss(Settings(data="blobs", classes=classes, noise=noise)) == pytest.approx(
        exact, abs=2e-5
    )


@pytest.mark.parametrize(("classes", "noise"), [(3, 0.3), (5, 0.6)])
def test_bayes_loss_of_rings_is_the_integral(classes: int, noise: float) -> None:
    def densities(r: float) -> list[float]:
        middle = 0.4 + 2.0 * np.arange(classes) / (classes - 1)
        return [float(NORMAL(r, m, noise) + NORMAL(-r, m, noise)) for m in middle]

    exact, _error = scipy.integrate.quad(lambda r: mean_loss(densities(r)), 0, 9, limit=400)
    assert bayes_loss(Settings(data="rings", classes=classes, noise=noise)) == pytest.approx(
        exact, abs=1e-7
    )


@pytest.mark.parametrize(("classes", "noise"), [(3, 0.7), (5, 0.4)])
def test_bayes_loss_of_spirals_is_the_integral(classes: int, noise: float) -> None:
    def densities(a: float) -> list[float]:
        turns = 2 * np.pi * np.arange(-4, 5)
        return [
            float(NORMAL(a - 2 * np.pi * k / classes + turns, 0, noise).sum())
            for k in range(classes)
        ]

    exact, _error = scipy.integrate.quad(
        lambda a: mean_loss(densities(a)), -np.pi, np.pi, limit=400
    )
    assert bayes_loss(Settings(data="spiral", classes=classes, noise=noise)) == pytest.approx(
        exact, abs=1e-7
    )


@pytest.mark.parametrize(
    ("data", "classes", "noise"), [("chequer", 3, 0.3), ("chequer", 2, 0.05), ("blobs", 4, 0.7)]
)
def test_bayes_loss_is_the_mean_over_many_points(data: str, classes: int, noise: float) -> None:
    """What -ln p(y | x) is on average over points that are drawn."""
    X, y = MADE[data](np.random.default_rng(4), classes, 40_000 // classes, noise)
    if data == "blobs":
        angle = 2 * np.pi * np.arange(classes) / classes
        p = NORMAL(X[:, :1], 1.6 * np.cos(angle), noise) * NORMAL(
            X[:, 1:], 1.6 * np.sin(angle), noise
        )
    else:
        p = chequer_densities(X, classes, noise)
    p /= p.sum(axis=1, keepdims=True)
    mean = float(-np.log(p[np.arange(len(y)), y]).mean())
    assert bayes_loss(Settings(data=data, classes=classes, noise=noise)) == pytest.approx(
        mean, abs=0.02
    )


def chequer_densities(X: np.ndarray, classes: int, noise: float) -> np.ndarray:
    cdf, found = scipy.stats.norm.cdf, np.zeros((len(X), classes))
    count = np.zeros(classes)
    for row in range(4):
        for column in range(4):
            x0, y0 = 1.25 * (column - 2), 1.25 * (row - 2)
            along = cdf((X[:, 0] - x0) / noise) - cdf((X[:, 0] - x0 - 1.25) / noise)
            across = cdf((X[:, 1] - y0) / noise) - cdf((X[:, 1] - y0 - 1.25) / noise)
            found[:, (row + column) % classes] += along * across
            count[(row + column) % classes] += 1
    return found / count


@pytest.mark.parametrize("data", MADE)
def test_bayes_loss_lies_between_nothing_and_ln_k(data: str) -> None:
    for classes in range(2, 7):
        found = [
            bayes_loss(Settings(data=data, classes=classes, noise=n))
            for n in (0, 0.02, 0.2, 0.7, 1.5)
        ]
        assert found[0] == 0
        assert all(b is not None and -1e-9 <= b < np.log(classes) + 1e-3 for b in found)
        assert found == sorted(found, key=lambda b: b or 0)


def test_no_bayes_loss_where_densities_are_not_known() -> None:
    assert bayes_loss(Settings(data="wine")) is None
