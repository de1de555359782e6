"""The link of /train: it restores what it wrote, names what is wrong, and holds what it promises."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.training.run import (
    ACTIVATIONS,
    INITIALISATIONS,
    MOST_STEPS,
    OPTIMISERS,
    Change,
    Point,
    Run,
)
from core.training.sets import MADE
from ui.language.sentences import speaking
from ui.link.permalink import asking
from ui.train.moves import anew, at_step, moved
from ui.train.run_text import on_grid, read_own, write_own
from ui.train.state import DRAWING, LINK, Train, carried, linked, read_carried

VALUES = {
    "rate": some.floats(1e-5, 1000),
    "batch": some.integers(1, 2000),
    "decay": some.floats(0, 10),
    "noise": some.floats(0, 1.5),
    "held": some.floats(0, 0.8),
    "points": some.integers(5, 300),
    "data_seed": some.integers(0, 99_999),
    "activation": some.sampled_from(ACTIVATIONS),
    "optimiser": some.sampled_from(OPTIMISERS),
}
change = some.sampled_from(sorted(VALUES)).flatmap(
    lambda field: some.builds(Change, some.integers(0, 900), some.just(field), VALUES[field])
)
coordinate = some.floats(-7.9, 7.9).map(on_grid)
point = some.builds(Point, coordinate, coordinate, some.integers(0, 2), some.integers(0, 900))


@some.composite
def states(draw: some.DrawFn) -> Train:
    by_step = lambda item: item.step  # noqa: E731
    return Train(
        data=draw(some.sampled_from([*MADE, "own"])),
        classes=draw(some.integers(3, 6)),
        hidden=tuple(draw(some.lists(some.integers(1, 32), max_size=3))),
        init=draw(some.sampled_from(INITIALISATIONS)),
        seed=draw(some.integers(0, 99_999)),
        steps=draw(some.integers(900, MOST_STEPS)),
        changes=tuple(sorted(draw(some.lists(change, max_size=20)), key=by_step)),
        own=tuple(sorted(draw(some.lists(point, max_size=30)), key=by_step)),
        point=draw(some.integers(0, 500) | some.tuples(coordinate, coordinate)),
        label=draw(some.integers(0, 2)),
        **{field: draw(value) for field, value in VALUES.items()},
    )


@given(states())
def test_a_link_restores_its_state(state: Train) -> None:
    with speaking("en"):
        found, problems = LINK.parse(LINK.query(state))
    assert not problems
    assert found == state
    assert read_carried(carried(state)) == state


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("net", "0"),
        ("net", "1e9"),
        ("net", "a"),
        ("net", "16,16,16,16"),
        ("net", "33"),
        ("steps", "1e12"),
        ("steps", "1000000000000"),
        ("steps", "-1"),
        ("rate", "nan"),
        ("rate", "0"),
        ("rate", "1e9"),
        ("k", "1"),
        ("k", "40"),
        ("data", "moons"),
        ("batch", "0"),
        ("noise", "9"),
        ("held", "1"),
        ("own", "0:abc"),
        ("own", "5:iAcAC"),
        ("own", "0:" + "iAcAC" * 201),
        ("own", "0:iAcAF"),
        ("changes", "10:rate:0.1"),
        ("changes", "0:rate:x"),
        ("changes", "0:net:3"),
        ("changes", ",".join(["0:rate:0.1"] * 21)),
        ("at", "a,b"),
        ("at", "99,0"),
        ("at", "drawing"),
        ("columns", "1,1"),
        ("tab", "nowhere"),
        ("strokes", "!!"),
    ],
)
def test_a_bad_value_is_named_and_the_default_kept(name: str, value: str) -> None:
    state, problems = LINK.parse({name: value})
    assert [problem.name for problem in problems] == [name]
    assert state == Train()


def test_what_lies_ahead_of_its_step_is_refused() -> None:
    _state, problems = LINK.parse({"steps": "50", "changes": "51:rate:0.1", "own": "51:iAcAC"})
    assert [problem.name for problem in problems] == ["changes", "own"]


def test_two_hundred_own_points_are_in_the_link() -> None:
    own = tuple(Point(on_grid(i / 50), on_grid(-i / 70), i % 3, i) for i in range(200))
    text = write_own(own)
    assert text is not None
    assert len(text) < 2000
    assert read_own(text, 200) == own


def test_beyond_twenty_changes_and_two_hundred_points_a_link_leads_to_where_it_can() -> None:
    changes = tuple(Change(10 * i, "rate", 0.01 * (i + 1)) for i in range(21))
    state = Train(steps=500, changes=changes)
    assert linked(replace(state, changes=changes[:20])) == replace(state, changes=changes[:20])
    assert linked(state) == replace(state, steps=200, changes=changes[:20])
    own = tuple(Point(0, 0, 0, i) for i in range(201))
    assert linked(Train(steps=500, own=own)).steps == 200
    assert read_carried(carried(state)) == state


def test_controls_before_the_first_step_are_settings() -> None:
    state = moved(Train(), "rate", "0,5")
    assert (state.rate, state.changes) == (0.5, ())


def test_controls_on_the_way_are_changes() -> None:
    state = replace(Train(), steps=40)
    state = moved(state, "rate", "0.5")
    assert state.changes == (Change(40, "rate", 0.5),)
    state = moved(state, "rate", "0.25")
    assert state.changes == (Change(40, "rate", 0.25),)
    assert moved(state, "rate", "0.02").changes == (), "it is as it was"
    state = moved(replace(state, steps=60), "noise", "0.4")
    assert [c.step for c in state.changes] == [40, 60]
    assert (state.now.rate, state.now.noise) == (0.25, 0.4)


@pytest.mark.parametrize(
    ("field", "text"),
    [("hidden", "8"), ("classes", "4"), ("init", "zeros"), ("seed", "7"), ("data", "blobs"), ("start", "")],
)  # fmt: skip
def test_what_changes_the_network_begins_anew_with_the_controls_as_they_stand(
    field: str, text: str
) -> None:
    state = replace(
        Train(), steps=40, changes=(Change(20, "rate", 0.5),), own=(Point(0, 0, 1, 30),)
    )
    found = moved(state, field, text)
    assert (found.steps, found.changes, found.rate) == (0, (), 0.5)
    assert all(p.step == 0 for p in found.own)


def test_points_of_classes_that_go_go_too() -> None:
    state = Train(classes=4, own=(Point(0, 0, 3), Point(1, 1, 1)))
    assert [p.label for p in moved(state, "classes", "2").own] == [1]


def test_points_are_added_where_the_run_stands() -> None:
    state = moved(replace(Train(), steps=40), "add", "0.5,-1,2")
    assert state.own == (Point(0.5, -1.0, 2, 40),)
    assert moved(state, "clear", "").own == ()
    assert moved(replace(state, steps=50), "clear", "").steps == 0, "it was trained on"


def test_a_page_never_stands_before_its_changes() -> None:
    assert at_step(Train(changes=(Change(40, "rate", 0.5),)), 10).steps == 40
    assert at_step(Train(), 10**9).steps == MOST_STEPS


def test_the_drawing_is_a_point_of_the_digits_alone() -> None:
    state, problems = LINK.parse({"data": "digits", "strokes": "oBwCAe", "at": "drawing"})
    assert not problems
    assert state.point == DRAWING
    assert anew(state, data="blobs").run == Run(replace(state.settings, data="blobs"))
    state, _problems = LINK.parse({"strokes": "oBwCAe", "at": "drawing"})
    assert state.point == Train().point


def test_what_a_page_carries_says_nothing_of_how_it_is_looked_at() -> None:
    with asking({"stop": "21", "reveal": "1", "hide": "loss", "present": "1", "tab": "torch"}):
        assert set(carried(Train(steps=5, tab="torch"))) == {"lang", "v", "steps"}
