"""Digits as some countries write them: a zero with a slash, a one with flag and foot, a barred seven.

Such a stroke is drawn by rule into what another hand wrote, so that a network meets each form in many more hands
than the few writers of the data sets who use it.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from core.digits.strokes import Floats, bounds

Drawing = list[Floats]
Random = np.random.Generator
CHANCES = {0: 0.3, 1: 0.3, 7: 0.25}
"""How often a digit is given one of its rare forms."""


def rare_form(strokes: Drawing, label: int, random: Random) -> Drawing:
    """Return a digit of one stroke, often, in a form that is rare in the data; any other as it is.

    Examples
    --------
    >>> ring = [np.array([[0.0, 1.0], [1.0, 2.0], [2.0, 1.0], [1.0, 0.0], [0.0, 1.0]])]
    >>> random = np.random.default_rng(0)
    >>> {len(rare_form(ring, 0, random)) for _ in range(50)}
    {1, 2}
    """
    if len(strokes) > 1 or random.random() >= CHANCES.get(label, 0.0):
        return strokes
    return _FORMS[label](strokes, random)


def slashed(strokes: Drawing, random: Random) -> Drawing:
    """Return a zero with a line through it: mostly rising to the right, at times upright, flat or falling."""
    left, top, right, bottom = bounds(strokes)
    middle = np.array([left + right, top + bottom]) / 2
    half = np.array([right - left, bottom - top]) / 2
    steep = math.radians(
        random.choice([random.normal(52, 16), random.normal(90, 8), 0, 130], p=_SLANTS)
    )
    along = np.array([math.cos(steep), -math.sin(steep)])
    reach = float(np.hypot(*(along * half))) + 1e-9
    ends = middle + np.outer(random.uniform(0.65, 2.2, 2) * [1, -1], along * reach)
    ends += random.normal(0, 0.08, (2, 2)) * half
    line = np.stack([ends[0], ends.mean(axis=0) + random.normal(0, 0.06, 2) * half, ends[1]])
    if random.random() < 0.2:  # without lifting the pen
        return [np.concatenate([strokes[0], line])]
    return [*strokes, line]


_SLANTS = (0.65, 0.2, 0.1, 0.05)


def flagged(strokes: Drawing, random: Random) -> Drawing:
    """Return a plain upright one with a flag at its head, a bar or a hook at its foot, or several of them."""
    left, top, right, bottom = bounds(strokes)
    height = bottom - top
    if right - left > 0.45 * height:
        return strokes  # it has a flag already, or lies
    stroke = strokes[0] if strokes[0][0, 1] < strokes[0][-1, 1] else strokes[0][::-1]
    has_flag, has_foot = random.random() < 0.75, random.random() < 0.6
    parts = [stroke]
    if has_flag:
        wide = random.uniform(0.12, 0.5)
        steep = (
            random.uniform(0.55, 1.3) if wide > 0.3 or not has_foot else random.uniform(0.1, 1.2)
        )
        flag = stroke[0] + [-wide * height, wide * steep * height]
        parts[0] = np.concatenate([flag[None], stroke])
    if has_foot:
        reach = random.uniform(0.1, 0.38, 2) * height
        parts.append(stroke[-1] + [[-reach[0], 0], [reach[1], random.normal(0, 0.05) * height]])
    elif random.random() < 0.5:
        curl = random.uniform(0.06, 0.2) * height
        hook = stroke[-1] + curl * np.array([[0.4, 0.1], [0.8, 0.0], [1.1, -0.3]])
        parts[0] = np.concatenate([parts[0], hook])
    return parts


def barred(strokes: Drawing, random: Random) -> Drawing:
    """Return a seven with a bar across its stem, or a foot under it."""
    left, top, right, bottom = bounds(strokes)
    width, height = right - left, bottom - top
    if random.random() < 0.3:
        reach = random.uniform(0.1, 0.3, 2) * height
        return [
            *strokes,
            strokes[0][-1] + [[-reach[0], 0], [reach[1], random.normal(0, 0.04) * height]],
        ]
    level = top + random.uniform(0.4, 0.65) * height
    stem = strokes[0][np.argmin(np.abs(strokes[0][:, 1] - level))]
    reach = random.uniform(0.25, 0.6, 2) * width
    tilt = random.normal(0, 0.12) * width
    return [*strokes, stem + np.array([[-reach[0], tilt], [reach[1], -tilt]])]


_FORMS: dict[int, Callable[[Drawing, Random], Drawing]] = {0: slashed, 1: flagged, 7: barred}
