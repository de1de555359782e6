"""Train the shipped weights from the three data sets: ``python -m core.digits_training.train``.

One command, less than an hour on two cores and minutes on a GPU. A run that is killed goes on where it
stopped when it is started again with the same ``--state``.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save
from torch import nn

from core.digits.networks import NETWORKS, not_digit
from core.digits.recognizer import CHECKPOINTS, MANIFEST, WEIGHTS
from core.digits_training.calibration import best_temperature, fold_temperature, fold_threshold
from core.digits_training.drawn_examples import draw_nondigits, mirrored_images
from core.digits_training.non_digits import HELD_OUT_KINDS, KINDS
from core.digits_training.recipes import (
    AGAIN,
    RECIPES,
    DigitRecipe,
    Learned,
    learned_from,
    pools_of,
)
from core.digits_training.validation_split import SPLIT_SEED, Split, split
from core.learning.download import HOW_TO_GET_UNIPEN, mnist, pendigits, unipen
from core.learning.errors import BadData
from core.learning.fitting import (
    Examples,
    Pool,
    TrainingState,
    all_logits,
    fit,
    half_precision,
    join_cycles,
    measure,
    write_atomically,
)

NAMES = [*NETWORKS, "not_digit"]
TARGETS = {"linear": 0.90, "mlp": 0.97, "cnn": 0.994}
"""Accuracy that each must reach on the held-out images of MNIST, or the run fails."""
LATER = 0.75
"""Part of the CNN's weights that comes from its second cycle."""
ACCEPTED = 0.992
"""Part of the held-out digits, of each kind, that must pass as digits: it sets the threshold."""


