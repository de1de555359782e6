"""Other hands: each time a digit is seen it is turned, bent, and drawn with another pen."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from core.learning.fitting import LATE_FROM


@dataclass(frozen=True)
class Hands:
    """How far hands differ. Standard deviations, but for the ``chance`` of another pen."""

    rotation: float = 8.0  # degrees
    shear: float = 0.14
    scale: float = 0.08  # each axis on its own
    shift: float = 0.8  # pixels
    bend: float = 0.8  # pixels, of a smooth random field
    pen_chance: float = 0.5

    def calmer(self, part: float) -> Hands:
        """Return hands that differ by a part of this only."""
        values = {name: value * part for name, value in asdict(self).items()}
        return Hands(**values)


STILL = Hands().calmer(0.0)
"""No change at all."""


def augmentation_strength(done: float, least: float) -> float:
    """Return how much hands still differ: all for three quarters, then ever less.

    The last epochs are near to what the network is for, and settle its probabilities.

    Examples
    --------
    >>> [round(augmentation_strength(t, 0.4), 2) for t in (0, 0.75, 0.875, 1)]
    [1.0, 1.0, 0.7, 0.4]
    """
    return 1 - (1 - least) * max(0.0, (done - LATE_FROM) / (1 - LATE_FROM))


def other_hands(pictures: Tensor, hands: Hands, generator: torch.Generator) -> Tensor:
    """Return the pictures as other hands would draw them.

    Parameters
    ----------
    pictures
        (n, 1, 28, 28) float32 in [0, 1].

    Returns
    -------
    (n, 1, 28, 28) float32 in [0, 1].
    """
    return _other_pen(_bend(pictures, hands, generator), hands.pen_chance, generator)


def _bend(pictures: Tensor, hands: Hands, generator: torch.Generator) -> Tensor:
    n, size = len(pictures), pictures.shape[-1]
    angle, shear, wide, high, right, down = torch.randn(6, n, generator=generator)
    angle = angle * math.radians(hands.rotation)
    cos, sin, shear = angle.cos(), angle.sin(), shear * hands.shear
    wide, high = (wide * hands.scale).exp(), (high * hands.scale).exp()
    pixel = 2 / size
    matrix = torch.stack(
        [
            torch.stack([wide * cos, wide * (shear * cos - sin), right * hands.shift * pixel], 1),
            torch.stack([high * sin, high * (shear * sin + cos), down * hands.shift * pixel], 1),
        ],
        1,
    )
    grid = F.affine_grid(matrix, list(pictures.shape), align_corners=False)
    # Smooth because drawn on 4 x 4 points and interpolated; its size differs from digit to digit.
    strength = torch.rand(n, 1, 1, 1, generator=generator) * 2 * hands.bend * pixel
    coarse = torch.randn(n, 2, 4, 4, generator=generator) * strength
    smooth = F.interpolate(coarse, size=(size, size), mode="bicubic", align_corners=True)
    return F.grid_sample(pictures, grid + smooth.permute(0, 2, 3, 1), align_corners=False)


def _other_pen(pictures: Tensor, chance: float, generator: torch.Generator) -> Tensor:
    """Make some of the pictures bolder and some finer, by a random part of one pixel."""
    n = len(pictures)
    amount = torch.rand(n, 1, 1, 1, generator=generator) * 2 - 1
    amount = amount * (torch.rand(n, 1, 1, 1, generator=generator) < chance)
    bolder = F.max_pool2d(pictures, 3, 1, 1)
    finer = -F.max_pool2d(-pictures, 3, 1, 1)
    up, down = amount.clamp(min=0) * 0.6, (-amount).clamp(min=0) * 0.5
    return pictures + up * (bolder - pictures) + down * (finer - pictures)
