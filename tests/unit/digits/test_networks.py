"""Networks as they are shipped say what they said in training, without batch normalisation."""

import pytest
import torch
from torch import nn

from core.digits.networks import WholeMap, cnn, not_digit, without_batch_norm
from core.digits.recognizer import WEIGHTS, fill, load_model, logits

PICTURES = torch.rand(4, 1, 28, 28, generator=torch.Generator().manual_seed(3))


def learned(build):
    """Return a network whose batch normalisations are those of some pictures."""
    torch.manual_seed(1)
    network = build().train()
    for _ in range(5):
        network(torch.rand(16, 1, 28, 28))
    return network.eval()


@pytest.mark.parametrize("build", [cnn, not_digit])
def test_without_batch_norm_the_logits_are_the_same(build):
    network = learned(build)
    bare = without_batch_norm(network)
    assert any(isinstance(part, nn.BatchNorm2d) for part in network.modules())
    assert not any(isinstance(part, nn.BatchNorm2d) for part in bare.modules())
    with torch.inference_mode():
        assert torch.allclose(network(PICTURES), bare(PICTURES), atol=1e-4)


def test_one_sum_over_each_map_is_the_convolution_that_learned_it():
    layer = WholeMap(6, 7)
    maps = torch.rand(3, 6, 7, 7)
    assert torch.allclose(layer.train()(maps), layer.eval()(maps), atol=1e-5)


def test_the_shipped_network_says_what_its_file_says():
    trained = cnn()
    fill(trained, (WEIGHTS / "cnn.safetensors").read_bytes(), "cnn.safetensors")
    with torch.inference_mode():
        expected = trained(PICTURES).double().numpy()
    assert logits(load_model("cnn"), PICTURES[:, 0]) == pytest.approx(expected, abs=1e-3)