def main() -> None:
    """Train what is asked for; write weights, checkpoints, curves and the manifest."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=Path, default=WEIGHTS, help="folder for the weights")
    arguments.add_argument("--state", type=Path, default=Path(".cache/train"))
    arguments.add_argument("--only", nargs="*", default=NAMES, choices=NAMES)
    arguments.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    arguments.add_argument("--epochs", type=int, help="instead of the recipe's, to try things out")
    arguments.add_argument(
        "--strokes", type=int, help="of the pen in every epoch, to try things out"
    )
    arguments.add_argument(
        "--first", type=int, help="learn from so many of MNIST's images, hold out other writers'"
    )
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    torch.backends.mkldnn.set_flags(True)  # type: ignore[no-untyped-call]
    try:
        countries = unipen()
        data = split(mnist("train"), pendigits() + countries, options.first)
    except BadData as error:
        sys.exit(str(error))
    if not countries:
        print(HOW_TO_GET_UNIPEN, file=sys.stderr)
    learned = learned_from(data)
    for name in options.only:
        recipe = RECIPES[name]
        if options.epochs:
            recipe = replace(recipe, epochs=options.epochs)
        if options.strokes is not None:
            recipe = replace(recipe, strokes=options.strokes, late_strokes=None)
        if name == "not_digit":
            train_refusal(recipe, data, learned, options.out, options.state)
        else:
            train_network(name, recipe, data, learned, options.out, options.state)
    write_manifest(options.out)


def train_network(
    name: str,
    recipe: DigitRecipe,
    data: Split,
    learned: Learned,
    out: Path,
    state: Path,
) -> None:
    """Train, calibrate and write one of the three networks, or fail below its target."""
    pools = pools_of(recipe, learned)
    held_out = data.held_out()
    count = CHECKPOINTS if name == "cnn" else 0
    run = fit(name, NETWORKS[name], recipe, pools, held_out, state, count, recipe.augment)
    if count:
        second = RECIPES[AGAIN]
        again = fit(
            AGAIN,
            lambda: copy.deepcopy(run.average),
            second,
            pools_of(second, learned),
            held_out,
            state,
            augment=second.augment,
        )
        join_cycles(run, again, recipe, held_out, state, LATER)
    model = run.average
    z = torch.cat([all_logits(model, examples.pixels) for examples in held_out.values()])
    labels = torch.cat([examples.labels for examples in held_out.values()])
    temperature = best_temperature(z, labels)
    fold_temperature(model, temperature)
    report = {f"{part} accuracy": measure(model, held_out[part])[1] for part in held_out}
    print(f"{name}: temperature {temperature:.4f}, held out: {report}", file=sys.stderr)
    if report["mnist accuracy"] < TARGETS[name]:
        sys.exit(f"{name} fell short of {TARGETS[name]:.1%} on the held-out images of MNIST")
    write_weights(model, out / f"{name}.safetensors")
    if count:
        write_history(run, out, state)


def train_refusal(
    recipe: DigitRecipe, data: Split, learned: Learned, out: Path, state: Path
) -> None:
    """Train the network that tells digits from what is none, and set its threshold."""
    kinds = [kind for kind in KINDS if kind not in HELD_OUT_KINDS]
    nondigits = draw_nondigits(kinds, data.digits, each=400, seed=SPLIT_SEED)
    nondigits["mirrored"] = mirrored_images(data.mnist)[:15_000]
    measured = draw_nondigits(list(KINDS), data.held_out_digits, each=40, seed=SPLIT_SEED + 1)
    held_out = {part: _of_class(examples, 0) for part, examples in data.held_out().items()}
    for part, unseen in (("known_kinds", False), ("unseen_kinds", True)):
        chosen = [drawn for kind, drawn in measured.items() if (kind in HELD_OUT_KINDS) == unseen]
        held_out[part] = _examples_of_class(np.concatenate(chosen), 1)
    pools = [
        Pool(_of_class(data.mnist, 0), 25_000),
        Pool(_of_class(learned.scans, 0), recipe.scans),
        Pool(_of_class(learned.drawn, 0), 30_000, weights=learned.weights),
        Pool(_examples_of_class(np.concatenate(list(nondigits.values())), 1), 45_000),
    ]
    model = fit(
        "not_digit", not_digit, recipe, pools, held_out, state, augment=recipe.augment
    ).average
    scores = {part: all_logits(model, examples.pixels) for part, examples in held_out.items()}
    odds = {part: (z[:, 1] - z[:, 0]).numpy() for part, z in scores.items()}
    threshold = max(float(np.quantile(odds[part], ACCEPTED)) for part in data.held_out())
    fold_threshold(model, threshold)
    refused = {part: float((values > threshold).mean()) for part, values in odds.items()}
    print(f"not_digit: threshold {threshold:.3f}, refused: {refused}", file=sys.stderr)
    if refused["unseen_kinds"] < 0.95 or refused["known_kinds"] < 0.95:
        sys.exit("not_digit refuses too few of the drawings that are no digits")
    write_weights(model, out / "not_digit.safetensors")


def _of_class(examples: Examples, label: int) -> Examples:
    return Examples(examples.pixels, torch.full_like(examples.labels, label))


def _examples_of_class(
    pictures: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], label: int
) -> Examples:
    return Examples(torch.from_numpy(pictures), torch.full((len(pictures),), label))


def write_weights(model: nn.Module, path: Path) -> None:
    """Write a network as safetensors, float16."""
    write_atomically(path, save(half_precision(model)))


def write_history(run: TrainingState, out: Path, state: Path) -> None:
    """Write the checkpoints and the curves of a training."""
    for index in range(len(run.checkpoints)):
        file = f"checkpoints/{index:02}.safetensors"
        write_atomically(out / file, (state / file).read_bytes())
    curves = {key: [row[key] for row in run.curves] for key in run.curves[0]}
    history = {"checkpoints": run.checkpoints, "curves": curves}
    write_atomically(out / "curves.json", (json.dumps(history, indent=1) + "\n").encode())


def write_manifest(folder: Path) -> None:
    """Record the sha256 and the size of each file of weights."""
    files = sorted(folder.rglob("*.safetensors"))
    content = {
        key: {file.relative_to(folder).as_posix(): of(file.read_bytes()) for file in files}
        for key, of in (("sha256", lambda b: hashlib.sha256(b).hexdigest()), ("bytes", len))
    }
    write_atomically(folder / MANIFEST, (json.dumps(content, indent=1) + "\n").encode())


if __name__ == "__main__":
    main()
