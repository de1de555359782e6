"""Weights from files, and what the networks say about a picture."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import ArrayLike, NDArray
from safetensors import SafetensorError
from safetensors.torch import load
from torch import Tensor, nn

from core.digits.errors import BadPicture, BadWeights
from core.digits.networks import NETWORKS, without_batch_norm
from core.errors import InvalidInput

Floats = NDArray[np.float64]

MODEL_NAMES = tuple(NETWORKS)
WEIGHTS = Path(__file__).parent / "weights"
MANIFEST = "manifest.json"
CHECKPOINTS = 12

# A picture is done on one thread before others have been woken, and visitors do not wait for each
# other's. Training sets its own number.
torch.set_num_threads(1)
# oneDNN prepares each convolution anew for each thread, and Streamlit answers each change in a new one: 20 ms for
# 1 ms of work. Training turns it on.
torch.backends.mkldnn.set_flags(False)  # type: ignore[no-untyped-call]


def load_model(name: str, folder: Path = WEIGHTS) -> nn.Sequential:
    """Return a trained network, in ``eval()``, that never needs a gradient of its weights.

    Parameters
    ----------
    name
        One of ``MODEL_NAMES``.
    folder
        Where the weights and their manifest are.

    Raises
    ------
    InvalidInput
        There is no network of that name.
    BadWeights
        A file is missing, differs from the manifest's sha256, or has other shapes.

    Examples
    --------
    >>> load_model("linear")[-1]
    Linear(in_features=784, out_features=10, bias=True)
    """
    if name not in NETWORKS:
        raise InvalidInput(
            "there is no network {name}; the networks are {names}",
            name=name,
            names=", ".join(NETWORKS),
        )
    return _load(name, f"{name}.safetensors", folder)


def load_checkpoint(index: int, folder: Path = WEIGHTS) -> nn.Sequential:
    """Return the CNN as it was at one of the 12 moments of its training, 0 the first.

    Raises
    ------
    InvalidInput
        The index is not from 0 to 11.
    BadWeights
        As `load_model`.
    """
    if index not in range(CHECKPOINTS):
        raise InvalidInput(
            "checkpoint must be from 0 to {last}, got {got}", last=CHECKPOINTS - 1, got=index
        )
    return _load("cnn", f"checkpoints/{index:02}.safetensors", folder)


def checkpoints(folder: Path = WEIGHTS) -> list[dict[str, float]]:
    """Return what is known of each checkpoint: step, images seen, epoch, loss, accuracy."""
    return list(_read_json(folder / "curves.json")["checkpoints"])


def training_curves(folder: Path = WEIGHTS) -> dict[str, list[float]]:
    """Return the curves of the CNN's training as lists of equal length."""
    return _part(folder / "curves.json", "curves")


def logits(model: nn.Module, images: ArrayLike) -> Floats:
    """Return the logits of pictures.

    Parameters
    ----------
    model
        From `load_model` or `load_checkpoint`. It is not changed, so threads may share it.
    images
        (28, 28) or (n, 28, 28), in [0, 1], ink 1.

    Returns
    -------
    (n, 10) float64; n is 1 for a single picture.

    Raises
    ------
    BadPicture
        Another shape, or a value that is not finite.

    Examples
    --------
    >>> logits(load_model("cnn"), np.zeros((28, 28))).shape
    (1, 10)
    """
    with torch.inference_mode():
        result: Floats = model(as_batch(images)).double().numpy()
    return result


