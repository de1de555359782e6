"""The explorer's state: every preset and link round-trips, every move keeps it whole."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidInput
from core.softmax import softmax
from ui.hand.moves import Move
from ui.softmax.matrix_text import FEATURES, parse_matrix, read_matrix, write_matrix
from ui.softmax.moves import moved, resized, target_kind, with_target_kind
from ui.softmax.presets import PRESETS, applied, current
from ui.softmax.state import FEWEST, LINK, MOST, MOST_STEPS, TABS, Explorer
from ui.softmax.tabs.download import to_csv, to_json
from ui.softmax.tabs.gradient import descent_of, walked
from ui.softmax.tabs.last_layer import fed, fits, logits_of_layer

finite = st.floats(-1e308, 1e308)
shares = st.floats(0.01, 1.0)


@st.composite
def states(draw: st.DrawFn) -> Explorer:
    n = draw(st.integers(FEWEST, MOST))
    z = draw(st.lists(finite | st.just(-math.inf), min_size=n - 1, max_size=n - 1))
    given_names = draw(st.booleans())
    names = tuple(
        draw(
            st.lists(
                st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=12),
                min_size=n,
                max_size=n,
            )
        )
    )
    whole = draw(st.lists(shares, min_size=n, max_size=n))
    y = draw(st.integers(0, n - 1) | st.just(tuple(v / sum(whole) for v in whole)))
    return Explorer(
        z=(draw(finite), *z),
        names=names if given_names and any(names) else (),
        y=y,
        smoothing=0.0 if isinstance(y, tuple) else draw(st.floats(0, 1)),
        temperature=draw(st.floats(0.05, 20)),
        tab=draw(st.sampled_from(TABS)),
        rate=draw(st.floats(0.001, 100)),
        focus=draw(st.integers(0, n - 1)),
        shift=draw(st.floats(-1e6, 1e6)),
        quiz=draw(st.text("-abcABC", min_size=5, max_size=5)),
        axes=draw(st.permutations(range(n)).map(lambda order: (order[0], order[1]))),
        **draw(layers()),
        **draw(descents(n)),
    )


@st.composite
def layers(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a last layer whose matrices need not fit, as they stand while one is edited."""
    small = st.floats(-1e6, 1e6)
    sizes = [draw(st.tuples(st.integers(1, FEATURES), st.integers(1, FEATURES)))]
    sizes += [(draw(st.integers(1, FEATURES)), draw(st.integers(FEWEST, MOST)))]
    sizes += [(1, draw(st.integers(FEWEST, MOST)))]
    inputs, weights, bias = (
        tuple(tuple(draw(small) for _ in range(columns)) for _ in range(rows))
        for rows, columns in sizes
    )
    example = draw(st.integers(0, len(inputs) - 1))
    return {"inputs": inputs, "weights": weights, "bias": bias, "example": example}


@st.composite
def descents(draw: st.DrawFn, n: int) -> dict[str, Any]:
    """Draw where a descent started and how many steps it took, or none."""
    if draw(st.booleans()):
        return {}
    start = (draw(finite), *draw(st.lists(finite, min_size=n - 1, max_size=n - 1)))
    return {"start": start, "steps": draw(st.integers(1, MOST_STEPS))}


@given(states())
def test_every_state_comes_back_from_its_link(state: Explorer) -> None:
    again, problems = LINK.parse(LINK.format(state))
    assert not problems
    assert again == state


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_comes_back_from_its_link_and_knows_its_name(preset: str) -> None:
    state = applied(Explorer(), preset)
    assert LINK.parse(LINK.format(state)) == (state, [])
    assert current(state) == preset
    assert current(moved(state, Move(0, "z", -4.321))) is None


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"z": "1,nan"}, "z"),
        ({"z": "1,1e400"}, "z"),
        ({"z": ",".join("1" * 13)}, "z"),
        ({"z": "a,b"}, "z"),
        ({"z": ""}, "z"),
        ({"z": "-inf,-inf"}, "z"),
        ({"z": "1,inf"}, "z"),
        ({"y": "3"}, "y"),
        ({"y": "0.5,0.5,0.5"}, "y"),
        ({"y": "0.5,0.5"}, "y"),
        ({"y": "1.5,-0.5,0"}, "y"),
        ({"T": "0"}, "T"),
        ({"T": "21"}, "T"),
        ({"eps": "2"}, "eps"),
        ({"names": "a,b"}, "names"),
        ({"names": "a,b," + "x" * 300}, "names"),
        ({"tab": "labels"}, "tab"),
        ({"k": "3"}, "k"),
        ({"axes": "1,1"}, "axes"),
        ({"X": "1_2;3"}, "X"),
        ({"W": "1_x"}, "W"),
        ({"b": "1_2;3_4"}, "b"),
        ({"quiz": "abcdz"}, "quiz"),
        ({"quiz": "abcad"}, "quiz"),
        ({"steps": "501"}, "steps"),
        ({"rate": "0"}, "rate"),
    ],
)
def test_a_bad_value_is_named_and_leaves_the_default(query: dict[str, str], named: str) -> None:
    state, problems = LINK.parse(query)
    assert [problem.name for problem in problems] == [named]
    assert state == Explorer()


@given(states(), st.integers(0, 20))
def test_another_number_of_classes_leaves_a_whole_state(state: Explorer, n: int) -> None:
    other = resized(state, n)
    assert FEWEST <= other.n <= MOST
    assert other.target.sum() == pytest.approx(1)
    assert len(other.target) == len(other.labels) == other.n
    assert np.isfinite(softmax(other.logits)).all()


