"""The stroke while the pen is down is the one that the canvas sends when it is lifted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidInput
from ui.digit.canvas_objects import strokes_of
from ui.digit.pen import LIVE, moved
from ui.digit.pen_path import MOST_POINTS, read_points, smoothed, stroke_so_far
from ui.digit.state import Digit
from ui.hand.moves import Move
from ui.link.stroke_text import write_strokes

# What Fabric 7.4 made of a pen of 18 pixels, put down at the first of these points and moved over the others:
# (0.1, 0.1) from (10, 10) is too near, the point before the last is left out, one that comes twice counts once.
PASSED = "10 10 10.1 10.1 20 14 20 14 26 30 26.5 31 27 40"
SENT = {
    "type": "Path",
    "path": [
        ["M", 9.982, 9.982],
        ["Q", 10, 10, 15, 12],
        ["Q", 20, 14, 23, 22],
        ["Q", 26, 30, 26.5, 35],
        ["L", 27.018, 40.018],
    ],
}


def test_points_become_the_path_of_the_canvas() -> None:
    path = strokes_of({"objects": [SENT]})[0][0]
    np.testing.assert_allclose(stroke_so_far(read_points(PASSED), 18), path, rtol=0, atol=1e-9)


def test_a_dot_is_a_stroke() -> None:
    dot = stroke_so_far([(30.0, 40.0)], 18)
    np.testing.assert_allclose(dot, [[29.982, 40], [30.018, 40]], rtol=0, atol=1e-12)


points = st.lists(
    st.tuples(st.floats(-50, 400, width=32), st.floats(-50, 400, width=32)), min_size=1, max_size=40
)


@given(points)
def test_a_stroke_begins_and_ends_where_the_pen_did(passed: list[tuple[float, float]]) -> None:
    stroke = stroke_so_far(passed, 18)
    assert stroke[0] == pytest.approx(passed[0], abs=0.02)
    assert stroke[-1] == pytest.approx(passed[-1], abs=0.02)


@pytest.mark.parametrize(
    "text", ["", "1", "1 2 3", "1 x", "nan 1", "1e9 1", "inf 0", "1 " * (2 * MOST_POINTS + 2)]
)
def test_what_is_no_stroke_changes_nothing(text: str) -> None:
    with pytest.raises(InvalidInput):
        moved(Digit(), Move(0, "stroke", text))
    assert LIVE.after(Digit(), [Move(0, "stroke", text)]) == Digit()


def test_a_stroke_that_the_link_holds_is_not_drawn_twice() -> None:
    first = moved(Digit(), Move(0, "stroke", PASSED))
    assert first.ink == write_strokes([stroke_so_far(read_points(PASSED), 18)])
    assert moved(first, Move(0, "stroke", PASSED)) == first
    assert moved(first, Move(2, "stroke", PASSED)) == first
    assert moved(first, Move(1, "stroke", PASSED)).ink.count(".") == 1


def test_other_moves_are_the_true_digit_or_nothing() -> None:
    assert moved(Digit(), Move(7, "y", 7.0)).y == 7
    assert moved(Digit(), Move(17, "y", 7.0)) == moved(Digit(), Move(0, "z", 1.0)) == Digit()
    assert moved(Digit(), Move(0, "stroke", 1.0)) == Digit()


def test_ends_reach_beyond_the_points() -> None:
    path = smoothed([(5.0, 5.0), (1.0, 5.0), (1.0, 9.0)], 0.5)
    assert (path[0], path[-1]) == (["M", 5.0, 4.5], ["L", 1.0, 9.5])
