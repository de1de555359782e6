"""Cells of a notebook that compute softmax and loss as a page shows them: in numpy step by step, and in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

from core.distribution import certain_class
from core.notebook import Cell, literal
from ui.language.sentences import _

FORMULAS = r"""$$p_k = \frac{e^{z_k/T}}{\sum_j e^{z_j/T}} \qquad L = -\sum_k y_k \ln p_k \qquad \frac{\partial L}{\partial z_k} = \frac{p_k - y_k}{T}$$"""


def title_cell(title: str, said: str, formulas: str) -> Cell:
    """Return the first cell: a title, a sentence and formulas, none of which a visitor has typed."""
    return Cell("markdown", f"# {title}\n\n{said}\n\n{formulas}")


def softmax_cells(
    names: Sequence[str], z: Sequence[float], y: Sequence[float], temperature: float = 1.0
) -> list[Cell]:
    """Return title, numpy and PyTorch for logits z and a target distribution y, of n classes.

    The names stand in the code as Python literals: whatever they are, they stay text.
    """
    said = _("The numbers of the page's link: logits z, target y, temperature T.")
    return [
        title_cell(_("Softmax and cross-entropy"), said, FORMULAS),
        Cell("code", _numpy(names, z, y, temperature)),
        Cell("markdown", _("The same in PyTorch: cross_entropy takes the logits, not p.")),
        Cell("code", _torch(y)),
    ]


def _numpy(names: Sequence[str], z: Sequence[float], y: Sequence[float], temperature: float) -> str:
    return "\n".join(
        [
            "import numpy as np",
            "from numpy import inf",
            "",
            f"names = {literal(list(names))}",
            f"z = np.array({literal([float(x) for x in z])})",
            f"y = np.array({literal([float(x) for x in y])})",
            f"T = {literal(float(temperature))}",
            "",
            "shifted = (z - z.max()) / T  # " + _("the same p, and no overflow"),
            "weights = np.exp(shifted)",
            "p = weights / weights.sum()",
            "log_p = shifted - np.log(weights.sum())",
            "loss = -np.sum(y[y > 0] * log_p[y > 0])",
            'print(*zip(names, p.round(4).tolist()), sep="\\n")',
            'print(loss, "nats =", loss / np.log(2), "bits")',
            'print("p - y =", p - y)',
        ]
    )


def _torch(y: Sequence[float]) -> str:
    """Return the same by torch, as it takes a class (by its index), or a distribution."""
    one = certain_class(y)
    target = "torch.tensor(y)" if one is None else f"torch.tensor({one})"
    return "\n".join(
        [
            "import torch",
            "",
            "logits = torch.tensor(z, requires_grad=True)",
            f"torch_loss = torch.nn.functional.cross_entropy(logits / T, {target})",
            "torch_loss.backward()",
            'print(torch_loss.item(), "nats, gradient", logits.grad.numpy())',
        ]
    )
