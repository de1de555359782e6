"""Fitting one network: batches, a one-cycle learning rate, averaged weights, and a state that survives a kill."""

from __future__ import annotations

import copy
import json
import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save
from torch import Tensor, nn

from core.learning.progress import Progress

Row = dict[str, float]
LATE_FROM = 0.75
"""The part of a training after which it turns to what the network is for."""

Augment = Callable[[Tensor, float, torch.Generator], Tensor]
"""From pictures (n, 1, 28, 28) and the part of the training that is done to pictures that are learned from."""


@dataclass(frozen=True)
class Recipe:
    """What any training depends on, but for the data."""

    epochs: int
    rate: float
    batch: int = 128
    decay: float = 0.02
    seed: int = 1
    average: float = 0.999  # of the running mean of the weights is kept in each step
    recent: float = 10.0  # early that mean is over the last of so many parts of the steps


@dataclass(frozen=True)
class Examples:
    """Pictures (n, 28, 28) uint8 and their digits (n,) int64, as tensors."""

    pixels: Tensor
    labels: Tensor


@dataclass(frozen=True)
class Pool:
    """Examples to learn from, and how many of them an epoch sees; ``late``, in the last quarter.

    ``weights`` (n,) say how often each is drawn, relative to the others; without them all are drawn alike.
    """

    examples: Examples
    each_epoch: int
    late: int | None = None
    weights: Tensor | None = None

    def count(self, done: float) -> int:
        """Return how many the epoch sees that ends when that part of the training is done."""
        return self.each_epoch if self.late is None or done <= LATE_FROM else self.late

    def draw(self, done: float, generator: torch.Generator) -> Tensor:
        """Return the indices of what that epoch sees, each at most once."""
        if self.weights is None:
            return torch.randperm(len(self.examples.labels), generator=generator)[
                : self.count(done)
            ]
        return torch.multinomial(self.weights, self.count(done), generator=generator)


@dataclass
class TrainingState:
    """A training under way: what a resumed one needs to go on as if nothing had happened."""

    model: nn.Sequential
    average: nn.Sequential
    optimizer: torch.optim.AdamW
    epoch: int = 0
    step: int = 0
    curves: list[Row] = field(default_factory=list)
    checkpoints: list[Row] = field(default_factory=list)


