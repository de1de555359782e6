"""Weights are checked, logits are calibrated and shared by threads."""

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from core.digits.errors import BadPicture, BadWeights
from core.digits.preprocessing_variants import example_drawings
from core.digits.recognizer import (
    CHECKPOINTS,
    MANIFEST,
    MODEL_NAMES,
    WEIGHTS,
    checkpoints,
    last_layer,
    load_checkpoint,
    load_model,
    logits,
    loss_pixel_gradient,
    training_curves,
)
from core.digits.strokes import preprocess_strokes
from core.errors import InvalidInput

PICTURES = np.stack([preprocess_strokes(strokes) for strokes in example_drawings().values()])


@pytest.fixture
def weights(tmp_path):
    """A copy of the shipped weights that a test may spoil."""
    return shutil.copytree(WEIGHTS, tmp_path / "weights")


def sign(folder, file):
    """Record a spoilt file's hash, so that only its content can give it away."""
    import hashlib

    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["sha256"][file] = hashlib.sha256((folder / file).read_bytes()).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(manifest))


@pytest.mark.parametrize("name", MODEL_NAMES)
def test_logits_of_one_and_of_many(name):
    model = load_model(name)
    assert not model.training
    assert not any(parameter.requires_grad for parameter in model.parameters())
    many = logits(model, PICTURES)
    assert many.shape == (10, 10)
    assert many.dtype == np.float64
    assert np.allclose(logits(model, PICTURES[3]), many[3:4], atol=1e-4)


def test_the_cnn_reads_the_examples():
    assert logits(load_model("cnn"), PICTURES).argmax(axis=1).tolist() == list(range(10))


@pytest.mark.parametrize("name", MODEL_NAMES)
def test_logits_are_features_times_weights_plus_bias(name):
    model = load_model(name)
    X, W, b = last_layer(model, PICTURES)
    assert X.shape == (10, len(W))
    assert W.shape == (len(W), 10)
    assert b.shape == (10,)
    assert np.allclose(X @ W + b, logits(model, PICTURES), atol=1e-4)


def test_what_last_layer_returns_may_be_changed():
    model = load_model("cnn")
    before = logits(model, PICTURES)
    X, W, b = last_layer(model, PICTURES)
    for array in (X, W, b):
        array *= 0
    assert (logits(model, PICTURES) == before).all()


@pytest.mark.parametrize("name", MODEL_NAMES)
@pytest.mark.parametrize("target", [2, np.full(10, 0.1)], ids=["digit", "distribution"])
def test_pixel_gradient_is_the_slope_of_the_loss(name, target):
    model = load_model(name).double()
    y = np.eye(10)[target] if isinstance(target, int) else target
    random = np.random.default_rng(0)
    # Grey paper: where it is all zero, ReLU and pooling have an edge and no slope.
    grey = PICTURES[2] * 0.8 + 0.1 * random.random((28, 28), dtype=np.float32)
    gradient = loss_pixel_gradient(load_model(name), grey, target)
    assert gradient.shape == (28, 28)

    def loss(picture):
        z = model(torch.from_numpy(picture)[None, None])[0]
        return -float((torch.from_numpy(y) * torch.log_softmax(z, 0)).sum())

    for _ in range(5):
        direction = random.normal(size=(28, 28))
        picture, step = grey.astype(np.float64), 1e-6
        slope = (loss(picture + step * direction) - loss(picture - step * direction)) / (2 * step)
        assert (gradient * direction).sum() == pytest.approx(slope, rel=2e-2, abs=1e-4)


def test_threads_share_a_model():
    model = load_model("cnn")
    expected = logits(model, PICTURES)

    def visit(number):
        if number % 3 == 0:
            loss_pixel_gradient(model, PICTURES[number % 10], 3)
        return np.allclose(logits(model, PICTURES), expected, atol=1e-5)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(visit, range(64)))
    assert all(parameter.grad is None for parameter in model.parameters())


@pytest.mark.parametrize(
    ("images", "words"),
    [
        (np.zeros((27, 28)), "28x28 pixels, got 27x28"),
        (np.zeros(784), "got 784"),
        (np.zeros((2, 1, 28, 28)), "got 2x1x28x28"),
        (np.full((28, 28), np.nan), "not finite"),
    ],
)
def test_what_is_no_picture_is_said(images, words):
    with pytest.raises(BadPicture, match=words):
        logits(load_model("linear"), images)


