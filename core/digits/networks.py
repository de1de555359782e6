"""The three networks: each one list of layers, from pixels to ten logits.

They return logits. The softmax belongs to the loss and to the page, not to the network.
"""

from __future__ import annotations

import copy
from collections.abc import Callable

from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

CLASSES = 10


class Residual(nn.Sequential):
    """A convolution that learns what to add to what it was given. He et al. (2016)."""

    def __init__(self, channels: int) -> None:
        super().__init__(*_convolution(channels, channels, 3))

    def forward(self, pictures: Tensor) -> Tensor:
        """Return pictures of the same shape."""
        added: Tensor = super().forward(pictures)  # type: ignore[no-untyped-call]
        return pictures + added


class WholeMap(nn.Conv2d):
    """One weighted sum over each whole map: where in the picture counts."""

    def __init__(self, channels: int, side: int) -> None:
        super().__init__(channels, channels, side, groups=channels, bias=False)

    def forward(self, maps: Tensor) -> Tensor:
        """Return (n, channels, 1, 1)."""
        if self.training:
            return super().forward(maps)
        # PyTorch would make one convolution of each channel: 0.18 ms instead of 0.01.
        sums = (maps * self.weight[:, 0]).sum((2, 3), keepdim=True)
        return sums if self.bias is None else sums + self.bias[:, None, None]


def linear() -> nn.Sequential:
    """Softmax regression: one weight for each pixel and digit."""
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(28 * 28, CLASSES),
    )


def mlp() -> nn.Sequential:
    """Two hidden layers that know nothing of neighbouring pixels."""
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(28 * 28, 256),
        nn.ReLU(),
        nn.Dropout(0.1),
        nn.Linear(256, 128),
        nn.ReLU(),
        nn.Dropout(0.1),
        nn.Linear(128, CLASSES),
    )


def cnn() -> nn.Sequential:
    """Small filters in three stages, then one weighted look at each of the last maps."""
    return nn.Sequential(
        *_convolution(1, 16, 5),
        *_convolution(16, 32, 3),
        nn.MaxPool2d(2),  # 14 x 14
        *_convolution(32, 48, 3),
        Residual(48),
        Residual(48),
        nn.MaxPool2d(2),  # 7 x 7
        *_convolution(48, 80, 3),
        Residual(80),
        Residual(80),
        WholeMap(80, 7),  # 1 x 1: where in the picture counts
        nn.BatchNorm2d(80),
        nn.ReLU(),
        nn.Flatten(),
        nn.Dropout(0.1),
        nn.Linear(80, CLASSES),
    )


def not_digit() -> nn.Sequential:
    """Two logits: a digit, and no digit. Apart from the others, which know digits alone."""
    return nn.Sequential(
        *_convolution(1, 16, 5),
        nn.MaxPool2d(2),  # 14 x 14
        *_convolution(16, 32, 3),
        nn.MaxPool2d(2),  # 7 x 7
        *_convolution(32, 48, 3),
        *_convolution(48, 48, 3),
        WholeMap(48, 7),  # 1 x 1
        nn.BatchNorm2d(48),
        nn.ReLU(),
        nn.Flatten(),
        nn.Dropout(0.1),
        nn.Linear(48, 2),
    )


def without_batch_norm(network: nn.Sequential) -> nn.Sequential:
    """Return the network in ``eval()``, each batch normalisation made part of the convolution before it.

    The logits are the same, in fewer steps.
    """
    network = copy.deepcopy(network).eval()
    for layers in [part for part in network.modules() if isinstance(part, nn.Sequential)]:
        for i in reversed(range(len(layers))):
            norm, before = layers[i], layers[i - 1]
            if isinstance(norm, nn.BatchNorm2d) and isinstance(before, nn.Conv2d):
                layers[i - 1] = fuse_conv_bn_eval(before, norm)
                del layers[i]
    return network


def _convolution(channels_in: int, channels_out: int, kernel: int) -> list[nn.Module]:
    return [
        nn.Conv2d(channels_in, channels_out, kernel, padding=kernel // 2, bias=False),
        nn.BatchNorm2d(channels_out),
        nn.ReLU(),
    ]


NETWORKS: dict[str, Callable[[], nn.Sequential]] = {"linear": linear, "mlp": mlp, "cnn": cnn}
"""Name -> function that builds the network, with random weights."""