def fit(
    name: str,
    build: Callable[[], nn.Sequential],
    recipe: Recipe,
    pools: list[Pool],
    held_out: dict[str, Examples],
    folder: Path,
    checkpoint_count: int = 0,
    augment: Augment = lambda pictures, _done, _generator: pictures,
) -> TrainingState:
    """Train a network, or go on where a killed run stopped.

    Parameters
    ----------
    name
        Names the files of the run.
    build
        Makes the network.
    pools
        What it learns from.
    held_out
        What it is measured on after each epoch; the curves carry these names.
    folder
        Where the state is kept after each epoch, written beside and moved, so that a kill at any
        moment leaves a whole one.
    checkpoint_count
        How many moments of the training to keep in ``folder/checkpoints``.
    augment
        What happens to pictures each time they are learned from.
    """
    torch.manual_seed(recipe.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = build().to(device)
    model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # faster on a CPU
    optimizer = torch.optim.AdamW(model.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    run = TrainingState(model, copy.deepcopy(model), optimizer)
    state = folder / f"{name}-state.safetensors"
    if state.exists():
        _resume(run, state)
    per_epoch = sum(pool.each_epoch for pool in pools) // recipe.batch
    total = per_epoch * recipe.epochs
    moments = checkpoint_steps(total, checkpoint_count)
    progress = Progress(name, total, run.step)
    while run.epoch < recipe.epochs:
        learned = _one_epoch(
            run, recipe, pools, held_out, per_epoch, moments, folder, progress, augment
        )
        run.epoch += 1
        run.curves.append({**_row(run, recipe, held_out), "training_loss": round(learned, 5)})
        progress.note(run.curves[-1])
        _save(run, state)
    progress.close()
    return run


@torch.no_grad()
def join_cycles(
    first: TrainingState,
    second: TrainingState,
    recipe: Recipe,
    held_out: dict[str, Examples],
    folder: Path,
    part: float,
) -> None:
    """Make one training of a first cycle and a second that began where it ended: ``first`` becomes both.

    Of its averaged weights that part becomes the second's; they are kept as its last checkpoint, and its curves go on with
    the second's. P. Izmailov and others (2018), "Averaging Weights Leads to Wider Optima and Better Generalization".
    """
    learned = second.average.state_dict()
    for name, value in first.average.state_dict().items():
        if value.is_floating_point():
            value.lerp_(learned[name].to(value), part)
    past = {key: first.curves[-1][key] for key in ("step", "images", "epoch")}
    first.curves += [row | {key: row[key] + past[key] for key in past} for row in second.curves]
    first.step, first.epoch = first.step + second.step, first.epoch + second.epoch
    last = len(first.checkpoints) - 1
    path = folder / "checkpoints" / f"{last:02}.safetensors"
    write_atomically(path, save(half_precision(first.average)))
    first.checkpoints[last] = _row(first, recipe, held_out)


def checkpoint_steps(total: int, count: int) -> list[int]:
    """Return the steps to keep, denser at the start, where a network changes most.

    Examples
    --------
    >>> checkpoint_steps(10_000, 5)
    [0, 10, 100, 1000, 10000]
    """
    if count == 0:
        return []
    return [0] + [round(total ** (i / (count - 1))) for i in range(1, count)]


def measure(model: nn.Module, examples: Examples) -> tuple[float, float]:
    """Return the mean cross-entropy in nats, and the accuracy from 0 to 1."""
    z = all_logits(model, examples.pixels)
    loss = F.cross_entropy(z, examples.labels).item()
    return loss, (z.argmax(1) == examples.labels).double().mean().item()


def all_logits(model: nn.Module, pixels: Tensor) -> Tensor:
    """Return the logits (n, 10) of many pictures (n, 28, 28) uint8."""
    model.eval()
    device = next(model.parameters()).device
    with torch.inference_mode():
        parts = [
            model(as_input(batch).to(device)).float().cpu() for batch in torch.split(pixels, 500)
        ]
    return torch.cat(parts).clone()


def as_input(pixels: Tensor) -> Tensor:
    """Return uint8 pictures (n, 28, 28) as float (n, 1, 28, 28) in [0, 1]."""
    return pixels[:, None].float().div_(255)


def half_precision(model: nn.Module) -> dict[str, Tensor]:
    """Return the weights as float16, which halves the files and costs no accuracy."""
    return {
        name: (value.half() if value.is_floating_point() else value).cpu().contiguous()
        for name, value in model.state_dict().items()
    }


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a kill leaves the old one or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(path.suffix + ".part")
    partial.write_bytes(content)
    os.replace(partial, path)


def _one_epoch(
    run: TrainingState,
    recipe: Recipe,
    pools: list[Pool],
    held_out: dict[str, Examples],
    per_epoch: int,
    moments: list[int],
    folder: Path,
    progress: Progress,
    augment: Augment,
) -> float:
    """Go once through the data, and return the mean loss on it."""
    # Each epoch has its own seed: a resumed run draws what the uninterrupted one would have.
    generator = torch.Generator().manual_seed(recipe.seed * 1000 + run.epoch)
    torch.manual_seed(recipe.seed * 1000 + run.epoch)
    done = (run.epoch + 1) / recipe.epochs
    pixels, labels = _draw_epoch(pools, done, generator)
    if run.step == 0 and 0 in moments:
        _checkpoint(run, recipe, held_out, folder, moments)
    losses = 0.0
    for batch in range(per_epoch):
        chosen = slice(batch * recipe.batch, (batch + 1) * recipe.batch)
        pictures = augment(as_input(pixels[chosen]), done, generator)
        rate = recipe.rate * one_cycle(run.step / (per_epoch * recipe.epochs))
        loss = _one_step(run, pictures, labels[chosen], rate, recipe)
        losses += loss
        progress.advance(loss=loss)
        if run.step in moments:
            _checkpoint(run, recipe, held_out, folder, moments)
    return losses / per_epoch


def _draw_epoch(
    pools: list[Pool], done: float, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Return an epoch's pictures and labels, in random order."""
    pixels, labels = [], []
    for pool in pools:
        chosen = pool.draw(done, generator)
        pixels.append(pool.examples.pixels[chosen])
        labels.append(pool.examples.labels[chosen])
    order = torch.randperm(sum(map(len, labels)), generator=generator)
    return torch.cat(pixels)[order], torch.cat(labels)[order]


def one_cycle(done: float) -> float:
    """Return the learning rate as a part of its peak: up for a tenth, then down along a cosine.

    Examples
    --------
    >>> [round(one_cycle(t), 3) for t in (0, 0.05, 0.1, 0.55, 1)]
    [0.02, 0.51, 1.0, 0.5, 0.0]
    """
    if done < 0.1:
        return 0.02 + 0.98 * done / 0.1
    return 0.5 + 0.5 * math.cos(math.pi * (done - 0.1) / 0.9)


def _one_step(
    run: TrainingState, pictures: Tensor, labels: Tensor, rate: float, recipe: Recipe
) -> float:
    device = next(run.model.parameters()).device
    pictures = pictures.to(device).contiguous(memory_format=torch.channels_last)
    for group in run.optimizer.param_groups:
        group["lr"] = rate
    run.model.train()
    with torch.autocast(device.type, dtype=torch.bfloat16):
        loss = F.cross_entropy(run.model(pictures), labels.to(device))
    run.optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    run.optimizer.step()
    run.step += 1
    # The mean starts short, so that it leaves what was at the start behind.
    keep = min(recipe.average, run.step / (run.step + recipe.recent))
    _move_average(run.average, run.model, keep)
    return loss.item()


@torch.no_grad()
def _move_average(average: nn.Module, model: nn.Module, keep: float) -> None:
    for mean, new in zip(average.state_dict().values(), model.state_dict().values(), strict=True):
        if mean.is_floating_point():
            mean.lerp_(new, 1 - keep)
        else:
            mean.copy_(new)


def _row(run: TrainingState, recipe: Recipe, held_out: dict[str, Examples]) -> Row:
    seen = run.step * recipe.batch
    row: Row = {"step": run.step, "images": seen, "epoch": float(run.epoch)}
    for name, examples in held_out.items():
        loss, accuracy = measure(run.average, examples)
        row[f"{name}_loss"], row[f"{name}_accuracy"] = round(loss, 5), round(accuracy, 5)
    return row


def _checkpoint(
    run: TrainingState,
    recipe: Recipe,
    held_out: dict[str, Examples],
    folder: Path,
    moments: list[int],
) -> None:
    index = moments.index(run.step)
    file = folder / "checkpoints" / f"{index:02}.safetensors"
    write_atomically(file, save(half_precision(run.average)))
    del run.checkpoints[index:]  # left by a run that was killed after this moment
    run.checkpoints.append(_row(run, recipe, held_out))


def _save(run: TrainingState, path: Path) -> None:
    tensors = {f"model.{k}": v for k, v in run.model.state_dict().items()}
    tensors |= {f"average.{k}": v for k, v in run.average.state_dict().items()}
    for number, values in run.optimizer.state_dict()["state"].items():
        tensors |= {f"optimizer.{number}.{k}": v for k, v in values.items()}
    known = {
        "epoch": run.epoch,
        "step": run.step,
        "curves": run.curves,
        "checkpoints": run.checkpoints,
        "saved": time.time(),
    }
    tensors = {k: v.detach().cpu().contiguous().clone() for k, v in tensors.items()}
    write_atomically(path, save(tensors, metadata={"run": json.dumps(known)}))


def _resume(run: TrainingState, path: Path) -> None:
    from safetensors import safe_open

    tensors = load_file(path)
    with safe_open(path, "pt") as file:
        known = json.loads(file.metadata()["run"])
    for part, module in (("model.", run.model), ("average.", run.average)):
        module.load_state_dict(
            {k.removeprefix(part): v for k, v in tensors.items() if k.startswith(part)}
        )
    state: dict[int, dict[str, Tensor]] = {}
    for key, value in tensors.items():
        if key.startswith("optimizer."):
            _, number, name = key.split(".", 2)
            state.setdefault(int(number), {})[name] = value
    groups = run.optimizer.state_dict()["param_groups"]
    run.optimizer.load_state_dict({"state": state, "param_groups": groups})
    run.epoch, run.step = known["epoch"], known["step"]
    run.curves, run.checkpoints = known["curves"], known["checkpoints"]
