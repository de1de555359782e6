"""Logits as large as a float: the page names what it cannot take, and shows what is true of the rest."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

from core.distribution import smallest_flip
from core.softmax import cross_entropy_from_logits, sigmoid
from ui.hand.live import draw
from ui.language.messages import sentence
from ui.language.sentences import speaking
from ui.softmax.chain import bounded_logits
from ui.softmax.redraw import LIVE
from ui.softmax.state import LARGEST, LINK, Explorer
from ui.softmax.tabs import stability


@pytest.mark.parametrize("name", ["z", "from"])
def test_a_logit_beyond_the_largest_is_named(name: str) -> None:
    state, problems = LINK.parse({"z": "1,2,3"} | {name: "1.5e308,0,0"})
    assert [problem.name for problem in problems] == [name]
    assert state.start == ()
    with speaking("en"):
        assert sentence(problems[0].error) == "1.5e+308 is not between −1e+308 and 1e+308"


@pytest.mark.parametrize(
    "z", ["1e308,0,0", "-1e308,-1e308", "1e308,-1e308", "-inf,1e308", "9.9e307,1e308"]
)
@pytest.mark.parametrize("temperature", ["0.05", "1", "20"])
def test_the_largest_logits_are_drawn(z: str, temperature: str) -> None:
    answer = draw(LIVE, {"z": z, "y": "0", "T": temperature, "lang": "en"}, ())
    assert "NaN" not in str(answer["pictures"])


def test_logits_for_sigmoids_and_the_lab_are_numbers_where_the_quotient_is_none() -> None:
    state = Explorer(z=(-LARGEST, -LARGEST, -math.inf, LARGEST), temperature=0.05)
    assert bounded_logits(state).tolist() == [-LARGEST, -LARGEST, -math.inf, LARGEST]
    assert sigmoid(bounded_logits(state)).tolist() == [0, 0, 0, 1]
    assert stability.logits(state).tolist() == [-LARGEST, -LARGEST, -math.inf, LARGEST]


def test_a_loss_that_a_float_can_hold_is_not_infinite() -> None:
    assert_allclose(cross_entropy_from_logits([0.0, -1e308], [1.0, 1e-250], 0.05), 2e59, rtol=1e-12)
    assert_allclose(cross_entropy_from_logits([1e308, -1e308], [1 - 1e-7, 1e-7]), 2e301, rtol=1e-12)
    assert cross_entropy_from_logits([0.0, -math.inf], [0.5, 0.5]) == math.inf
    assert cross_entropy_from_logits([1e308, -1e308], [0.0, 1.0], 0.05) == math.inf


def test_the_smallest_flip_of_the_largest_logits() -> None:
    assert smallest_flip([1.7e308, -1.7e308]).tolist() == [-1.7e308, 1.7e308]
    with np.errstate(all="raise"):
        smallest_flip([1.0, -math.inf, 1e308])
