"""The visitor's own drawing of /digit as one of the digits of 8 by 8 pixels."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.digits import preprocess_strokes
from core.training.sets import SIDE
from ui.link.permalink import left_on
from ui.link.stroke_text import read_strokes

Floats = NDArray[np.float64]
PEN = 2.5  # of the 28 pixels: as thick as the set's
BLOCK = 4  # pixels on a side that are counted for one
INK = 0.3


@lru_cache(maxsize=256)
def drawn_inputs(ink: str) -> tuple[float, ...]:
    """Return a drawing as the network sees it: 64 numbers between 0 and 1.

    The set's digits fill their height, and narrow ones are wider than they were written: so is the drawing.
    Its strokes are drawn 32 by 32, and each block of 4 by 4 is a pixel, as the set was made.
    """
    image = np.asarray(preprocess_strokes(read_strokes(ink), PEN), dtype=np.float64)
    rows, columns = (np.flatnonzero(image.max(axis=axis) > INK) for axis in (1, 0))
    high, wide = rows[-1] + 1 - rows[0], columns[-1] + 1 - columns[0]
    share = min(1.0, 0.7 * (wide / high) ** 0.3)  # of the width that it fills
    row, inside_rows = _samples(rows, high)
    column, inside_columns = _samples(columns, wide / share)
    fine = image[np.ix_(row, column)] * (inside_rows[:, None] & inside_columns)
    blocks = fine.reshape(SIDE, BLOCK, SIDE, BLOCK).mean(axis=(1, 3))
    return tuple(float(value) for value in blocks.ravel())


def _samples(inked: NDArray[np.intp], length: float) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return the pixels under 32 places along an axis, around the middle of the ink, and which lie on the paper."""
    n = SIDE * BLOCK
    middle = (inked[0] + inked[-1] + 1) / 2
    places = middle + length * ((np.arange(n) + 0.5) / n - 0.5)
    paper = 28
    on_paper = (places >= 0) & (places < paper)
    return np.clip(np.floor(places), 0, paper - 1).astype(np.intp), on_paper


def left_drawing() -> str:
    """Return the strokes that were left on /digit in this visit, or nothing."""
    return left_on("digit").get("strokes", "")