@given(states(), st.sampled_from(["one", "smooth", "any"]))
def test_another_kind_of_target_is_near_the_old_one(state: Explorer, kind: str) -> None:
    other = with_target_kind(state, kind)
    assert target_kind(other) == kind
    assert other.target.sum() == pytest.approx(1)
    if kind == "any":
        assert other.target == pytest.approx(state.target)


def test_moving_one_share_renormalises_the_others() -> None:
    state = replace(Explorer(), y=(0.2, 0.3, 0.5))
    assert moved(state, Move(2, "share", 0.0)).target == pytest.approx([0.4, 0.6, 0.0])
    assert moved(state, Move(0, "share", 5.0)).target == pytest.approx([1.0, 0.0, 0.0])
    with pytest.raises(InvalidInput, match=r"2\.0 is not between 0\.0 and 1\.0"):
        moved(state, Move(0, "share", "2"))


@pytest.mark.parametrize(
    ("typed", "z"),
    [("0.5", 0.5), ("0,5", 0.5), ("−inf", -math.inf), ("-3", -3.0), ("1e308", 1e308)],
)
def test_a_typed_logit(typed: str, z: float) -> None:
    assert moved(Explorer(), Move(1, "z", typed)).z == (-1.45, z, -3.78)


@pytest.mark.parametrize("typed", ["", "abc", "nan", "inf", "1e400", "1,2,3", "1_000", "1e308e"])
def test_a_logit_typed_in_vain(typed: str) -> None:
    with pytest.raises(InvalidInput):
        moved(Explorer(), Move(1, "z", typed))


def test_the_last_finite_logit_cannot_go() -> None:
    state = replace(Explorer(), z=(0.0, -math.inf, -math.inf))
    with pytest.raises(InvalidInput, match="finite"):
        moved(state, Move(0, "z", "-inf"))


@pytest.mark.parametrize("move", [Move(7, "z", 1.0), Move(0, "nothing", 1.0)])
def test_a_move_of_what_is_not_there_does_nothing(move: Move) -> None:
    assert moved(Explorer(), move) == Explorer()


def test_steps_add_up_and_any_other_change_ends_the_descent() -> None:
    once = walked(walked(Explorer(z=(0.0, 1.0, 2.0)), 1), 50)
    assert once.steps == 51
    assert once.start == (0.0, 1.0, 2.0)
    path = descent_of(once)
    assert len(path.losses) == 52
    assert (np.diff(path.losses) < 0).all()
    assert path.logits[-1] == pytest.approx(once.logits)
    assert moved(once, Move(0, "z", 1.0)).start == ()


def test_a_start_that_does_not_lead_here_led_nowhere() -> None:
    strange = Explorer(z=(1.0, 2.0, 3.0), start=(0.0, 0.0, 0.0), steps=5)
    assert len(descent_of(strange).losses) == 1


def test_the_last_layer_gives_the_lecture() -> None:
    state = Explorer()
    expected = np.array(state.inputs) @ np.array(state.weights) + np.array(state.bias)
    assert logits_of_layer(state) == pytest.approx(expected)
    assert fed(state).z == pytest.approx((-1.45, -7.82, -3.78))
    second = fed(replace(state, example=1))
    assert second.z == pytest.approx(tuple(expected[1]))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"inputs": ((1.0, 2.0, 3.0),)}, "columns .3. as W has rows .2."),
        ({"bias": ((1.0, 2.0),)}, "columns .3. as b has numbers .2."),
    ],
)
def test_matrices_that_do_not_fit(changes: dict[str, object], says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        fits(replace(Explorer(), **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1 2\n3", "row 2 has 1"),
        ("", "rows"),
        ("1 x", "not a number"),
        ("1e7 1", "from -1000000.0 to 1000000.0"),
        ("-inf 1", "from"),
        ("1", "columns"),
    ],
)
def test_a_matrix_typed_in_vain(text: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        parse_matrix(text, (1, 6), (2, 12))


def test_a_matrix_is_read_with_points_and_commas_and_comes_back() -> None:
    matrix = parse_matrix("1 0,5\n−2 3.25;4 5", (1, 6), (1, 6))
    assert matrix == ((1.0, 0.5), (-2.0, 3.25), (4.0, 5.0))
    assert read_matrix(write_matrix(matrix), (1, 6), (1, 6)) == matrix


def test_csv_has_the_numbers_and_runs_nothing() -> None:
    names = ("=1+1", "@SUM(A1)", 'a,"b"')
    state = replace(Explorer(), names=names)
    head, *rows = list(csv.reader(io.StringIO(to_csv(state))))
    assert head[0] == "class"
    assert [row[0] for row in rows] == ["'=1+1", "'@SUM(A1)", 'a,"b"']
    p = [float(row[head.index("p")]) for row in rows]
    assert p == pytest.approx(softmax(state.logits), abs=1e-15)


def test_csv_of_a_language_with_a_decimal_comma_has_semicolons() -> None:
    state = Explorer(z=(0.5, -1.5))
    head, first, _second = csv.reader(io.StringIO(to_csv(state, ",")), delimiter=";")
    assert first[head.index("z")] == "0,5"
    assert float(first[head.index("p")].replace(",", ".")) == pytest.approx(
        float(softmax(state.logits)[0]), abs=1e-15
    )


def test_json_is_strict_and_has_the_link() -> None:
    state = replace(Explorer(), z=(0.0, -math.inf), names=("<b>", "y"), y=1)
    found = json.loads(to_json(state))
    assert found["loss"] == {"nats": "inf", "bits": "inf"}
    assert [c["p"] for c in found["classes"]] == [1.0, 0.0]
    assert LINK.parse(found["link"])[0] == state
