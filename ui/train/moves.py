"""What a hand does on the training page: controls, points, what is looked at. Each move is a field and a text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.errors import InvalidInput
from core.training.pool import TABLES
from core.training.run import (
    FEWEST_CLASSES,
    INITIALISATIONS,
    LAST_SEED,
    MOST_CLASSES,
    MOST_STEPS,
    ON_THE_WAY,
    Change,
    Point,
)
from core.training.sets import DIGITS, NOISE, OWN, SETS, UPLOADED
from ui.language.numbers import parse_number, write_float
from ui.link.parameters import read_code, read_float, read_index, read_whole
from ui.link.stroke_text import read_strokes, write_strokes
from ui.train.run_text import MOST_CARRIED, MOST_SET, REACH, TURNED, on_grid
from ui.train.state import DRAWING, Train, classes, read_columns, read_layers, read_point

TYPED = ("rate", "decay", "batch", "noise", "held", "points", "data_seed", "seed")


def moved(state: Train, field: str, text: str) -> Train:
    """Return the state after one move at the step that it shows.

    Raises
    ------
    InvalidInput
        What was typed or chosen cannot be.
    """
    if field in TYPED:
        text = write_float(parse_number(text))  # with a comma, as people type
    if field in TURNED:
        return turned(state, field, TURNED[field][1](text))
    if field in MOVES:
        done = MOVES[field](state, text)
        # What stood there already begins nothing anew.
        return state if field != "start" and done == anew(state) else done
    return state


def turned(state: Train, field: str, value: object) -> Train:
    """Return the state after a control was turned that lets the network go on."""
    if state.steps == 0 and not state.changes:
        return replace(state, **{field: value})  # type: ignore[arg-type]
    kept = tuple(c for c in state.changes if (c.step, c.field) != (state.steps, field))
    before = replace(state, changes=kept)
    if getattr(before.now, field) == value:
        return before
    if len(kept) >= MOST_CARRIED:
        raise InvalidInput("after {most} changes a run must begin anew", most=MOST_CARRIED)
    return replace(before, changes=(*kept, Change(state.steps, field, value)))


def anew(state: Train, **settings: object) -> Train:
    """Return the state at its start, with the controls as they stand now, and some set otherwise."""
    now = {field: getattr(state.now, field) for field in ON_THE_WAY}
    own = tuple(replace(point, step=0) for point in state.own)
    fresh = replace(state, **(now | settings), steps=0, changes=(), own=own)
    return replace(fresh, own=tuple(p for p in fresh.own if p.label < classes(fresh)))


def _data(state: Train, text: str) -> Train:
    data = read_code(text, SETS)
    if data == UPLOADED and TABLES.get(state.table) is None:
        raise InvalidInput("choose a file first, in the tab")
    own = state.own if data == OWN else ()
    noise = NOISE.get(data, state.now.noise)
    return anew(
        replace(state, own=own), data=data, noise=noise, point=Train.point, label=0, columns=(0, 1)
    )


def _add(state: Train, text: str) -> Train:
    """Add a point, ``x,y,class``."""
    x, y, label = [*text.split(","), "", ""][:3]
    if state.data == DIGITS:
        return state
    if len(state.own) >= MOST_SET:
        raise InvalidInput(
            "at most {most} points can be set by hand; a file holds more", most=MOST_SET
        )
    point = Point(
        on_grid(read_float(x, -REACH, REACH)),
        on_grid(read_float(y, -REACH, REACH)),
        read_index(label, min(classes(state), MOST_CLASSES)),
        state.steps,
    )
    return replace(state, own=(*state.own, point))


def _clear(state: Train, _text: str) -> Train:
    """Take the own points away; what was trained on them begins anew."""
    if any(point.step < state.steps for point in state.own):
        return anew(replace(state, own=()))
    return replace(state, own=())


def _look(state: Train, text: str) -> Train:
    return replace(state, point=read_point(text, state))


MOVES: dict[str, Callable[[Train, str], Train]] = {
    "data": _data,
    "classes": lambda s, text: anew(s, classes=read_whole(text, FEWEST_CLASSES, MOST_CLASSES)),
    "columns": lambda s, text: anew(s, columns=read_columns(text, s.data)),
    "hidden": lambda s, text: anew(s, hidden=read_layers(text)),
    "init": lambda s, text: anew(s, init=read_code(text, INITIALISATIONS)),
    "seed": lambda s, text: anew(s, seed=read_whole(text, 0, LAST_SEED)),
    "start": lambda s, _text: anew(s),
    "add": _add,
    "clear": _clear,
    "point": _look,
    "drawing": lambda s, text: replace(s, ink=write_strokes(read_strokes(text)), point=DRAWING),
    "label": lambda s, text: replace(s, label=read_index(text, classes(s))),
}


def at_step(state: Train, step: int) -> Train:
    """Return the state with the step that a page says it stands at: no change lies after it."""
    step = min(max(step, 0), MOST_STEPS)
    last = max([c.step for c in state.changes] + [p.step for p in state.own], default=0)
    return replace(state, steps=max(step, last))
