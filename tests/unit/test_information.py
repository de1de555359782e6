"""Surprisal, entropy, cross-entropy and KL against scipy and 50 digits, and what must always hold."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
import scipy.stats
from hypothesis import assume, given
from hypothesis import strategies as some

from core.errors import InvalidInput
from core.examples import LECTURE_WEATHER
from core.information import cross_entropy, entropy, kl_divergence, surprisal
from tests.unit.oracles import close, distributions, exact

A, B = LECTURE_WEATHER.p, LECTURE_WEATHER.q
bases = some.sampled_from([2, math.e, 10])


def test_the_lecture() -> None:
    assert (1 / np.array(A)).round(2).tolist() == [4, 2.22, 5, 11.11, 100]
    assert surprisal(A).round(2).tolist() == [2, 1.15, 2.32, 3.47, 6.64]
    assert round(float(entropy(A)), 2) == 1.86
    assert round(float(cross_entropy(B, A)), 1) == 2.5


@given(distributions, bases)
def test_entropy_at_fifty_digits(p: np.ndarray, base: float) -> None:
    log = mpmath.log(mpmath.mpf(base))
    assert close(entropy(p, base), -sum(x * mpmath.log(x) for x in exact(p) if x) / log)
    assert float(entropy(p, base)) == pytest.approx(
        scipy.stats.entropy(p, base=base), rel=1e-12, abs=1e-12
    )


@given(distributions, some.data(), bases)
def test_two_distributions_at_fifty_digits(
    p: np.ndarray, data: some.DataObject, base: float
) -> None:
    q = data.draw(distributions.filter(lambda q: len(q) == len(p)) | some.just(p[::-1]))
    assume(len(q) == len(p))
    log = mpmath.log(mpmath.mpf(base))
    if any(a > 0 and b == 0 for a, b in zip(p, q, strict=True)):
        assert cross_entropy(p, q, base) == kl_divergence(p, q, base) == math.inf
        return
    costs = [-x * mpmath.log(y) / log for x, y in zip(exact(p), exact(q), strict=True) if x]
    assert close(cross_entropy(p, q, base), sum(costs, mpmath.mpf(0)))
    assert kl_divergence(p, q, base) >= 0
    assert float(cross_entropy(p, q, base)) == pytest.approx(
        float(entropy(p, base) + kl_divergence(p, q, base)), rel=1e-12, abs=1e-12
    )


@given(distributions)
def test_a_code_of_ones_own_wastes_nothing(p: np.ndarray) -> None:
    assert kl_divergence(p, p) == 0
    assert entropy(p) <= math.log2(len(p)) + 1e-12
    assert entropy(p) >= 0


def test_nearly_equal_distributions_keep_their_digits() -> None:
    e = 1e-9
    exact_kl = (0.5 + e) * mpmath.log(1 + 2 * mpmath.mpf(e)) + (0.5 - e) * mpmath.log(
        1 - 2 * mpmath.mpf(e)
    )
    assert float(kl_divergence([0.5 + e, 0.5 - e], [0.5, 0.5], math.e)) == pytest.approx(
        float(exact_kl), rel=1e-6
    )


def test_zero_is_exact() -> None:
    assert entropy([1.0, 0.0]) == 0
    assert math.copysign(1, float(entropy([1.0, 0.0]))) == 1
    assert surprisal([1.0, 0.0]).tolist() == [0, math.inf]
    assert cross_entropy([1.0, 0.0], [1.0, 0.0]) == 0
    assert cross_entropy([0.5, 0.5], [1.0, 0.0]) == math.inf
    assert kl_divergence([1e-320, 1.0], [0.5, 0.5]) == pytest.approx(1)


def test_nats_and_bits() -> None:
    assert entropy(A, math.e) == pytest.approx(entropy(A) * math.log(2), rel=1e-14)


def test_the_last_axis() -> None:
    p = np.array([[0.5, 0.5], [1.0, 0.0]])
    assert entropy(p).tolist() == [1, 0]
    assert kl_divergence(p, [0.5, 0.5]).tolist() == [0, 1]


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        ([0.5, 0.47], "p must sum to 1, and sums to 0.97"),
        ([-0.5, 1.5], "p must not be negative, and has -0.5"),
        ([math.nan, 1], "p must be finite"),
        ([math.inf, 1], "p must be finite"),
        ([], "p must not be empty"),
        ([1e308, 1e308], "p must sum to 1, and sums to inf"),
    ],
)
def test_a_bad_distribution_is_named(bad: list[float], rule: str) -> None:
    for function in (surprisal, entropy):
        with pytest.raises(InvalidInput, match=rule):
            function(bad)
    with pytest.raises(InvalidInput, match=rule.replace("p must", "q must")):
        cross_entropy([1.0], bad)


def test_bad_company_is_named() -> None:
    with pytest.raises(InvalidInput, match="p and q must have the same length, and have 2 and 3"):
        cross_entropy([0.5, 0.5], [0.5, 0.25, 0.25])
    for bad in (1, 0.5, math.inf, "two", None):
        with pytest.raises(InvalidInput, match="base must be finite and above 1"):
            entropy([1.0], base=bad)  # type: ignore[arg-type]
    assert entropy([0.5, 0.5 + 1e-7]) > 0, "within 1e-6"
