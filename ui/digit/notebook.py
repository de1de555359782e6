"""What the network says to a drawing, as a notebook to take home."""

from __future__ import annotations

from core.digits import BadWeights
from core.notebook import Cell
from ui.digit import digit_source
from ui.digit.chain import NAMES, target_of
from ui.digit.state import Digit
from ui.elements.softmax_notebook import softmax_cells


def notebook(state: Digit) -> list[Cell]:
    """Return its cells: the ten logits and what follows from them. None without a drawing."""
    try:
        seen = digit_source.current_recognition(state)
    except BadWeights:
        return []
    if seen is None:
        return []
    return softmax_cells(NAMES, seen.logits.tolist(), target_of(state, seen).tolist())
