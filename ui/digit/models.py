"""The digit networks, loaded once and shared by all visitors; nobody changes them."""

from __future__ import annotations

from functools import cache
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np

from core import digits

if TYPE_CHECKING:
    from torch import nn

_loading = RLock()


def model(name: str) -> nn.Sequential:
    """Return a trained network, ready for its first picture.

    Parameters
    ----------
    name
        One of ``core.digits.MODEL_NAMES``.

    Raises
    ------
    core.digits.BadWeights
        Its weights are missing or damaged; the next call tries again.
    """
    with _loading:
        return _model(name)


def checkpoint(index: int) -> nn.Sequential:
    """Return the CNN as it was at one of the moments of its training; see `model`."""
    with _loading:
        return _checkpoint(index)


@cache
def _model(name: str) -> nn.Sequential:
    return _warm(digits.load_model(name))


@cache
def _checkpoint(index: int) -> nn.Sequential:
    return _warm(digits.load_checkpoint(index))


def _warm(network: nn.Sequential) -> nn.Sequential:
    """Let a network see an empty picture: its first is the slowest."""
    digits.logits(network, np.zeros((28, 28)))
    return network
