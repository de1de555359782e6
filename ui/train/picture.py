"""A picture of a training for the browser: numbers and words ahead, and the bytes of its surfaces behind."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np

from core.training.asking import Answer, Points
from core.training.run import MOST_CHANGES, MOST_OWN, MOST_STEPS
from core.training.sets import EDGE, UPLOADED
from core.training.surface import PIXELS
from core.training.training import Score
from ui.language.escaping import safe
from ui.language.numbers import nats_and_bits, number, percent
from ui.language.sentences import _
from ui.train.state import DRAWING, Train, carried, class_names, linked

MANY = 4  # questions that wait: the machine is full
LENGTH = struct.Struct("<I")


def data_key(state: Train) -> str:
    """Return what tells two states apart whose points differ."""
    now = state.now
    parts = (
        now.data,
        now.classes,
        now.points,
        now.noise,
        now.data_seed,
        now.held,
        now.columns,
        state.table,
    )
    own = state.run.own_at(state.steps)
    return json.dumps([*parts, len(own), own[-1].step if own else 0, own[-1].x if own else 0])


def header(state: Train, answer: Answer) -> dict[str, Any]:
    """Return all of a picture but its surfaces and words."""
    found: dict[str, Any] = {
        "query": carried(state),
        "step": answer.step,
        "epoch": answer.epoch,
        "classes": answer.classes,
        "pixels": PIXELS,
        "scores": [_score(answer.train), _score(answer.held)],
        "every": answer.every,
        "curve": [[step, *map(_finite, losses)] for step, *losses in answer.curve],
        "lines": {"ignorance": answer.ignorance, "prior": answer.prior, "bayes": answer.bayes},
        "borders": answer.borders,
        "arrows": answer.arrows.tolist() if answer.arrows is not None else None,
        "planes": len(answer.planes),
        "chosen": chosen(state, answer),
        "over": answer.diverged or answer.step >= MOST_STEPS,
        "status": status(state, answer),
        "own": len(state.own),
        "full": answer.waiting >= MANY,
    }
    if answer.points is not None:
        found["points"] = points(state, answer.points)
    if answer.weights is not None:
        pictures, largest = answer.weights
        found["weights"] = {
            "pixels": pictures.reshape(len(pictures), -1).tolist(),
            "largest": number(largest, 2),
        }
    if answer.confusion is not None:
        found["confusion"] = answer.confusion.tolist()
    return found


def packed(head: Mapping[str, Any], planes: bytes = b"") -> bytes:
    """Return header and surfaces as the browser takes them: the header's length, the header, the bytes."""
    text = json.dumps(head).encode()
    return LENGTH.pack(len(text)) + text + planes


def points(state: Train, found: Points) -> dict[str, Any]:
    """Return the data as the browser draws them."""
    return {
        "key": data_key(state),
        "at": np.round(found.positions, 4).tolist(),
        "labels": found.labels.tolist(),
        "held": found.held.astype(int).tolist(),
        "edge": found.edge,
        "names": class_names(state),
    }


def no_points(state: Train) -> dict[str, Any]:
    """Return a plane without points, onto which a hand may set the first."""
    none = np.empty(0, dtype=np.int64)
    return points(state, Points(np.empty((0, 2)), none, none.astype(bool), EDGE)) | {"key": ""}


def chosen(state: Train, answer: Answer) -> dict[str, Any]:
    """Return the chosen point as the browser marks it."""
    found: dict[str, Any] = {
        "label": answer.label,
        "free": isinstance(state.point, tuple) or state.point == DRAWING,
    }
    if state.plane:
        found["at"] = [float(value) for value in answer.inputs]
    else:
        found["pixels"] = np.rint(255 * answer.inputs).astype(int).tolist()
        found["index"] = state.point
    return found


def status(state: Train, answer: Answer) -> str:
    """Say, as HTML, where the training stands, and what there is to know about it."""
    step, epoch = safe(_("step")), safe(_("epoch"))
    right, training, held = safe(_("accuracy:")), safe(_("training")), safe(_("held out"))
    share = f'<b data-right="{answer.train.right:.4f}">{percent(answer.train.right)}</b>'
    said = [
        f'<b data-step="{answer.step}">{step} {answer.step}</b>',
        f"<span>{epoch} {answer.epoch}</span>",
        f"<span>{right} {share} {training}</span>",
    ]
    if not math.isnan(answer.held.right):
        said.append(f"<span><b>{percent(answer.held.right)}</b> {held}</span>")
    noted = (f'<p class="train-note">{safe(note)}</p>' for note in notes(state, answer))
    return "".join(said) + "".join(noted)


def notes(state: Train, answer: Answer) -> list[str]:
    """Return what a visitor has to know about this run."""
    found = []
    if answer.diverged:
        found.append(
            _("The learning rate is too large: the next step leaves what a float can hold. Step {step} is the last finite one and is kept. Lower the learning rate and go back to the start.").format(step=answer.step)
        )  # fmt: skip
    elif answer.step >= MOST_STEPS:
        found.append(_("A run ends after {most} steps.").format(most=MOST_STEPS))
    if state.hidden and state.init == "zeros":
        found.append(
            _("With weights of zero, every hidden neuron computes the same and gets the same gradient: only the biases of the output layer learn, and p stays that of the classes.")
        )  # fmt: skip
    short = linked(state)
    if short != state:
        found.append(
            _("A link holds {changes} changes and {points} own points: this run has more, its link leads to step {step}, and it cannot be resumed elsewhere.").format(
                changes=MOST_CHANGES, points=MOST_OWN, step=short.steps
            )
        )  # fmt: skip
    elif state.data == UPLOADED:
        found.append(_("The points came from a file: this run cannot be resumed elsewhere."))
    if answer.prior == 0:
        found.append(
            _(
                "All points belong to one class: there is nothing to learn but to answer it every time."
            )
        )
    return found


def _score(score: Score) -> dict[str, Any]:
    if math.isnan(score.loss):
        return {"loss": None, "nats": "", "bits": "", "right": ""}
    nats, bits = nats_and_bits(score.loss)
    return {
        "loss": score.loss,
        "nats": nats,
        "bits": bits,
        "right": percent(score.right),
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
