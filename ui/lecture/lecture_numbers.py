"""The numbers of the lecture, as the stops' sentences say them: computed by core, written in the visitor's language."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from core.coding import expected_length, huffman_code
from core.examples import LECTURE_LOGITS, LECTURE_TARGET, LECTURE_WEATHER
from core.gradient import loss_gradient
from core.information import cross_entropy, entropy, kl_divergence, surprisal
from core.softmax import log_softmax, sigmoid, softmax
from ui.language.numbers import listed, number, probability
from ui.lecture.questions import shortest

SIGMOID_LOGITS = (2.0, 1.0, -1.0)
Z, P, Q, CODE = LECTURE_LOGITS, LECTURE_WEATHER.p, LECTURE_WEATHER.q, LECTURE_WEATHER.code
SHARES = softmax(Z)
LOGS = log_softmax(Z)
LOSS = -float(LOGS[LECTURE_TARGET])
SIGMOIDS = sigmoid(SIGMOID_LOGITS)
GRADIENT = loss_gradient(Z, LECTURE_TARGET)
IDEAL = surprisal(P)
HUFFMAN = tuple(huffman_code(P))


def lecture_numbers() -> dict[str, str]:
    """Return each number, or each sum written term by term, by the name that the sentences use."""
    weights = np.exp(Z)
    return {
        "logits": _list(Z, 2),
        "sigmoids": _list(SIGMOIDS),
        "sigmoid_sum": f"{_plus(number(x) for x in SIGMOIDS)} = {number(SIGMOIDS.sum())}",
        "p": _list(SHARES),
        "p1": number(SHARES[0]),
        "p2": probability(SHARES[1]),
        "softmax_sum": f"{number(weights[0])} / ({_plus(number(w) for w in weights)}) = {number(SHARES[0])}",
        "logs": _list(LOGS),
        "rounded": _list((-6.4377, -2.4247)),  # the slide's own: logarithms of rounded p
        "loss_sum": f"−({_products((1, 0, 0), LOGS, 0, 4)}) = {number(LOSS)}",
        "loss": number(LOSS),
        "loss_bits": number(LOSS / math.log(2)),
        "wrong_loss": number(-float(LOGS[1])),
        "third_loss": number(-float(LOGS[2])),
        "words": ", ".join(CODE),
        "lengths": ", ".join(str(len(word)) for word in CODE),
        "city_a": _list(P, None),
        "city_b": _list(Q, None),
        "average_sum": f"{_products(P, [len(word) for word in CODE], 2, 0)} = {shortest(expected_length(P, CODE))}",
        "huffman": ", ".join(HUFFMAN),
        "huffman_sum": f"{_products(P, [len(word) for word in HUFFMAN], 2, 0)} = {shortest(expected_length(P, HUFFMAN))}",
        "inverses": _list(1 / np.array(P), 2),
        "ideals": _list(IDEAL, 2),
        "entropy_sum": f"{_products(P, IDEAL, 2, 2)} = {number(float(entropy(P)), 2)}",
        "entropy": number(float(entropy(P)), 2),
        "cross_sum": f"{_products(Q, IDEAL, 2, 3)} = {number(float(cross_entropy(Q, P)))}",
        "own": number(float(entropy(Q)), 2),
        "waste": number(float(kl_divergence(Q, P)), 2),
        "quarter_nats": number(math.log(4)),
        "gradient": _list(GRADIENT),
    }


def _list(values: Iterable[float], digits: int | None = 4) -> str:
    return listed(shortest(x) if digits is None else _trimmed(x, digits) for x in values)


def _products(shares: Iterable[float], bits: Iterable[float], first: int, second: int) -> str:
    """Write a sum of products term by term, negative factors in brackets."""
    pairs = zip(shares, bits, strict=True)
    return _plus(f"{_factor(a, first)}×{_factor(b, second)}" for a, b in pairs)


def _factor(x: float, digits: int) -> str:
    text = _trimmed(x, digits)
    return f"({text})" if x < 0 else text


def _trimmed(x: float, digits: int) -> str:
    """Write a number with so many decimals, or none where it is whole.

    >>> _trimmed(4.0, 2), _trimmed(2.2222, 2), _trimmed(0.2, 2)
    ('4', '2.22', '0.2')
    """
    return shortest(float(f"{x:.{digits}f}"))


def _plus(terms: Iterable[str]) -> str:
    return " + ".join(terms)
