"""Train the shipped weights from the two data sets: ``python -m core.digits.train``."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save
from torch import Tensor, nn

from core.digits.augment import STILL, Hands, other_strokes
from core.digits.data import Bytes, Images, PenDigit, read_mnist, read_pendigits
from core.digits.fit import (
    Examples,
    Pool,
    Recipe,
    all_logits,
    fit,
    half_precision,
    measure,
    write_atomically,
)
from core.digits.model import NETWORKS
from core.digits.recognizer import CHECKPOINTS, MANIFEST, WEIGHTS
from core.digits.image import preprocess_image
from core.digits.strokes import Picture, fit_box, preprocess_strokes
from core.digits.views import raster

HELD_OUT_IMAGES = 5000
HELD_OUT_WRITERS = (3, 8, 13, 18, 23, 28)
SPLIT_SEED = 20

RECIPES = {
    "linear": Recipe(epochs=8, rate=2e-3, batch=256, decay=0.0, hands=STILL),
    "mlp": Recipe(epochs=12, rate=2e-3, batch=256, hands=Hands().calmer(0.5)),
    "cnn": Recipe(epochs=45, rate=4e-3, decay=0.05),
}


@dataclass(frozen=True)
class Split:
    """What is learned from, and what is held out to choose and to calibrate by."""

    mnist: Examples
    strokes: list[PenDigit]
    held_out: dict[str, Examples]


def split(mnist: Images, digits: list[PenDigit]) -> Split:
    """Hold out 5,000 of MNIST's training images and 6 of the 30 writers."""
    order = torch.randperm(len(mnist.labels), generator=torch.Generator().manual_seed(SPLIT_SEED))
    held, rest = order[:HELD_OUT_IMAGES], order[HELD_OUT_IMAGES:]
    pixels = torch.from_numpy(mnist.pixels.copy())
    labels = torch.from_numpy(mnist.labels.astype(np.int64))
    unseen = [digit for digit in digits if digit.writer in HELD_OUT_WRITERS]
    return Split(
        Examples(pixels[rest], labels[rest]),
        [digit for digit in digits if digit.writer not in HELD_OUT_WRITERS],
        {"mnist": Examples(pixels[held], labels[held]), "strokes": draw(unseen)},
    )


def draw(digits: list[PenDigit]) -> Examples:
    """Draw pen digits as the page does."""
    pictures = [_as_bytes(preprocess_strokes(digit.strokes)) for digit in digits]
    return _examples(pictures, [digit.label for digit in digits])


def draw_as_others(digits: list[PenDigit], times: int, seed: int) -> Examples:
    """Draw pen digits ``times`` as other hands with other pens, and once more through pixels."""
    random = np.random.default_rng(seed)
    pictures: list[Bytes] = []
    for digit in digits:
        for _ in range(times):
            strokes = other_strokes(digit.strokes, random)
            pictures.append(_as_bytes(preprocess_strokes(strokes, random.uniform(1.6, 3.6))))
        canvas = fit_box(other_strokes(digit.strokes, random), random.uniform(60, 250))
        canvas = [stroke + 126 for stroke in canvas]
        pictures.append(_as_bytes(preprocess_image(raster(canvas, 280, 280, 20))))
    return _examples(pictures, [digit.label for digit in digits for _ in range(times + 1)])


def _examples(pictures: list[Bytes], labels: list[int]) -> Examples:
    return Examples(torch.from_numpy(np.stack(pictures)), torch.tensor(labels))


def _as_bytes(picture: Picture) -> Bytes:
    return np.rint(picture * 255).astype(np.uint8)


def best_temperature(z: Tensor, labels: Tensor) -> float:
    """Return the temperature by which logits (n, 10) must be divided to be best calibrated."""
    log_t = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    z = z.double()
    optimizer = torch.optim.LBFGS([log_t], max_iter=100, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = F.cross_entropy(z / log_t.exp(), labels)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(closure)  # type: ignore[arg-type]
    return float(log_t.exp().item())


def calibrate(model: nn.Sequential, held_out: dict[str, Examples]) -> float:
    """Divide the last layer by the best temperature on what was held out, and return it."""
    z = torch.cat([all_logits(model, examples.pixels) for examples in held_out.values()])
    labels = torch.cat([examples.labels for examples in held_out.values()])
    temperature = best_temperature(z, labels)
    with torch.no_grad():
        for parameter in model[-1].parameters():
            parameter.div_(temperature)
    return temperature


def main() -> None:
    """Train what is asked for, and write weights, checkpoints, curves and the manifest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mnist", type=Path, default=os.environ.get("MNIST_DIR"))
    parser.add_argument("--pendigits", type=Path, default=os.environ.get("PENDIGITS"))
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--state", type=Path, default=Path(".cache/train"))
    parser.add_argument("--only", nargs="*", default=list(NETWORKS), choices=list(NETWORKS))
    parser.add_argument("--epochs", type=int)
    args = parser.parse_args()
    torch.set_num_threads(min(os.cpu_count() or 1, 8))
    data = split(read_mnist(args.mnist, "train"), read_pendigits(args.pendigits))
    drawn = draw_as_others(data.strokes, times=7, seed=SPLIT_SEED)
    pools = [Pool(data.mnist, len(data.mnist.labels)), Pool(drawn, 12_000)]
    for name in args.only:
        recipe = RECIPES[name]
        if args.epochs:
            recipe = Recipe(**{**recipe.__dict__, "epochs": args.epochs})
        count = CHECKPOINTS if name == "cnn" else 0
        run = fit(name, NETWORKS[name], recipe, pools, data.held_out, args.state, count)
        model = run.average
        temperature = calibrate(model, data.held_out)
        write_atomically(args.out / f"{name}.safetensors", save(half_precision(model)))
        print(
            name,
            "temperature",
            temperature,
            {k: measure(model, v) for k, v in data.held_out.items()},
        )
        if count:
            for file in sorted((args.state / "checkpoints").glob("*.safetensors")):
                write_atomically(args.out / "checkpoints" / file.name, file.read_bytes())
            keys = run.curves[0]
            curves = {k: [row[k] for row in run.curves] for k in keys}
            text = json.dumps({"checkpoints": run.checkpoints, "curves": curves}, indent=1)
            write_atomically(args.out / "curves.json", text.encode())
        write_manifest(args.out)


def write_manifest(folder: Path) -> None:
    """Record the sha256 of each file of weights."""
    files = sorted(folder.rglob("*.safetensors"))
    hashes = {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
    }
    write_atomically(folder / MANIFEST, json.dumps({"sha256": hashes}, indent=1).encode())


if __name__ == "__main__":
    main()
