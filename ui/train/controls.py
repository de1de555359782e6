"""The controls of a run, as the browser draws them: data at the left, network and optimiser in a strip above."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import streamlit as st

from core.training.run import (
    ACTIVATIONS,
    FEWEST_CLASSES,
    FEWEST_POINTS,
    INITIALISATIONS,
    MOST_CLASSES,
    MOST_HELD,
    MOST_LAYERS,
    MOST_POINTS,
    NOISIEST,
    OPTIMISERS,
    WIDEST,
)
from core.training.sets import COLUMNS, MADE, OWN, SETS
from ui.elements.static_scripts import script
from ui.hand.recording import record, stamp
from ui.language.numbers import brief, decimal_sign, percent, write_float
from ui.language.sentences import _
from ui.train.state import Train, write_layers
from ui.train.thumbnails import thumbnail

_element = st.components.v2.component(
    "train_controls",
    html='<div class="train-controls"></div>',
    js=script("train/controls.js"),
    isolate_styles=False,
)
Option = tuple[str, str]


@dataclass(frozen=True)
class Control:
    """One control.

    Attributes
    ----------
    field
        Names it in a move.
    label
        Stands above it.
    kind
        ``pictures``, ``select``, ``number`` (typed), ``range`` (dragged) or ``layers``.
    value, text
        As a move writes it, and as a reader sees it.
    options
        Of a select or of pictures: value and words, and of pictures an address.
    low, high, step
        Of a range or of layers.
    problem
        What was typed in vain.
    tab
        Where that is mended, if not here.
    """

    field: str
    label: str
    kind: str
    value: str
    text: str = ""
    options: Sequence[tuple[str, ...]] = ()
    low: float = 0.0
    high: float = 1.0
    step: float = 1.0
    problem: str = ""
    tab: str = ""


def data_controls(state: Train, problems: Mapping[str, str]) -> list[Control]:
    """Return the controls of the data, as far as they mean something for this set."""
    now = state.now
    listed = [(code, set_name(code), thumbnail(code)) for code in SETS]
    found = [Control("data", _("Data"), "pictures", state.data, options=listed)]
    if state.data in (*MADE, OWN):
        counts = [(str(k), str(k)) for k in range(FEWEST_CLASSES, MOST_CLASSES + 1)]
        found.append(Control("classes", _("classes"), "select", str(state.classes), options=counts))
    if state.data in COLUMNS:
        value = f"{state.columns[0]},{state.columns[1]}"
        found.append(
            Control("columns", _("two columns"), "select", value, options=_pairs(state.data))
        )
    if state.data in MADE:
        found += [
            Control("points", _("points of each"), "range", str(now.points), str(now.points), (), FEWEST_POINTS, MOST_POINTS, 5),
            Control("noise", _("noise"), "range", write_float(now.noise), brief(now.noise), (), 0, NOISIEST, 0.05),
        ]  # fmt: skip
    if state.data != OWN:
        found += [
            Control("held", _("held out"), "range", write_float(now.held), percent(now.held, 0), (), 0, MOST_HELD, 0.1),
            Control("data_seed", _("seed of the data"), "number", str(now.data_seed)),
        ]  # fmt: skip
    return [_with(control, problems) for control in found]


def network_controls(state: Train, problems: Mapping[str, str]) -> list[Control]:
    """Return the controls of network and optimiser."""
    now = state.now
    point = decimal_sign()
    found = [
        Control("hidden", _("hidden layers"), "layers", write_layers(state.hidden), low=1, high=WIDEST, step=MOST_LAYERS),
        Control("activation", _("activation function"), "select", now.activation, options=_named(ACTIVATIONS)),
        Control("init", _("initial weights"), "select", state.init, options=_named(INITIALISATIONS)),
        Control("seed", _("seed"), "number", str(state.seed)),
        Control("optimiser", _("optimiser"), "select", now.optimiser, options=_named(OPTIMISERS)),
        Control("rate", _("learning rate η"), "number", write_float(now.rate).replace(".", point)),
        Control("batch", _("batch"), "number", str(now.batch)),
        Control("decay", _("weight decay"), "number", write_float(now.decay).replace(".", point)),
    ]  # fmt: skip
    return [
        _with(control, problems)
        for control in found
        if state.hidden or control.field != "activation"
    ]


def _with(control: Control, problems: Mapping[str, str]) -> Control:
    if control.field not in problems:
        return control
    tab = _("Own points") if control.field == "data" else ""
    return replace(control, problem=problems[control.field], tab=tab)


def _named(codes: Sequence[str]) -> list[Option]:
    names = {
        "tanh": "tanh",
        "relu": "ReLU",
        "sigmoid": _("sigmoid"),
        "xavier": "Xavier",
        "he": "He",
        "zeros": _("zeros"),
        "sgd": "SGD",
        "momentum": _("momentum"),
        "adam": "Adam",
    }
    return [(code, names[code]) for code in codes]


def _pairs(data: str) -> list[Option]:
    names = column_names(data)
    return [
        (f"{i},{j}", f"{names[i]} × {names[j]}")
        for i in range(len(names))
        for j in range(i + 1, len(names))
    ]


def column_names(data: str) -> list[str]:
    """Return what the columns of a table of measurements are called."""
    if data == "iris":
        return [_("sepal length"), _("sepal width"), _("petal length"), _("petal width")]
    return [
        _("alcohol"),
        _("malic acid"),
        _("ash"),
        _("alkalinity of ash"),
        _("magnesium"),
        _("phenols"),
        _("flavonoids"),
        _("other phenols"),
        _("proanthocyanins"),
        _("colour intensity"),
        _("hue"),
        _("OD280/OD315"),
        _("proline"),
    ]


def set_name(code: str) -> str:
    """Say the name of a data set."""
    return {
        "spiral": _("spiral"),
        "blobs": _("clouds"),
        "rings": _("rings"),
        "chequer": _("chequer"),
        "iris": _("iris"),
        "wine": _("wine"),
        "digits": _("digits 8×8"),
        "own": _("own points"),
        "csv": _("own file"),
    }[code]


def controls(key: str, label: str, found: list[Control]) -> None:
    """Draw controls in an element of this key."""
    picture: dict[str, Any] = {
        "key": key,
        "label": label,
        "controls": [asdict(control) for control in found],
        "less": _("fewer"),
        "more": _("more"),
    }
    if record(key, picture):
        return
    _element(key=key, data=json.dumps(picture | {"run": stamp()}).encode())


def draw_controls(state: Train, problems: Mapping[str, str]) -> None:
    """Draw the controls of the data."""
    controls("train.data", _("Data"), data_controls(state, problems))


def draw_strip(state: Train, problems: Mapping[str, str]) -> None:
    """Draw the controls of network and optimiser."""
    controls("train.network", _("Network and optimiser"), network_controls(state, problems))
