"""Small pictures of the data sets, drawn from their own points."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

import numpy as np

from core.training.run import Settings
from core.training.sets import DIGITS, MADE, NOISE, OWN, SIDE, UPLOADED, digits, whole
from ui.elements.colors import CLASS_COLORS, COLORS

GREY = COLORS["z"].chart
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
        return f'<path d="M14 8l16 15-8 1 5 9-4 2-4-9-5 5z" fill="{GREY}"/>'
    if code == UPLOADED:
        lines = "".join(f"M8 {y}h24" for y in (10, 17, 24, 31))
        return f'<path d="{lines}M8 10v21M20 10v21M32 10v21" stroke="{GREY}" stroke-width="2" fill="none"/>'
    columns = (2, 3) if code == "iris" else (0, 6)
    settings = Settings(data=code, points=30, noise=0.7 * NOISE.get(code, 1.0), columns=columns)
    if code in MADE:
        settings = Settings(data=code, points=40, noise=0.5 * NOISE[code])
    X, y, _rng = whole(settings)
    return "".join(
        f'<circle cx="{20 + 6 * x0:.1f}" cy="{20 - 6 * x1:.1f}" r="1.5" fill="{CLASS_COLORS[k]}"/>'
        for (x0, x1), k in zip(X, y, strict=True)
    )


def _digit() -> str:
    image = digits()[0][2].reshape(SIDE, SIDE)
    return "".join(
        f'<rect x="{4 + 4 * column}" y="{4 + 4 * row}" width="4" height="4" fill="{GREY}" opacity="{image[row, column]:.2f}"/>'
        for row, column in np.argwhere(image > 0)
    )
