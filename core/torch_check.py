"""The same numbers by torch and its autograd, to check core on the spot. Imports torch: do so late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import ArrayLike

from core.checks import Array, as_logits
from core.distribution import certain_class
from core.gradient import as_target, loss_gradient, softmax_jacobian
from core.softmax import cross_entropy_from_logits, softmax


@dataclass(frozen=True)
class TorchCheck:
    """What torch computes in float64, and how far core is from it at most.

    Attributes
    ----------
    p, gradient
        Shape (n,).
    jacobian
        Shape (n, n).
    loss
        In nats.
    difference
        The largest absolute difference to core, over all of them. NaN where torch's loss is NaN: of
        a distribution it multiplies y = 0 by ln 0.
    """

    p: Array
    loss: float
    gradient: Array
    jacobian: Array
    difference: float


def torch_check(logits: ArrayLike, target: ArrayLike, temperature: float = 1.0) -> TorchCheck:
    """Compute softmax, loss, gradient and Jacobian with torch, and compare them with core.

    Examples
    --------
    >>> check = torch_check([-1.45, -7.82, -3.78], 0)
    >>> round(check.loss, 4), check.difference < 1e-12
    (0.0944, True)
    """
    z = as_logits(logits)
    y = as_target(target, len(z))
    leaf = torch.tensor(z, dtype=torch.float64, requires_grad=True)
    one = certain_class(y)
    asked = torch.tensor(y if one is None else one)
    loss = torch.nn.functional.cross_entropy(leaf / temperature, asked)
    (gradient,) = torch.autograd.grad(loss, leaf)
    p = torch.softmax(leaf / temperature, dim=0)
    # Row by row: torch.func.jacrev imports torch's compiler first, which takes seconds.
    rows = [torch.autograd.grad(p_i, leaf, retain_graph=True)[0] for p_i in p]
    jacobian = torch.stack(rows).numpy()
    found = TorchCheck(p.detach().numpy(), float(loss.detach()), gradient.numpy(), jacobian, 0.0)
    pairs = [
        (found.p, softmax(z, temperature)),
        (np.array(found.loss), np.array(cross_entropy_from_logits(z, y, temperature))),
        (found.gradient, loss_gradient(z, y, temperature)),
        (found.jacobian, softmax_jacobian(z, temperature)),
    ]
    with np.errstate(invalid="ignore"):
        differences = [np.max(np.where(a == b, 0.0, np.abs(a - b))) for a, b in pairs]
    return replace(found, difference=float(np.max(differences)))


def pytorch_lines(logits: Sequence[float], target: Sequence[float], temperature: float) -> str:
    """Return the lines that compute the loss and its gradient in PyTorch, with these numbers.

    Examples
    --------
    >>> print(pytorch_lines([1.0, 2.0], [1.0, 0.0], 1.0))
    import torch
    <BLANKLINE>
    z = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
    y = torch.tensor(0)
    T = 1.0
    p = torch.softmax(z / T, dim=0)
    loss = torch.nn.functional.cross_entropy(z / T, y)
    loss.backward()
    print(p, loss.item(), z.grad)
    """
    z = ", ".join(_literal(x) for x in logits)
    one = certain_class(target)
    y = f"[{', '.join(map(_literal, target))}], dtype=torch.float64" if one is None else str(one)
    return "\n".join(
        [
            "import torch",
            "",
            f"z = torch.tensor([{z}], dtype=torch.float64, requires_grad=True)",
            f"y = torch.tensor({y})",
            f"T = {_literal(temperature)}",
            "p = torch.softmax(z / T, dim=0)",
            "loss = torch.nn.functional.cross_entropy(z / T, y)",
            "loss.backward()",
            "print(p, loss.item(), z.grad)",
        ]
    )


def _literal(x: float) -> str:
    """Write a float as Python reads it; minus infinity has no literal of its own."""
    return 'float("-inf")' if np.isneginf(x) else repr(float(x))
