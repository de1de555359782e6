"""What the training page shows, and how its link says it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

from core.errors import InvalidInput
from core.training.pool import TABLES
from core.training.run import (
    FEWEST_CLASSES,
    INITIALISATIONS,
    LAST_SEED,
    MOST_CHANGES,
    MOST_CLASSES,
    MOST_LAYERS,
    MOST_OWN,
    MOST_STEPS,
    WIDEST,
    Change,
    Point,
    Run,
    Settings,
)
from core.training.sets import COLUMNS, DIGITS, SETS, UPLOADED, classes_of
from ui.language.sentences import _
from ui.link.parameters import read_code, read_float, read_index, read_whole, write_floats
from ui.link.permalink import SHARED, Link, Parameter
from ui.link.stroke_text import read_strokes, write_strokes
from ui.train.run_text import (
    MOST_CARRIED,
    MOST_SET,
    REACH,
    TURNED,
    read_changes,
    read_own,
    write_changes,
    write_own,
    write_value,
)

TABS = ("surfaces", "step", "confusion", "own", "torch")
NO_LAYERS = "none"
DRAWING = -1  # the index that stands for the visitor's drawing
LONGEST_NAME = 16  # of an uploaded table


@dataclass(frozen=True)
class Train(Settings):
    """The settings that the run began with, what happened on the way, and what is looked at.

    Attributes
    ----------
    steps
        How many were taken.
    changes, own, table
        As `core.training.run.Run` has them.
    point, label
        The point whose chain is shown: the index of one of the data's, or a place (x, y) with the class that its
        target says; or `DRAWING`.
    ink
        The visitor's drawing of a digit, as the link of /digit writes it.
    tab
        The code of the tab that is open.
    """

    steps: int = 0
    changes: tuple[Change, ...] = ()
    own: tuple[Point, ...] = ()
    table: str = ""
    point: int | tuple[float, float] = 50
    label: int = 0
    ink: str = ""
    tab: str = TABS[0]

    @property
    def settings(self) -> Settings:
        """The settings that the run began with."""
        return Settings(**{field.name: getattr(self, field.name) for field in fields(Settings)})

    @property
    def run(self) -> Run:
        """The run as core takes it."""
        return Run(self.settings, self.changes, self.own, self.table)

    @property
    def now(self) -> Settings:
        """The settings that hold at the step that is shown."""
        return self.run.at(self.steps)

    @property
    def plane(self) -> bool:
        """Whether the data lie in the plane."""
        return self.data != DIGITS


def read_layers(text: str) -> tuple[int, ...]:
    """Read the widths of the hidden layers; ``none`` for softmax regression."""
    if text == NO_LAYERS:
        return ()
    parts = text.split(",")
    if len(parts) > MOST_LAYERS:
        raise InvalidInput(
            "a network has at most {most} hidden layers, and this one has {got}",
            most=MOST_LAYERS,
            got=len(parts),
        )
    return tuple(read_whole(part, 1, WIDEST) for part in parts)


def write_layers(hidden: tuple[int, ...]) -> str:
    """Write the widths of the hidden layers."""
    return ",".join(map(str, hidden)) or NO_LAYERS


def read_columns(text: str, data: str) -> tuple[int, int]:
    """Read two different columns of a table of measurements."""
    first, _comma, second = text.partition(",")
    n = COLUMNS.get(data, 4)
    i, j = read_index(first, n), read_index(second, n)
    if i == j:
        raise InvalidInput("the two columns must differ, and both are {got}", got=i)
    return i, j


def _read_own(text: str, state: Train) -> tuple[Point, ...]:
    points = read_own(text, state.steps)
    _within(points, state)
    return points


def _within(points: tuple[Point, ...], state: Train) -> None:
    if any(point.label >= classes(state) for point in points):
        raise InvalidInput("a point has a class that does not exist")


def read_point(text: str, state: Train) -> int | tuple[float, float]:
    """Read the index of a point, a place, or that the drawing is meant."""
    if text == "drawing" and state.ink:
        return DRAWING
    x, comma, y = text.partition(",")
    if not comma:
        return read_whole(text, 0, 99_999)
    return read_float(x, -REACH, REACH), read_float(y, -REACH, REACH)


def _write_point(point: int | tuple[float, float]) -> str:
    if point == DRAWING:
        return "drawing"
    return write_floats(point) if isinstance(point, tuple) else str(point)


def _read_table(text: str, _state: Train) -> str:
    if not (text.isascii() and text.isalnum() and len(text) <= LONGEST_NAME):
        raise InvalidInput("“{text}” is not the name of a table", text=text[:40])
    return text


_D = Train()
Parse = Callable[[str, Train], Any]


def _optional(
    name: str, field: str, parse: Parse, write: Callable[[Any], str | None]
) -> Parameter[Train]:
    """Return a parameter that a link leaves out where it says nothing new."""
    default = getattr(_D, field)
    return Parameter(name, field, parse, lambda x: None if x == default else write(x))


def _turned(field: str) -> Parameter[Train]:
    code, read = TURNED[field]
    return _optional(code, field, lambda text, _s: read(text), write_value)


def _fit(state: Train) -> Train:
    """Make a whole of a link: no target beyond the classes, no table without its data set."""
    if state.data in COLUMNS and max(state.columns) >= COLUMNS[state.data]:
        state = replace(state, columns=(0, 1))
    if not state.plane and isinstance(state.point, tuple):
        state = replace(state, point=_D.point)
    if state.point == DRAWING and state.plane:
        state = replace(state, point=_D.point)
    table = state.table if state.data == UPLOADED else ""
    return replace(state, table=table, label=min(state.label, classes(state) - 1))


def classes(state: Train) -> int:
    """Return how many classes there are, as far as a link knows."""
    if state.data == UPLOADED:
        table = TABLES.get(state.table)
        return len(table.names) if table else MOST_CLASSES
    return classes_of(state.settings)


LINK = Link(
    "train",
    _D,
    (
        _optional("data", "data", lambda text, _s: read_code(text, SETS), str),
        _optional("csv", "table", _read_table, str),
        _optional("k", "classes", lambda text, _s: read_whole(text, FEWEST_CLASSES, MOST_CLASSES), str),
        _turned("points"),
        _turned("noise"),
        _turned("held"),
        _turned("data_seed"),
        _optional("columns", "columns", lambda text, s: read_columns(text, s.data), lambda c: f"{c[0]},{c[1]}"),
        _optional("net", "hidden", lambda text, _s: read_layers(text), write_layers),
        _turned("activation"),
        _optional("init", "init", lambda text, _s: read_code(text, INITIALISATIONS), str),
        _optional("seed", "seed", lambda text, _s: read_whole(text, 0, LAST_SEED), str),
        _turned("optimiser"),
        _turned("rate"),
        _turned("batch"),
        _turned("decay"),
        _optional("steps", "steps", lambda text, _s: read_whole(text, 0, MOST_STEPS), str),
        _optional("changes", "changes", lambda text, s: read_changes(text, s.steps, MOST_CHANGES), write_changes),
        _optional("own", "own", _read_own, write_own),
        _optional("strokes", "ink", lambda text, _s: write_strokes(read_strokes(text)), str),
        _optional("at", "point", read_point, _write_point),
        _optional("y", "label", lambda text, _s: read_whole(text, 0, 9), str),
        _optional("tab", "tab", lambda text, _s: read_code(text, TABS), str),
    ),
    _fit,
)  # fmt: skip


def linked(state: Train) -> Train:
    """Return the state as far as a link can hold it: up to the 21st change or the 201st own point."""
    ends = [
        item[n].step
        for item, n in ((state.changes, MOST_CHANGES), (state.own, MOST_OWN))
        if len(item) > n
    ]
    if not ends:
        return state
    steps = min(ends)
    return replace(
        state,
        steps=steps,
        changes=tuple(c for c in state.changes[:MOST_CHANGES] if c.step <= steps),
        own=tuple(p for p in state.own[:MOST_OWN] if p.step <= steps),
    )


def carried(state: Train) -> dict[str, str]:
    """Return what a page carries from picture to picture: the link's query, however much happened on the way.

    How the page is looked at is none of the training's: neither the open tab nor the stop of the lecture.
    """
    query = LINK.query(state)
    return {name: text for name, text in query.items() if name not in ("tab", *SHARED)}


def read_carried(query: dict[str, str]) -> Train:
    """Read what a page carries; what cannot be read is left out, as in a link."""
    short = {name: text for name, text in query.items() if name not in ("changes", "own")}
    state, _problems = LINK.parse(short)
    try:
        if "changes" in query:
            changes = read_changes(query["changes"], state.steps, MOST_CARRIED)
            state = replace(state, changes=changes)
        if "own" in query:
            own = read_own(query["own"], state.steps, MOST_SET)
            _within(own, state)
            state = replace(state, own=own)
    except InvalidInput:
        return state
    return state


def settle(state: Train, replacing: bool = False) -> None:
    """Write the link, as far as it can hold the state; what it cannot hold is kept beside it."""
    short = linked(state)
    LINK.write(short, replacing)
    if short != state:
        LINK.hold(state)


def class_names(state: Train) -> list[str]:
    """Return the names of the classes as the visitor sees them."""
    if state.data == "iris":
        return ["setosa", "versicolor", "virginica"]
    if state.data == DIGITS:
        return [str(digit) for digit in range(10)]
    table = TABLES.get(state.table) if state.data == UPLOADED else None
    if table is not None:
        return list(table.names)
    return [_("class {n}").format(n=i + 1) for i in range(classes(state))]
