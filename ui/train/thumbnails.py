"""Small pictures of the data sets, drawn from their own points."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

import numpy as np

from core.training.run import Settings
from core.training.sets import DIGITS, MADE, NOISE, OWN, SIDE, UPLOADED, digits, whole

COLORS = ("#009e73", "#cc79a7", "#d6b400", "#56b4e9", "#6a5acd", "#8c6d4f")
WIDE = 40


@cache
def thumbnail(code: str) -> str:
    """Return a picture of a data set as an address of its data."""
    shapes = _shapes(code)
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {WIDE}">{shapes}</svg>'
    return f"data:image/svg+xml,{quote(drawn)}"


def _shapes(code: str) -> str:
    if code == DIGITS:
        return _digit()
    if code == OWN:
        return '<path d="M14 8l16 15-8 1 5 9-4 2-4-9-5 5z" fill="#8c8c8c"/>'
    if code == UPLOADED:
        lines = "".join(f"M8 {y}h24" for y in (10, 17, 24, 31))
        return f'<path d="{lines}M8 10v21M20 10v21M32 10v21" stroke="#8c8c8c" stroke-width="2" fill="none"/>'
    columns = (2, 3) if code == "iris" else (0, 6)
    settings = Settings(data=code, points=30, noise=0.7 * NOISE.get(code, 1.0), columns=columns)
    if code in MADE:
        settings = Settings(data=code, points=40, noise=0.5 * NOISE[code])
    X, y, _rng = whole(settings)
    return "".join(
        f'<circle cx="{20 + 6 * x0:.1f}" cy="{20 - 6 * x1:.1f}" r="1.5" fill="{COLORS[k]}"/>'
        for (x0, x1), k in zip(X, y, strict=True)
    )


def _digit() -> str:
    image = digits()[0][2].reshape(SIDE, SIDE)
    return "".join(
        f'<rect x="{4 + 4 * column}" y="{4 + 4 * row}" width="4" height="4" fill="#8c8c8c" opacity="{image[row, column]:.2f}"/>'
        for row, column in np.argwhere(image > 0)
    )
