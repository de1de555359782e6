"""Why softmax subtracts the largest logit: the naive form beside the shifted one, in three precisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.checks import as_distribution, as_logits, brief, one_axis, same_length
from core.errors import InvalidInput

PRECISIONS = {"float64": np.float64, "float32": np.float32, "float16": np.float16}


@dataclass(frozen=True)
class Stages:
    """One way to softmax, step by step, in one precision; inf and nan stand where they arise.

    Attributes
    ----------
    exponents, weights, p
        Shape (n,): what is exponentiated, e to its power, and weights / total.
    total
        The sum of the weights.
    """

    exponents: NDArray[np.floating[Any]]
    weights: NDArray[np.floating[Any]]
    total: float
    p: NDArray[np.floating[Any]]

    @property
    def works(self) -> bool:
        """Whether p has no NaN and sums to about 1."""
        return bool(abs(float(self.p.astype(np.float64).sum()) - 1) < 0.01)


def naive(logits: ArrayLike, precision: str = "float64") -> Stages:
    """Compute e^z / Σ e^z as it is written.

    >>> naive([1000.0, 0.0]).p.tolist()
    [nan, 0.0]
    """
    return _stages(logits, precision, shift=False)


def shifted(logits: ArrayLike, precision: str = "float64") -> Stages:
    """Compute e^(z - max z) / Σ e^(z - max z): the same quotient, and nothing overflows.

    >>> shifted([1000.0, 0.0]).p.tolist()
    [1.0, 0.0]
    """
    return _stages(logits, precision, shift=True)


def naive_loss(logits: ArrayLike, target: ArrayLike, precision: str = "float64") -> float:
    """Compute -Σ y ln p in nats from the naive p: infinite where p became 0, NaN where it became NaN.

    >>> naive_loss([-1000.0, 0.0], [1.0, 0.0])
    inf
    """
    with np.errstate(all="ignore"):
        return _loss(np.log(naive(logits, precision).p), target, precision)


def shifted_loss(logits: ArrayLike, target: ArrayLike, precision: str = "float64") -> float:
    """Compute -Σ y (z - max z - ln Σ e^(z - max z)) in nats: the logarithm is taken before p can be lost.

    >>> shifted_loss([-1000.0, 0.0], [1.0, 0.0])
    1000.0
    """
    with np.errstate(all="ignore"):
        stages = shifted(logits, precision)
        total = np.log(np.asarray(stages.total, PRECISIONS[precision]))
        return _loss(stages.exponents - total, target, precision)


def _loss(log_p: NDArray[np.floating[Any]], target: ArrayLike, precision: str) -> float:
    y = as_distribution(target, "target")
    same_length(y, log_p.astype(np.float64), ("target", "logits"))
    y = y.astype(PRECISIONS[precision])
    # 0 ln 0 = 0: what the target never asks for costs nothing.
    return float(-np.where(y > 0, y * log_p, 0).sum()) + 0.0


def _stages(logits: ArrayLike, precision: str, *, shift: bool) -> Stages:
    if not isinstance(precision, str) or precision not in PRECISIONS:
        raise InvalidInput(
            "precision must be one of {known}, and is {got}",
            known=", ".join(PRECISIONS),
            got=brief(precision),
        )
    with np.errstate(all="ignore"):  # what goes wrong is what is shown
        z = one_axis(as_logits(logits), "logits").astype(PRECISIONS[precision])
        exponents = z - z.max() if shift else z
        weights = np.exp(exponents)
        total = weights.sum()
        return Stages(exponents, weights, float(total), weights / total)
