"""Data sets: made in the plane, of scikit-learn, uploaded, or set by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from core.errors import InvalidInput
from core.training import generators
from core.training.run import Run, Settings, Table

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
Scalar = TypeVar("Scalar", bound=np.generic)
Make = Callable[[np.random.Generator, int, int, float], tuple[Floats, Labels]]

MADE: dict[str, Make] = {
    "spiral": generators.spiral,
    "blobs": generators.blobs,
    "rings": generators.rings,
    "chequer": generators.chequer,
}
TABLES = ("iris", "wine")  # two columns of each are the plane
OWN, UPLOADED, DIGITS = "own", "csv", "digits"
SETS = (*MADE, *TABLES, DIGITS, OWN, UPLOADED)
NOISE = {"spiral": 0.2, "blobs": 0.7, "rings": 0.2, "chequer": 0.05}  # on choosing a set
COLUMNS = {"iris": 4, "wine": 13}
EDGE = 3.0  # the plane that is drawn, at least
SIDE = 8  # pixels of a digit


@dataclass(frozen=True, eq=False)
class Data:
    """Points to train on, and points held out. The network sees ``inputs`` (n, d); ``labels`` (n,) are classes.

    ``held_inputs`` and ``held_labels`` are the same for those held out, and may be empty. ``shown`` are the indices of
    both in the whole set, training points first; ``classes`` is K.
    """

    inputs: Floats
    labels: Labels
    held_inputs: Floats
    held_labels: Labels
    shown: Labels
    classes: int

    @property
    def all_inputs(self) -> Floats:
        """Every point in the order of the whole set: the visitor's own are the last."""
        return _in_order(np.concatenate([self.inputs, self.held_inputs]), self.shown)

    @property
    def all_labels(self) -> Labels:
        """The class of every point in the order of the whole set."""
        return _in_order(np.concatenate([self.labels, self.held_labels]), self.shown)

    @property
    def is_held(self) -> NDArray[np.bool_]:
        """Whether each point of the whole set is held out."""
        held = np.repeat([False, True], [len(self.labels), len(self.held_labels)])
        return _in_order(held, self.shown)

    @property
    def edge(self) -> float:
        """How far the drawn plane reaches to each side."""
        if self.inputs.shape[1] != 2:
            return EDGE
        return max(EDGE, 1.05 * float(np.abs(self.all_inputs).max(initial=0.0)))


def _in_order(values: NDArray[Scalar], shown: Labels) -> NDArray[Scalar]:
    ordered = np.empty_like(values)
    ordered[shown] = values
    return ordered


def classes_of(settings: Settings, table: Table | None = None) -> int:
    """Return the number of classes K."""
    if settings.data == UPLOADED:
        return len(table.names) if table else settings.classes
    return {"iris": 3, "wine": 3, DIGITS: 10}.get(settings.data, settings.classes)


def inputs_of(settings: Settings) -> int:
    """Return how many numbers the network sees of a point."""
    return SIDE * SIDE if settings.data == DIGITS else 2


def whole(
    settings: Settings, table: Table | None = None
) -> tuple[Floats, Labels, np.random.Generator]:
    """Return all points of a data set, without the visitor's own, and the generator that goes on to share them out.

    >>> X, y, rng = whole(Settings(data="blobs", points=5))
    >>> X.shape, y.tolist()
    ((15, 2), [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2])
    """
    rng = np.random.default_rng(settings.data_seed)
    if settings.data in MADE:
        X, y = MADE[settings.data](rng, settings.classes, settings.points, settings.noise)
        return X, y, rng
    if settings.data == DIGITS:
        return *digits(), rng
    if settings.data in TABLES:
        X, y = measured(settings.data)
        X = X[:, list(settings.columns)]
        return (X - X.mean(axis=0)) / X.std(axis=0), y, rng
    if settings.data == UPLOADED and table is not None:
        return table.inputs, table.labels, rng
    return np.empty((0, 2)), np.empty(0, dtype=np.int64), rng


def load(run: Run, step: int = 0, table: Table | None = None) -> Data:
    """Return the data of a run as they are at a step.

    The visitor's own points are all trained on.

    Raises
    ------
    InvalidInput
        There is no point to train on.

    Examples
    --------
    >>> data = load(Run())
    >>> data.inputs.shape, data.held_inputs.shape, data.classes
    ((240, 2), (60, 2), 3)
    """
    settings = run.at(step)
    X, y, rng = whole(settings, table)
    n = len(y)
    held, kept = np.split(rng.permutation(n), [round(settings.held * n)])
    classes = classes_of(settings, table)
    points = run.own_at(step) if X.shape[1] == 2 else ()
    points = tuple(point for point in points if point.label < classes)
    mine = np.array([(p.x, p.y) for p in points], dtype=np.float64).reshape(-1, X.shape[1])
    if not len(kept) + len(points):
        raise InvalidInput("there is no point to train on yet")
    return Data(
        inputs=np.concatenate([X[kept], mine]),
        labels=np.concatenate([y[kept], np.array([p.label for p in points], dtype=np.int64)]),
        held_inputs=X[held],
        held_labels=y[held],
        shown=np.concatenate([kept, n + np.arange(len(points)), held]),
        classes=classes,
    )


@cache
def measured(name: str) -> tuple[Floats, Labels]:
    """Return a table of scikit-learn: iris, (150, 4), or wine, (178, 13), each of three classes."""
    file = {"iris": "iris.csv", "wine": "wine_data.csv"}[name]
    return _file(file, skiprows=1)


@cache
def digits() -> tuple[Floats, Labels]:
    """Return the 1,797 digits of 8 by 8 pixels of scikit-learn: (1797, 64) between 0 and 1."""
    pixels, y = _file("digits.csv.gz", skiprows=0)
    return pixels / 16, y


def _file(name: str, skiprows: int) -> tuple[Floats, Labels]:
    """Return inputs and classes of a file that scikit-learn ships.

    They are read where they lie: importing scikit-learn to read them costs a second and 150 MB.
    """
    package = find_spec("sklearn")
    assert package is not None
    assert package.submodule_search_locations is not None
    path = Path(package.submodule_search_locations[0]) / "datasets" / "data" / name
    numbers = np.loadtxt(path, delimiter=",", skiprows=skiprows)
    return numbers[:, :-1], numbers[:, -1].astype(np.int64)
