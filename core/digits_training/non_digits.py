"""Drawings that are not digits, at random, as stroke data: to teach and to test the refusal.

Everything here is drawn from rules; nothing is copied from a data set.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from core.digits_training.glyphs import LETTERS, SIGNS

Floats = NDArray[np.float64]
Drawing = list[Floats]
Random = np.random.Generator
Draw = Callable[[Random], Drawing]


def smooth(points: Floats, each: int = 8) -> Floats:
    """Return a smooth path through points: a Catmull-Rom spline.

    Examples
    --------
    >>> smooth(np.array([[0.0, 0.0], [1.0, 1.0]]), each=2).tolist()
    [[0.0, 0.0], [0.5, 0.5], [1.0, 1.0]]
    """
    padded = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    t = np.arange(each)[:, None, None] / each
    a, b, c, d = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    path = b + t * (c - a) / 2 + t**2 * (a - 2.5 * b + 2 * c - d / 2)
    path = path + t**3 * (1.5 * (b - c) + (d - a) / 2)
    return np.concatenate([path.transpose(1, 0, 2).reshape(-1, 2), points[-1:]])


def glyph(form: str, random: Random | None = None) -> Drawing:
    """Return the strokes of a letter or sign, and with ``random`` as some hand draws it.

    Examples
    --------
    >>> [stroke.shape for stroke in glyph("0,0 4,10 8,0|~0,0 1,1 2,0")]
    [(3, 2), (17, 2)]
    """
    drawing: Drawing = []
    wobble = 0.0 if random is None else random.uniform(0, 0.6)
    for stroke in form.split("|"):
        points = np.array([point.split(",") for point in stroke.lstrip("~").split()], dtype=float)
        if random is not None:
            points = points + random.normal(0, wobble, points.shape) * [0.8, 1.0]
            points = points + random.normal(0, wobble * 0.5, 2)
        drawing.append(smooth(points) if stroke.startswith("~") else points)
    return drawing


def by_a_hand(drawing: Drawing, random: Random) -> Drawing:
    """Return a drawing bent, turned and stretched as some hand would."""
    everything = np.concatenate(drawing)
    middle, size = everything.mean(axis=0), float(np.ptp(everything, axis=0).max()) or 1.0
    angle = math.radians(7) * random.standard_normal()
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    shear = np.array([[1.0, 0.0], [0.15 * random.standard_normal(), 1.0]])
    stretch = np.diag(np.exp(0.15 * random.standard_normal(2)))
    phase, frequency = random.uniform(0, 2 * math.pi, (2, 2)), random.uniform(1, 5, (2, 2))
    strength = 0.04 * size * random.random()
    bent = []
    for stroke in drawing:
        dense = _dense(stroke, size / 20)
        place = (dense - middle) / size
        wave = np.sin(place @ frequency * 2 + phase[0])
        bent.append((dense - middle + strength * wave) @ turn @ shear @ stretch)
    return bent


def _dense(stroke: Floats, spacing: float) -> Floats:
    if len(stroke) < 2:
        return stroke
    length = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))])
    at = np.union1d(length, np.arange(0, length[-1], max(spacing, 1e-9)))
    return np.stack([np.interp(at, length, stroke[:, axis]) for axis in (0, 1)], axis=1)


def zigzag(random: Random) -> Drawing:
    """Return a line to and fro, as one strikes something out."""
    turns = int(random.integers(5, 24))
    along = np.linspace(0, random.uniform(0.5, 2.5), turns) + random.normal(0, 0.04, turns)
    across = np.where(np.arange(turns) % 2, 1.0, 0.0) + random.normal(0, 0.12, turns)
    path = _turned(np.stack([along, across], axis=1), random.uniform(0, 2 * math.pi))
    return [smooth(path) if random.random() < 0.5 else path]


def coil(random: Random) -> Drawing:
    """Return loops that move on, as one tries a pen."""
    loops = random.uniform(2.2, 8)
    t = np.linspace(0, loops * 2 * math.pi, int(loops * 20))
    radius = 1 + 0.2 * np.sin(t * random.uniform(0.1, 0.6) + random.uniform(0, 6))
    x = radius * np.cos(t) * random.uniform(0.4, 1) + t * random.uniform(0.1, 0.35)
    path = np.stack([x, radius * np.sin(t)], axis=1)
    return [_turned(path, random.uniform(0, 2 * math.pi))]


def spiral(random: Random) -> Drawing:
    """Return a spiral of two turns or more."""
    t = np.linspace(0, random.uniform(2, 5) * 2 * math.pi, 120)
    path = np.stack([t * np.cos(t), t * np.sin(t) * random.choice([-1, 1])], axis=1)
    return [_turned(path, random.uniform(0, 2 * math.pi))]


def wander(random: Random) -> Drawing:
    """Return a smooth line through many points at random."""
    points = random.random((int(random.integers(8, 26)), 2)) * [random.uniform(0.6, 1.6), 1]
    return [smooth(points)]


def walk(random: Random) -> Drawing:
    """Return a line that turns and turns without a plan, and often a second one over it."""
    steps = int(random.integers(120, 300))
    drift = np.cumsum(random.normal(0, 0.03, steps)) + random.choice([-1, 1]) * 0.06
    direction = np.cumsum(drift + random.normal(0, 0.2, steps))
    path = np.cumsum(np.stack([np.cos(direction), np.sin(direction)], axis=1), axis=0)
    path = (path - path.min(axis=0)) / np.ptp(path, axis=0).max()
    return [path, *(wander(random) if random.random() < 0.5 else hatching(random)[:3])]


def hatching(random: Random) -> Drawing:
    """Return four to nine strokes over each other, in any direction."""
    strokes = []
    for _ in range(int(random.integers(4, 10))):
        ends = random.random((2, 2))
        middle = ends.mean(axis=0) + random.normal(0, 0.1, 2)
        strokes.append(smooth(np.stack([ends[0], middle, ends[1]])))
    return strokes


def blob(random: Random) -> Drawing:
    """Return an area filled by going to and fro."""
    turns = int(random.integers(18, 40))
    y = np.linspace(0, 1, turns)
    half = np.sqrt(np.clip(1 - (2 * y - 1) ** 2, 0.02, 1)) * random.uniform(0.35, 0.8)
    x = np.where(np.arange(turns) % 2, half, -half)
    return [_turned(np.stack([x, y], axis=1), random.uniform(0, math.pi))]


def dots(random: Random) -> Drawing:
    """Return one to seven dots: points, or small rings and dashes as a pressed pen leaves."""
    count = int(random.choice([1, 2, 3, 4, 5, 6, 7], p=[0.3, 0.2, 0.2, 0.1, 0.1, 0.05, 0.05]))
    if count == 1:
        return [np.zeros((1, 2)) if random.random() < 0.5 else _spot(random)]
    places = random.random((count, 2)) * [1, random.uniform(0.1, 1)]
    small = random.uniform(0.0, 0.08)
    return [place + small * _spot(random) for place in places]


def _spot(random: Random) -> Floats:
    """Return the knot of a pen pressed and turned on the spot."""
    return random.normal(0, 1, (int(random.integers(6, 20)), 2)) * 0.5


def line(random: Random) -> Drawing:
    """Return a straight or waved line that lies, or leans the way no 1 does."""
    angle = math.radians(
        random.uniform(-25, 25) if random.random() < 0.5 else random.uniform(25, 50)
    )
    x = np.linspace(0, 1, 30)
    wave = random.uniform(0, 0.06) * np.sin(x * random.uniform(2, 20))
    return [_turned(np.stack([x, wave], axis=1), angle)]


def lines(random: Random) -> Drawing:
    """Return two to five lines side by side."""
    x = np.cumsum(random.uniform(0.15, 0.6, int(random.integers(2, 6))))
    drawing = [np.array([[a, random.normal(0, 0.08)], [a + random.normal(0, 0.06), 1]]) for a in x]
    return [_turned(stroke, random.choice([0.0, 0.0, 0.4, math.pi / 2])) for stroke in drawing]


def polygon(random: Random) -> Drawing:
    """Return a closed figure of three to six corners at random."""
    corners = int(random.integers(3, 7))
    angles = np.sort(random.uniform(0, 2 * math.pi, corners))
    if np.diff(angles, append=angles[0] + 2 * math.pi).max() > 2.6:
        angles = np.arange(corners) * 2 * math.pi / corners + random.uniform(0, 1)
    points = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return [np.concatenate([points, points[:1]])]


def cross(random: Random) -> Drawing:
    """Return two lines that cross, at any angle, off the middle too."""
    turn = random.uniform(0, math.pi)
    between = random.uniform(0.7, math.pi - 0.7)
    drawing = []
    for angle in (turn, turn + between):
        half = random.uniform(0.6, 1)
        ends = np.array([[-half, 0], [random.uniform(0.6, 1), 0]])
        drawing.append(_turned(ends, angle) + random.normal(0, 0.1, 2))
    return drawing


def _turned(path: Floats, angle: float) -> Floats:
    cos, sin = math.cos(angle), math.sin(angle)
    rotated: Floats = path @ np.array([[cos, sin], [-sin, cos]])
    return rotated


def side_by_side(parts: Sequence[Drawing], random: Random) -> Drawing:
    """Return drawings one after the other, as one writes a number or a word."""
    together: Drawing = []
    right = 0.0
    for part in parts:
        points = np.concatenate(part)
        left, top = points.min(axis=0)
        width, height = np.maximum(np.ptp(points, axis=0), 1e-9)
        scale = random.uniform(0.75, 1.1) / max(height, width * 0.8)
        corner = np.array([right, random.normal(0, 0.1)])
        together += [(stroke - [left, top]) * scale + corner for stroke in part]
        right += width * scale + random.uniform(0.04, 0.5)
    return together


def word(random: Random) -> Drawing:
    """Return two to four letters side by side."""
    names = random.choice(list(LETTERS), int(random.integers(2, 5)))
    return side_by_side(
        [glyph(str(random.choice(LETTERS[name])), random) for name in names], random
    )


def invented(random: Random) -> Drawing:
    """Return a sign that nobody knows: two to four arcs, lines, loops and hooks, joined."""
    drawing: Drawing = []
    for _ in range(int(random.integers(2, 5))):
        part = _PARTS[int(random.integers(len(_PARTS)))](random)
        part = _turned(part, random.uniform(0, 2 * math.pi)) * random.uniform(0.4, 1.2)
        if drawing:
            before = drawing[int(random.integers(len(drawing)))]
            joint = before[int(random.choice([0, -1, len(before) // 2]))]
            part = part - part[int(random.choice([0, 0, len(part) // 2]))] + joint
            part = part + random.normal(0, 0.06, 2)
        if drawing and random.random() < 0.3:
            drawing[-1] = np.concatenate([drawing[-1], part])  # without lifting the pen
        else:
            drawing.append(part)
    return drawing


def _arc(random: Random) -> Floats:
    t = np.linspace(0, random.uniform(1.5, 4.5), 24)
    return np.stack([np.cos(t) * random.uniform(0.3, 0.7), np.sin(t) * 0.6], axis=1)


def _bar(random: Random) -> Floats:
    return np.array([[0.0, 0.0], [0.5, random.normal(0, 0.04)], [1.0, 0.0]])


def _loop(random: Random) -> Floats:
    t = np.linspace(0, random.uniform(5.5, 7.5), 30)
    return np.stack([np.cos(t) * random.uniform(0.2, 0.5), np.sin(t) * 0.4], axis=1)


def _hook(random: Random) -> Floats:
    return smooth(np.array([[0, 0], [0.9, 0], [1, random.uniform(0.1, 0.5)], [0.8, 0.5]]))


def _angle(random: Random) -> Floats:
    return np.array([[0, 0], [0.8, 0], [random.uniform(0, 1.5), random.uniform(0.4, 1)]])


def _wave(random: Random) -> Floats:
    x = np.linspace(0, 1.2, 30)
    return np.stack([x, 0.2 * np.sin(x * random.uniform(4, 12))], axis=1)


_PARTS = (_arc, _arc, _bar, _bar, _loop, _hook, _angle, _wave)


def _from_forms(forms: tuple[str, ...]) -> Draw:
    def draw(random: Random) -> Drawing:
        return glyph(str(random.choice(forms)), random)

    return draw


SCRIBBLES: dict[str, Draw] = {
    "zigzag": zigzag,
    "coil": coil,
    "spiral": spiral,
    "wander": wander,
    "walk": walk,
    "hatching": hatching,
    "blob": blob,
}
MARKS: dict[str, Draw] = {
    "dots": dots,
    "line": line,
    "lines": lines,
    "polygon": polygon,
    "cross": cross,
    "word": word,
    "invented": invented,
}
KINDS: dict[str, Draw] = {
    **SCRIBBLES,
    **MARKS,
    **{f"letter {name}": _from_forms(forms) for name, forms in LETTERS.items()},
    **{f"sign {name}": _from_forms(forms) for name, forms in SIGNS.items()},
}
"""Kind of drawing -> function that draws one at random."""

HELD_OUT_KINDS = (
    *(f"letter {name}" for name in "EKRWhn"),
    *(f"sign {name}" for name in ("heart", "star", "square", "euro", "tree", "check")),
    "hatching",
)
"""Never learned from: what is measured on them is what happens with drawings nobody foresaw."""


def draw_kind(kind: str, random: Random) -> Drawing:
    """Return a drawing of one of ``KINDS``, as some hand draws it.

    Examples
    --------
    >>> drawing = draw_kind("letter A", np.random.default_rng(1))
    >>> all(stroke.shape[1] == 2 for stroke in drawing)
    True
    """
    return by_a_hand(KINDS[kind](random), random)
