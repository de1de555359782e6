"""The explorer's state as a notebook to take home."""

from __future__ import annotations

from core.notebook import Cell
from ui.elements.softmax_notebook import softmax_cells
from ui.softmax.state import Explorer


def notebook(state: Explorer) -> list[Cell]:
    """Return its cells, with the numbers that the page shows."""
    return softmax_cells(state.labels, state.z, state.target.tolist(), state.temperature)
