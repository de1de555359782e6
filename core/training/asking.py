"""What is asked of a training, and what it answers: as plain data, for both travel between processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from zlib import compress

import numpy as np
from numpy.typing import NDArray

from core.information import entropy
from core.training.apart import Step, take_apart
from core.training.bayes import bayes_loss
from core.training.run import Run, Table
from core.training.sets import DIGITS
from core.training.surface import borders, confusion, surfaces, weight_pictures
from core.training.training import Score, Training

Floats = NDArray[np.float64]
SLICE = 0.008  # seconds of steps, after which others have their turn

SURFACES, DATA, WEIGHTS, CONFUSION, APART = "surfaces", "data", "weights", "confusion", "apart"


@dataclass(frozen=True)
class Ask:
    """One question.

    Attributes
    ----------
    who
        Names the asker, whose training is kept for the next question.
    run, step
        Which run, and at which of its steps.
    epochs
        Further whole epochs.
    point
        The chosen point: the index of one in the data, or its inputs.
    label
        The class of a chosen point that is none of the data's.
    known
        Of the curve: how many steps its records are apart, and the last one that is known.
    want
        What else: pictures of p and entropy, the data, weight pictures, the confusion, one step taken apart.
    batch
        Take the next batch apart, and not the chosen point.
    table
        What the run's table holds, where it may not be known yet.
    """

    who: str
    run: Run
    step: int
    epochs: int = 0
    point: int | tuple[float, ...] = 0
    label: int = 0
    known: tuple[int, int] = (0, -1)
    want: frozenset[str] = frozenset()
    batch: bool = False
    table: Table | None = field(default=None, compare=False)


@dataclass(frozen=True, eq=False)
class Points:
    """The data as they are drawn: positions (n, 2) or none, classes, who is held out, and how far the plane reaches."""

    positions: Floats
    labels: NDArray[np.int64]
    held: NDArray[np.bool_]
    edge: float


@dataclass(frozen=True, eq=False)
class Answer:
    """A training at one of its steps; losses are in nats.

    Attributes
    ----------
    step, epoch, diverged
        As `Training` has them.
    train, held
        Of all points that are trained on, and of those held out.
    curve
        Step, training loss and held-out loss of the records that were not known; ``every`` is their distance.
    ignorance, prior, bayes
        Losses that mean something: ln K; the entropy of the classes; the least that the densities allow, or None.
    inputs, logits, label
        Of the chosen point.
    planes
        Compressed bytes of `surfaces`.
    borders, arrows
        Of softmax regression in the plane: where the answer changes; W (2, K) with b below it, (3, K).
    waiting
        How many questions wait.
    """

    step: int
    epoch: int
    diverged: bool
    classes: int
    sizes: tuple[int, ...]
    train: Score
    held: Score
    every: int
    curve: list[tuple[int, float, float]]
    ignorance: float
    prior: float
    bayes: float | None
    inputs: Floats
    logits: Floats
    label: int
    planes: bytes = b""
    borders: list[tuple[float, float, float, float]] = field(default_factory=list)
    arrows: Floats | None = None
    points: Points | None = None
    weights: tuple[NDArray[np.uint8], float] | None = None
    confusion: NDArray[np.int64] | None = None
    apart: Step | None = None
    waiting: int = 0


def trained(training: Training, ask: Ask) -> Iterator[None]:
    """Take a training to where it is asked for, slice by slice."""
    while not training.advance(ask.step, SLICE):
        yield
    for _ in range(ask.epochs):
        end = training.step + training.to_epoch()
        while not training.advance(end, SLICE):
            yield


def answer(training: Training, ask: Ask) -> Answer:
    """Return what was asked, of a training that has arrived."""
    data = training.data
    inputs, label = chosen(training, ask)
    counts = np.bincount(data.labels, minlength=data.classes)
    plane = data.inputs.shape[1] == 2
    extra: dict[str, Any] = {}
    if SURFACES in ask.want and plane:
        extra["planes"] = compress(surfaces(training).tobytes(), 1)
        if len(training.layers) == 1:
            extra["borders"] = borders(training.layers, data.edge)
            extra["arrows"] = np.vstack(training.layers[0])
    if DATA in ask.want:
        positions = data.all_inputs if plane else np.empty((0, 2))
        extra["points"] = Points(positions, data.all_labels, data.is_held, data.edge)
    if WEIGHTS in ask.want and training.settings.data == DIGITS:
        extra["weights"] = weight_pictures(training.layers)
    if CONFUSION in ask.want:
        extra["confusion"] = confusion(training)
    if APART in ask.want:
        extra["apart"] = _apart(training, ask, inputs, label)
    return Answer(
        step=training.step,
        epoch=training.epoch,
        diverged=training.diverged,
        classes=data.classes,
        sizes=training.sizes,
        train=training.train_score(),
        held=training.held_score(),
        every=training.curve.every,
        curve=_curve(training, ask.known),
        ignorance=float(np.log(data.classes)),
        prior=float(entropy(counts / counts.sum(), np.e)),
        bayes=bayes_loss(training.settings) if not training.run.own_at(training.step) else None,
        inputs=inputs,
        logits=training.logits(inputs[None])[0],
        label=label,
        **extra,
    )


def chosen(training: Training, ask: Ask) -> tuple[Floats, int]:
    """Return the inputs and the class of the chosen point; an index that the data lack means their last point."""
    if not isinstance(ask.point, tuple):
        at = min(ask.point, len(training.data.shown) - 1)
        return training.data.all_inputs[at], int(training.data.all_labels[at])
    inputs = np.zeros(training.sizes[0])
    given = np.array(ask.point[: len(inputs)])
    inputs[: len(given)] = given
    return inputs, min(ask.label, training.data.classes - 1)


def _apart(training: Training, ask: Ask, inputs: Floats, label: int) -> Step:
    if not ask.batch:
        return take_apart(training, inputs[None], np.array([label]))
    rows, _rest = training.next_batch()
    return take_apart(training, training.data.inputs[rows], training.data.labels[rows])


def _curve(training: Training, known: tuple[int, int]) -> list[tuple[int, float, float]]:
    curve, (every, last) = training.curve, known
    records = zip(curve.steps, curve.train, curve.held, strict=True)
    return [r for r in records if r[0] > last or every != curve.every]
