"""The start page's three bars as a notebook to take home."""

from __future__ import annotations

from core.notebook import Cell
from ui.elements.softmax_notebook import softmax_cells
from ui.home.miniature import Miniature, class_names


def notebook(state: Miniature) -> list[Cell]:
    """Return its cells, with the numbers that the page shows."""
    return softmax_cells(class_names(), state.z, state.target.tolist())
