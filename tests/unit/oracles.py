"""Oracles: the same numbers at 50 digits, and strategies for inputs that nobody thought of."""

from __future__ import annotations

from collections.abc import Sequence

import mpmath
import numpy as np
from hypothesis import strategies as some
from numpy.typing import NDArray

mpmath.mp.dps = 50
TOLERANCE = 1e-12  # relative or absolute, whichever is kinder

logits = some.lists(some.floats(-1e308, 1e308), min_size=1, max_size=12)
mild_logits = some.lists(some.floats(-50, 50), min_size=2, max_size=12)
weights = some.lists(
    some.floats(0, 1) | some.sampled_from([0.0, 1e-300, 1e-12, 1.0]), min_size=1, max_size=8
)
distributions = weights.filter(lambda w: sum(w) > 1e-200).map(lambda w: np.array(w) / np.sum(w))


def close(got: object, exact: Sequence[mpmath.mpf] | mpmath.mpf) -> bool:
    """Whether floats are within the tolerance of exact values; infinities must agree."""
    pairs = zip(np.ravel(np.asarray(got)), np.ravel(np.asarray(exact, dtype=object)), strict=True)
    return all(
        g == float(e) or abs(mpmath.mpf(float(g)) - e) <= TOLERANCE * max(mpmath.mpf(1), abs(e))
        for g, e in pairs
    )


def exact_log_softmax(z: Sequence[float], temperature: float = 1.0) -> list[mpmath.mpf]:
    scaled = [mpmath.mpf(x) / mpmath.mpf(temperature) for x in z]
    top = max(scaled)
    # e^-10000 is far below what 50 digits see beside 1, and mpmath takes long for e^-1e308.
    total = sum(mpmath.exp(x - top) if x - top > -10_000 else mpmath.mpf(0) for x in scaled)
    return [x - top - mpmath.log(total) for x in scaled]


def exact(values: NDArray[np.float64]) -> list[mpmath.mpf]:
    return [mpmath.mpf(float(x)) for x in values]