def last_layer(model: nn.Sequential, images: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Return what the last layer sees and holds: X (n, d), W (d, 10), b (10,), with z = X W + b.

    Raises
    ------
    BadPicture
        As `logits`.

    Examples
    --------
    >>> model = load_model("cnn")
    >>> X, W, b = last_layer(model, np.eye(28))
    >>> bool(np.allclose(X @ W + b, logits(model, np.eye(28)), atol=1e-4))
    True
    """
    layer = model[-1]
    if not isinstance(layer, nn.Linear):
        raise TypeError("the last layer must be linear")
    with torch.inference_mode():
        features: Tensor = model[:-1](as_batch(images))
        weight, bias = layer.weight.double().T, layer.bias.double()
    return features.double().numpy(), weight.numpy().copy(), bias.numpy().copy()


def loss_pixel_gradient(model: nn.Module, image: ArrayLike, target: int | ArrayLike) -> Floats:
    """Return how the loss changes with each pixel, d loss / d pixel.

    Parameters
    ----------
    image
        (28, 28).
    target
        The true digit, or a distribution over the ten.

    Returns
    -------
    (28, 28) float64, in nats per unit of ink.

    Raises
    ------
    BadPicture
        As `logits`, or more than one picture.
    InvalidInput
        The target is neither a digit nor ten probabilities.
    """
    batch = as_batch(image)
    if len(batch) != 1:
        raise BadPicture("the gradient is of one picture, got {got}", got=len(batch))
    y = torch.from_numpy(_distribution(target)).float()
    pixels = batch.clone().requires_grad_(True)
    loss = -(y * F.log_softmax(model(pixels), dim=1)).sum()
    (gradient,) = torch.autograd.grad(loss, pixels)
    return np.asarray(gradient[0, 0].double().numpy())


def as_batch(images: ArrayLike) -> Tensor:
    """Return pictures as the (n, 1, 28, 28) float32 tensor that the networks take.

    Raises
    ------
    BadPicture
        Another shape, or a value that is not finite.
    """
    array = np.ascontiguousarray(images, dtype=np.float32)
    if array.ndim == 2:
        array = array[None]
    if array.ndim != 3 or array.shape[1:] != (28, 28):
        shape = "x".join(map(str, np.shape(images)))
        raise BadPicture("a picture must have 28x28 pixels, got {shape}", shape=shape)
    if not np.isfinite(array).all():
        raise BadPicture("a picture has a pixel that is not finite")
    return torch.from_numpy(array)[:, None]


def _distribution(target: int | ArrayLike) -> Floats:
    y = np.asarray(target, dtype=np.float64)
    if y.ndim == 0 and y in range(10):
        one_hot: Floats = np.eye(10)[int(y)]
        return one_hot
    if y.shape != (10,) or not (y >= 0).all() or abs(y.sum() - 1) > 1e-6:
        raise InvalidInput("target must be a digit or ten probabilities that sum to 1")
    return y


def _load(network: str, file: str, folder: Path) -> nn.Sequential:
    return load_checked(NETWORKS[network](), file, folder)


def load_checked(network: nn.Sequential, file: str, folder: Path = WEIGHTS) -> nn.Sequential:
    """Return a network filled from a file whose hash and shapes are checked, in ``eval()`` and made fast.

    Raises
    ------
    BadWeights
        As `load_model`.
    """
    expected = _part(folder / MANIFEST, "sha256").get(file)
    if expected is None:
        raise BadWeights("the manifest of the weights does not name {file}", file=file)
    content = _read(folder / file)
    if hashlib.sha256(content).hexdigest() != expected:
        raise BadWeights("the weights in {file} are not the ones that were trained", file=file)
    fill(network, content, file)
    fast = without_batch_norm(network)
    # Pixel by pixel and not channel by channel, PyTorch's own convolutions are a fifth faster.
    fast.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return fast


def fill(model: nn.Module, content: bytes, file: str) -> None:
    """Fill a network with the tensors of a safetensors file, and set it to ``eval()``.

    Raises
    ------
    BadWeights
        The content is not safetensors, or not of this network.
    """
    try:
        tensors = load(content)
    except SafetensorError:
        raise BadWeights("{file} is not a safetensors file", file=file) from None
    own = model.state_dict()
    if {k: v.shape for k, v in tensors.items()} != {k: v.shape for k, v in own.items()}:
        raise BadWeights("the weights in {file} are of another network", file=file)
    model.load_state_dict(tensors)  # float16 in the file, float32 in the network
    model.eval().requires_grad_(False)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise BadWeights("the file of weights {file} is missing", file=path.name) from None


def _read_json(path: Path) -> dict[str, Any]:
    text = _read(path)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise BadWeights("{file} is damaged", file=path.name) from None
    if not isinstance(content, dict):
        raise BadWeights("{file} is damaged", file=path.name)
    return content


def _part(path: Path, name: str) -> dict[str, Any]:
    """Return a named part of a JSON file."""
    part = _read_json(path).get(name)
    if not isinstance(part, dict):
        raise BadWeights("{file} is damaged", file=path.name)
    return part