@pytest.mark.parametrize(
    "target", [10, -1, 2.5, [0.5, 0.5], np.full(10, 0.2), [-1] + [0] * 7 + [1, 1]]
)
def test_what_is_no_target_is_said(target):
    with pytest.raises(InvalidInput, match="target must be"):
        loss_pixel_gradient(load_model("linear"), PICTURES[0], target)


def test_an_unknown_network_is_said():
    with pytest.raises(
        InvalidInput, match=r"no network transformer; the networks are linear, mlp, cnn"
    ):
        load_model("transformer")


def test_missing_weights_are_said(weights):
    (weights / "cnn.safetensors").unlink()
    with pytest.raises(BadWeights, match=r"cnn.safetensors is missing"):
        load_model("cnn", weights)


@pytest.mark.parametrize("content", [None, "[", "[]"])
def test_a_spoilt_manifest_is_said(weights, content):
    if content is None:
        (weights / MANIFEST).unlink()
    else:
        (weights / MANIFEST).write_text(content)
    with pytest.raises(BadWeights, match=r"manifest\.json"):
        load_model("cnn", weights)


def test_one_changed_bit_is_noticed(weights):
    content = bytearray((weights / "cnn.safetensors").read_bytes())
    content[-1] ^= 1
    (weights / "cnn.safetensors").write_bytes(content)
    with pytest.raises(BadWeights, match="not the ones that were trained"):
        load_model("cnn", weights)


def test_weights_of_another_network_are_noticed(weights):
    shutil.copy(weights / "mlp.safetensors", weights / "cnn.safetensors")
    sign(weights, "cnn.safetensors")
    with pytest.raises(BadWeights, match="of another network"):
        load_model("cnn", weights)


def test_a_wrong_shape_is_noticed(weights):
    tensors = load_file(weights / "linear.safetensors")
    tensors["1.bias"] = tensors["1.bias"][:9].clone()
    save_file(tensors, weights / "linear.safetensors")
    sign(weights, "linear.safetensors")
    with pytest.raises(BadWeights, match="of another network"):
        load_model("linear", weights)


def test_a_pickle_is_never_opened(weights, tmp_path):
    class Bomb:
        def __reduce__(self):
            return (open, (str(tmp_path / "opened"), "w"))

    torch.save(Bomb(), weights / "cnn.safetensors")
    sign(weights, "cnn.safetensors")
    with pytest.raises(BadWeights, match="not a safetensors file"):
        load_model("cnn", weights)
    assert not (tmp_path / "opened").exists()


def test_training_can_be_scrubbed_through():
    known = checkpoints()
    assert len(known) == CHECKPOINTS == 12
    assert {"step", "images", "epoch", "mnist_loss", "mnist_accuracy"} <= set(known[0])
    assert [record["step"] for record in known] == sorted(record["step"] for record in known)
    assert known[0]["mnist_accuracy"] < 0.3
    assert known[-1]["mnist_accuracy"] > 0.99
    right = [
        (logits(load_checkpoint(i), PICTURES).argmax(axis=1) == np.arange(10)).sum()
        for i in range(CHECKPOINTS)
    ]
    assert right[0] <= 3
    assert right[-1] == 10


@pytest.mark.parametrize("index", [-1, 12, 1.5])
def test_an_unknown_checkpoint_is_said(index):
    with pytest.raises(InvalidInput, match="from 0 to 11"):
        load_checkpoint(index)


def test_curves_are_lists_of_one_length():
    curves = training_curves()
    assert {"step", "training_loss", "mnist_loss", "strokes_accuracy"} <= set(curves)
    assert len({len(values) for values in curves.values()}) == 1
    assert curves["mnist_loss"][-1] < curves["mnist_loss"][0]


def test_files_are_small():
    assert (WEIGHTS / "cnn.safetensors").stat().st_size <= 500_000
    assert sum(file.stat().st_size for file in WEIGHTS.glob("checkpoints/*")) <= 6_000_000


def test_drawing_alone_does_not_import_torch():
    code = "import core.digits, core.digits.image_preprocessing, sys; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
