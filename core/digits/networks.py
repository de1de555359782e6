"""The three networks: each one list of layers, from pixels to ten logits.

They return logits. The softmax belongs to the loss and to the page, not to the network.
"""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor, nn

CLASSES = 10


class Residual(nn.Sequential):
    """A convolution that learns what to add to what it was given. He et al. (2016)."""

    def __init__(self, channels: int) -> None:
        super().__init__(*_convolution(channels, channels, 3))

    def forward(self, pictures: Tensor) -> Tensor:
        """Return pictures of the same shape."""
        added: Tensor = super().forward(pictures)  # type: ignore[no-untyped-call]
        return pictures + added


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
        nn.Conv2d(80, 80, 7, groups=80, bias=False),  # 1 x 1: where in the picture counts
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
        nn.Conv2d(48, 48, 7, groups=48, bias=False),  # 1 x 1
        nn.BatchNorm2d(48),
        nn.ReLU(),
        nn.Flatten(),
        nn.Dropout(0.1),
        nn.Linear(48, 2),
    )


def _convolution(channels_in: int, channels_out: int, kernel: int) -> list[nn.Module]:
    return [
        nn.Conv2d(channels_in, channels_out, kernel, padding=kernel // 2, bias=False),
        nn.BatchNorm2d(channels_out),
        nn.ReLU(),
    ]


NETWORKS: dict[str, Callable[[], nn.Sequential]] = {"linear": linear, "mlp": mlp, "cnn": cnn}
"""Name -> function that builds the network, with random weights."""
