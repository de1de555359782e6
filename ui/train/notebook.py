"""The run as a notebook to take home."""

from __future__ import annotations

from core.notebook import Cell
from core.training.pool import TABLES
from core.training.script import cells
from core.training.sets import OWN, UPLOADED
from ui.language.sentences import _
from ui.train.state import Train, classes


def notebook(state: Train) -> list[Cell]:
    """Return the cells of the run in PyTorch; none where there is nothing to train on yet."""
    nothing = state.data == OWN and not state.own
    if nothing or (state.data == UPLOADED and TABLES.get(state.table) is None):
        return []
    return cells(state.run, state.steps, classes(state), _("Multi-class example in PyTorch"))
