"""The weather of two cities as a notebook to take home: what it costs in bits, and the forecast's loss."""

from __future__ import annotations

from core.distribution import certain_class
from core.notebook import Cell, literal
from ui.elements.softmax_notebook import title_cell
from ui.language.sentences import _
from ui.weather.state import Weather

FORMULAS = r"$$H(p) = -\sum_k p_k \log_2 p_k \qquad H(q, p) = -\sum_k q_k \log_2 p_k = H(q) + \mathrm{KL}(q \| p)$$"


def notebook(state: Weather) -> list[Cell]:
    """Return its cells, with the numbers that the page shows."""
    said = _("The numbers of the page's link: two cities' weather p and q, and a code.")
    last = _("The forecast: the loss is the cross-entropy of what happened, here in PyTorch.")
    return [
        title_cell(_("Codes, entropy and cross-entropy"), said, FORMULAS),
        Cell("code", _costs(state)),
        Cell("markdown", last),
        Cell("code", _forecast(state)),
    ]


def _costs(state: Weather) -> str:
    return "\n".join(
        [
            "import numpy as np",
            "",
            f"names = {literal(state.labels)}",
            f"p = np.array({literal([float(x) for x in state.p])})",
            f"q = np.array({literal([float(x) for x in state.q])})",
            f"code = {literal(list(state.code))}",
            "",
            "def cross_entropy(q, p):  # 0 log 0 = 0",
            '    with np.errstate(divide="ignore"):',
            "        return -np.sum(q[q > 0] * np.log2(p[q > 0]))",
            "",
            "lengths = np.array([len(word) for word in code])",
            "mine, entropy = p @ lengths, cross_entropy(p, p)",
            "crossed, own = cross_entropy(q, p), cross_entropy(q, q)",
            'print(*zip(names, code, p.tolist(), q.tolist()), sep="\\n")',
            'print("A:", mine, "bits in my code, entropy", entropy)',
            'print("B:", crossed, "bits =", own, "+", crossed - own)',
        ]
    )


def _forecast(state: Weather) -> str:
    return "\n".join(
        [
            "import torch",
            "",
            f"z = torch.tensor({literal([float(x) for x in state.z])}, dtype=torch.float64, requires_grad=True)",
            f"loss = torch.nn.functional.cross_entropy(z, torch.tensor({certain_class(state.target)}))",
            "loss.backward()",
            'print(torch.softmax(z, 0).tolist(), loss.item(), "nats", z.grad)',
        ]
    )
