"""Drawings as text, and what a canvas may send."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidInput
from ui.digit.canvas_objects import drawing_with, strokes_of
from ui.link.stroke_text import GRID, LONGEST, read_strokes, simplified, write_strokes

points = st.tuples(st.integers(-600, 1600), st.integers(-600, 1600))
drawings = st.lists(st.lists(points, min_size=1, max_size=30), max_size=8)


@given(drawings)
def test_what_is_written_is_read_on_the_grid(drawing: list[list[tuple[int, int]]]) -> None:
    strokes = [np.array(stroke) / GRID for stroke in drawing]
    read = read_strokes(write_strokes(strokes))
    assert len(read) == len(strokes)
    for given_stroke, got in zip(strokes, read, strict=True):
        moved = np.concatenate([[True], np.any(np.diff(given_stroke, axis=0), axis=1)])
        assert np.array_equal(got, given_stroke[moved])


@given(drawings)
def test_writing_again_changes_nothing(drawing: list[list[tuple[int, int]]]) -> None:
    text = write_strokes(np.array(stroke) / 3 for stroke in drawing)
    assert write_strokes(read_strokes(text)) == text


@given(drawings)
def test_what_the_canvas_is_given_comes_back(drawing: list[list[tuple[int, int]]]) -> None:
    text = write_strokes(np.array(stroke) / GRID for stroke in drawing)
    strokes, problem = strokes_of(drawing_with(read_strokes(text), 18, "#000"))
    assert problem is None
    assert write_strokes(strokes) == text


def test_a_scribble_is_thinned_until_it_fits() -> None:
    t = np.linspace(0, 200, 20_000)
    scribble = np.stack([140 + 130 * np.sin(1.7 * t), 140 + 130 * np.cos(2.3 * t)], axis=1)
    text = write_strokes([scribble])
    assert len(text) <= LONGEST
    (read,) = read_strokes(text)
    assert np.abs(read - 140).max() <= 131


def test_too_many_strokes_are_refused() -> None:
    with pytest.raises(InvalidInput, match="3072 bytes"):
        write_strokes(np.array([[i, 7.0 * i]]) for i in range(1000))


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        strokes = read_strokes(text)
    except InvalidInput:
        return
    assert all(np.isfinite(stroke).all() for stroke in strokes)


def test_simplified_stays_close() -> None:
    t = np.linspace(0, math.pi, 500)
    arc = np.stack([100 * np.cos(t), 100 * np.sin(t)], axis=1)
    few = simplified(arc, 0.5)
    assert len(few) < 40
    middles = (few[1:] + few[:-1]) / 2
    assert np.abs(np.hypot(*middles.T) - 100).max() <= 0.5


def path(**more: Any) -> dict[str, Any]:
    """A horizontal line of 40, its middle at (30, 20), as Fabric 7 says it."""
    line = {"type": "Path", "path": [["M", 10, 20], ["L", 50, 20]], "width": 40, "height": 0}
    return line | {"left": 30, "top": 20, "originX": "center", "originY": "center"} | more


@pytest.mark.parametrize(
    ("edit", "ends"),
    [
        ({}, [[10, 20], [50, 20]]),
        ({"left": 130, "top": 70}, [[110, 70], [150, 70]]),
        ({"scaleX": 2}, [[-10, 20], [70, 20]]),
        ({"angle": 90}, [[30, 0], [30, 40]]),
        ({"flipX": True}, [[50, 20], [10, 20]]),
        ({"angle": 90, "scaleX": 0.5, "left": 0, "top": 0}, [[0, -10], [0, 10]]),
        ({"originX": "left", "left": 10}, [[10, 20], [50, 20]]),
        ({"originX": "left", "left": 5, "strokeWidth": 10}, [[10, 20], [50, 20]]),
        ({"skewY": 45}, [[10, 0], [50, 40]]),
    ],
)
def test_an_edited_stroke_counts_as_it_looks(edit: dict[str, Any], ends: list) -> None:
    (stroke,), problem = strokes_of({"objects": [path(**edit)]})
    assert problem is None
    assert stroke[[0, -1]] == pytest.approx(np.array(ends), abs=1e-9)


def test_a_curve_is_followed() -> None:
    commands = [["M", 0, 0], ["Q", 50, 100, 100, 0]]
    # Its middle as Fabric measures it: as if the curve were cubic, both control points in one place.
    (stroke,), _ = strokes_of({"objects": [path(path=commands, left=50, top=37.5)]})
    assert stroke[:, 1].max() == pytest.approx(50)
    assert stroke[[0, -1]].tolist() == [[0, 0], [100, 0]]


@pytest.mark.parametrize(
    "thing",
    [
        None,
        "path",
        {},
        {"type": "Rect", "left": 1, "top": 2, "width": 3, "height": 4},
        path(path=[]),
        path(path=[["L", 1, 2]]),
        path(path=[["M", 1, 2], ["C", 1, 2, 3, 4, 5, 6]]),
        path(path=[["M", 1]]),
        path(path=[["M", 1, "2"]]),
        path(path=[["M", 1, math.nan]]),
        path(path=[["M", 1, math.inf]]),
        path(path=[["M", 1, True]]),
        path(path="M 1 2"),
        path(left=math.nan),
        path(scaleX="2"),
        path(angle=None),
    ],
)
def test_what_is_no_stroke_is_left_out_and_said(thing: object) -> None:
    strokes, problem = strokes_of({"objects": [path(), thing]})
    assert len(strokes) == 1, "everything else is kept"
    assert problem is not None


@pytest.mark.parametrize("drawing", [None, [], "x", {}, {"objects": 3}])
def test_a_canvas_that_sends_no_drawing(drawing: object) -> None:
    strokes, problem = strokes_of(drawing)
    assert strokes == ()
    assert problem is not None


def zigzag(n: int) -> np.ndarray:
    """A stroke in which no point lies near the line between others."""
    return np.stack([np.linspace(0, 280, n), 140 + 130 * (-1.0) ** np.arange(n)], axis=1)


def seconds(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    with suppress(InvalidInput):
        work()
    return time.thread_time() - begun


@pytest.mark.parametrize(
    "strokes",
    [[zigzag(20_000)], [zigzag(200)] * 200, [zigzag(2)] * 20_000, [zigzag(500_000)]],
    ids=["long", "many", "very many", "very long"],
)
def test_what_no_link_can_hold_is_thinned_or_refused_at_once(strokes: list[np.ndarray]) -> None:
    assert seconds(lambda: write_strokes(strokes)) < 1


@pytest.mark.parametrize(("strokes", "commands"), [(1, 19_000), (900, 20), (3000, 40)])
def test_a_canvas_full_of_curves_is_read_at_once(strokes: int, commands: int) -> None:
    points = zigzag(commands).tolist()
    path = [["M", *points[0]], *(["Q", *p, *p[::-1]] for p in points)]
    drawing = {"objects": [{"type": "path", "path": path}] * strokes}
    assert seconds(lambda: strokes_of(drawing)) < 1
