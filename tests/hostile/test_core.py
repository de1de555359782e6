"""Every public function of the mathematics, with arguments that nobody should pass."""

from __future__ import annotations

import datetime
import inspect
import warnings
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from types import ModuleType
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from core import antenna, blocks, coding, distribution, gradient, information, softmax, stability
from core.digits import attempts, effects, image_preprocessing, preprocessing_variants, strokes
from core.errors import InvalidInput
from tests.hostile.conftest import bounded, hostile

MODULES = (antenna, blocks, coding, distribution, gradient, information, softmax, stability)
DIGITS = (attempts, effects, image_preprocessing, strokes)
SECONDS = 2.0


def public(module: ModuleType) -> list[Any]:
    """The functions that a module gives to others."""
    return [
        found
        for name, found in vars(module).items()
        if inspect.isfunction(found) and found.__module__ == module.__name__ and name[0] != "_"
    ]


FUNCTIONS = [f for module in MODULES for f in public(module)] + [
    *(effects.fade, effects.rotate, effects.shift, effects.add_noise),
    *(image_preprocessing.preprocess_image, strokes.preprocess_strokes, attempts.summary),
    preprocessing_variants.variants,
]
NO_SENSE: tuple[Any, ...] = (
    *(None, "", "abc", b"x", "0101", True, -1, 0, 7, 0.5, 1e308, -1e308, 5e-324, 10**400, 2**70),
    *(float("nan"), float("inf"), -float("inf"), 1j, Decimal("0.1"), Fraction(1, 3)),
    *(
        [],
        [[]],
        (),
        {},
        set(),
        {1: 2},
        {"a": "0"},
        {"a": 0},
        object(),
        len,
        datetime.date(2026, 1, 1),
    ),
    *([1, "a"], [[1], [1, 2]], ["0", "1"], ["0", None], [None], [[0.5, 0.5]], [0.5, 0.5], [1.0]),
    *(["1"] * 70, [1j, 2], [True, False], [10**400, 1], [0.5, float("nan")], [1e308, -1e308]),
    *([-float("inf"), 0.0], [0.25] * 4, [1 / 3] * 3, [[[0.1]]], range(3), iter([1, 2])),
    *(np.zeros(0), np.zeros((0, 3)), np.zeros((28, 28)), np.ones((28, 28)), np.zeros((2, 2, 2))),
    *(np.array(["a"]), np.array([None]), np.array(1), np.array([1, 2], "M8[D]"), np.eye(3)),
    *(np.float16(0.1), np.int8(3), np.array([1, 2], np.uint8), np.ma.masked_array([1, 2], [0, 1])),
    *(
        [np.array([[1.0, 2.0], [3.0, 4.0]])],
        [[[1, 2], [3, 1e300]]],
        [[[0, 0]]] * 3,
        [np.zeros((0, 2))],
    ),
)
arrays = hnp.arrays(
    np.float64,
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5),
    elements=st.floats(),
)
values = st.one_of(
    st.sampled_from(NO_SENSE), arrays, st.floats(), st.integers(), st.text(max_size=5)
)


@hostile("core arguments", 0.25)
@given(st.sampled_from(FUNCTIONS), st.data())
def test_a_function_answers_or_says_what_is_wrong(function: Any, data: st.DataObject) -> None:
    parameters = [
        p
        for p in inspect.signature(function).parameters.values()
        if p.default is p.empty or data.draw(st.booleans())
    ]
    given_ = {p.name: data.draw(values, label=p.name) for p in parameters}
    with bounded("core arguments", SECONDS), warnings.catch_warnings():
        warnings.simplefilter("error")
        with suppress(InvalidInput):
            function(**given_)
