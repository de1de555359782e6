"""The digit networks, loaded once and shared by all visitors; nobody changes them."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn

_loading = Lock()


def model(name: str) -> nn.Sequential:
    """Return a network by name: linear, mlp or cnn. Raises `BadWeights` where its file is missing or damaged."""
    with _loading:  # the visitor who comes during the warm-up waits for it, and does not load twice
        return _model(name)


def checkpoint(index: int) -> nn.Sequential:
    """Return the CNN as it was at one of the checkpoints of its training."""
    with _loading:
        return _checkpoint(index)


@cache
def _model(name: str) -> nn.Sequential:
    from core.digits import load_model

    return load_model(name)


@cache
def _checkpoint(index: int) -> nn.Sequential:
    from core.digits import load_checkpoint

    return load_checkpoint(index)
