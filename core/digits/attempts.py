"""Attempts: labelled drawings and what the network said to them, and what they cost together."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.checks import as_list
from core.digits.errors import BadAttempts
from core.digits.strokes import SIZE, check_strokes
from core.softmax import log_softmax, softmax

CLASSES = 10
MAX_ATTEMPTS = 1000
"""A diligent student draws a hundred; a table of more than this is no student's."""

Floats = NDArray[np.float64]
COLUMNS = (
    "number",
    "label",
    "predicted",
    "loss_nats",
    "loss_bits",
    *(f"z{k}" for k in range(CLASSES)),
    *(f"p{k}" for k in range(CLASSES)),
)


@dataclass(frozen=True, eq=False)
class Attempt:
    """One labelled drawing, and the ten logits that the network answered.

    Parameters
    ----------
    strokes
        (n, 2) arrays in canvas pixels, x right, y down; none for an uploaded picture.
    picture
        (28, 28) in [0, 1], ink = 1: what the network saw. Kept as float32.
    label
        The true digit.
    logits
        (10,), finite.

    Raises
    ------
    InvalidInput
        Anything else: `BadAttempts`, or what is wrong with the strokes.

    Examples
    --------
    >>> attempt = Attempt((), np.zeros((28, 28)), 3, np.eye(10)[3])
    >>> attempt.predicted, round(attempt.loss, 4)
    (3, 1.4612)
    """

    strokes: tuple[Floats, ...]
    picture: NDArray[np.float32]
    label: int
    logits: Floats

    def __post_init__(self) -> None:
        """Check everything, and keep it so that nobody can change it."""
        strokes = check_strokes(self.strokes) if len(self.strokes) else []
        kept = {
            "strokes": tuple(_still(stroke.copy()) for stroke in strokes),
            "picture": _still(_picture(self.picture)),
            "label": _label(self.label),
            "logits": _still(_logits(self.logits)),
        }
        for name, value in kept.items():
            object.__setattr__(self, name, value)

    @property
    def predicted(self) -> int:
        """The digit that the network took it for."""
        return int(np.argmax(self.logits))

    @property
    def loss(self) -> float:
        """The cross-entropy, -ln p of the label, in nats."""
        return float(_losses(self.logits[None], np.array([self.label]))[0])


@dataclass(frozen=True, eq=False)
class Summary:
    """What n attempts cost, and where they went wrong.

    Attributes
    ----------
    losses
        (n,), in nats.
    mean_nats, mean_bits
        The mean of the losses: the cross-entropy of the labels under the network's answers.
    accuracy
        The share that was recognised.
    confusion
        (10, 10) counts: a row for each label, a column for each predicted digit.
    mistakes
        Which attempts were taken for another digit, the most expensive first.
    """

    losses: Floats
    mean_nats: float
    mean_bits: float
    accuracy: float
    confusion: NDArray[np.int64]
    mistakes: tuple[int, ...]


def summary(attempts: Sequence[Attempt]) -> Summary:
    """Return what some attempts cost together.

    Raises
    ------
    BadAttempts
        There is none: nothing has no mean.

    Examples
    --------
    >>> sure, wrong = (Attempt((), np.zeros((28, 28)), k, 9 * np.eye(10)[1]) for k in (1, 7))
    >>> found = summary([sure, wrong])
    >>> round(found.mean_nats, 4), round(found.mean_bits, 4), found.accuracy, found.mistakes
    (4.5011, 6.4937, 0.5, (1,))
    >>> int(found.confusion[7, 1])
    1
    """
    attempts = as_list(attempts, "attempts")
    if not attempts or not all(isinstance(attempt, Attempt) for attempt in attempts):
        raise BadAttempts("there is no attempt yet")
    z = np.array([attempt.logits for attempt in attempts])
    labels = np.array([attempt.label for attempt in attempts])
    losses, predicted = _losses(z, labels), z.argmax(axis=1)
    confusion = np.zeros((CLASSES, CLASSES), dtype=np.int64)
    np.add.at(confusion, (labels, predicted), 1)
    wrong = np.flatnonzero(labels != predicted)
    order = wrong[np.argsort(-losses[wrong], kind="stable")]
    mean = float(losses.mean())
    return Summary(
        losses,
        mean,
        mean / math.log(2),
        float((labels == predicted).mean()),
        confusion,
        tuple(int(i) for i in order),
    )


def to_csv(attempts: Sequence[Attempt]) -> str:
    r"""Return attempts as CSV (RFC 4180): numbers alone, so that no cell is a formula.

    Decimals have a point, in every language, and as many digits as read back to the same float.

    Examples
    --------
    >>> to_csv([Attempt((), np.zeros((28, 28)), 3, np.zeros(10))]).split("\r\n")[1][:33]
    '1,3,0,2.302585092994046,3.3219280'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, attempt in enumerate(attempts, start=1):
        loss = attempt.loss
        writer.writerow(
            [
                *(number, attempt.label, attempt.predicted, repr(loss), repr(loss / math.log(2))),
                *(repr(float(z)) for z in attempt.logits),
                *(repr(float(p)) for p in softmax(attempt.logits)),
            ]
        )
    return out.getvalue()


def _losses(logits: Floats, labels: NDArray[np.int64]) -> Floats:
    chosen = np.take_along_axis(log_softmax(logits), labels[:, None], axis=1)[:, 0]
    return np.asarray(-chosen + 0.0)


def _picture(values: object) -> NDArray[np.float32]:
    try:
        picture = np.array(values, dtype=np.float32)
    except (TypeError, ValueError, OverflowError):
        raise BadAttempts("a picture must hold numbers from 0 to 1") from None
    if picture.shape != (SIZE, SIZE):
        shape = "x".join(map(str, picture.shape))
        raise BadAttempts("a picture must have 28x28 pixels, got {shape}", shape=shape)
    if not ((picture >= 0) & (picture <= 1)).all():  # false for NaN too
        raise BadAttempts("a picture must hold numbers from 0 to 1")
    return picture


def _label(label: object) -> int:
    if isinstance(label, int | np.integer) and not isinstance(label, bool) and 0 <= label < CLASSES:
        return int(label)
    raise BadAttempts("a label must be a digit from 0 to 9, got {got}", got=str(label)[:40])


def _logits(values: object) -> Floats:
    try:
        logits = np.array(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise BadAttempts("an attempt must have ten finite logits") from None
    if logits.shape != (CLASSES,) or not np.isfinite(logits).all():
        raise BadAttempts("an attempt must have ten finite logits")
    return logits


def _still(array: NDArray[np.generic]) -> NDArray[np.generic]:
    array.setflags(write=False)
    return array
