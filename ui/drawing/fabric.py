"""What the canvas sends and takes: Fabric's paths, as strokes and back.

A path is drawn in its own coordinates and then moved, scaled and turned by whoever edits it; a
stroke counts as it looks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import InvalidInput

Stroke = NDArray[np.float64]
CURVE = 4  # straight pieces for each of the curves that Fabric draws between two mouse points
MOST_POINTS = 20_000
_SHARE = {"left": 0.0, "top": 0.0, "center": 0.5, "right": 1.0, "bottom": 1.0}


def strokes_of(objects: object) -> list[Stroke]:
    """Return the strokes of a canvas, shape (n, 2) each, in its pixels.

    Raises
    ------
    InvalidInput
        Something on the canvas is no pen stroke.
    """
    if not isinstance(objects, list):
        raise InvalidInput("the canvas holds something that is no drawing")
    return [_stroke(thing) for thing in objects]


def _stroke(thing: object) -> Stroke:
    if not isinstance(thing, Mapping) or str(thing.get("type")).lower() != "path":
        raise InvalidInput("the canvas holds something that is no pen stroke")
    try:
        points = _flattened(thing["path"])
        stroke = _as_it_looks(points, thing)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise InvalidInput("a stroke on the canvas is damaged") from error
    if not np.isfinite(stroke).all() or len(stroke) > MOST_POINTS:
        raise InvalidInput("a stroke on the canvas is damaged")
    return stroke


def _flattened(commands: Sequence[Sequence[Any]]) -> Stroke:
    """Return the points of M, L and Q commands, curves as short straight pieces."""
    points: list[Stroke] = []
    for command in commands:
        name, numbers = command[0], np.array(command[1:], dtype=np.float64).reshape(-1, 2)
        if name in ("M", "L"):
            points.append(numbers[0])
        elif name == "Q":
            t = np.arange(1, CURVE + 1)[:, None] / CURVE
            control, end = numbers
            points.extend((1 - t) ** 2 * points[-1] + 2 * t * (1 - t) * control + t**2 * end)
        else:
            raise ValueError(name)
    return np.array(points).reshape(-1, 2)


def _as_it_looks(points: Stroke, thing: Mapping[str, Any]) -> Stroke:
    """Apply what editing did: scale, flip and turn about the centre, then place the centre."""
    scale = np.array([_number(thing, "scaleX", 1), _number(thing, "scaleY", 1)])
    flip = np.array([-1 if thing.get("flipX") else 1, -1 if thing.get("flipY") else 1])
    angle = math.radians(_number(thing, "angle", 0))
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    lean_x, lean_y = (math.tan(math.radians(_number(thing, f"skew{axis}", 0))) for axis in "XY")
    skew = np.array([[1, lean_x], [lean_y, 1]])
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    matrix = turn @ skew @ np.diag(scale * flip)
    stroke: Stroke = (points - middle) @ matrix.T + _centre(thing, points, scale, turn)
    return stroke


def _number(thing: Mapping[str, Any], name: str, default: float) -> float:
    value = thing.get(name)
    return default if value is None else float(value)


def _centre(
    thing: Mapping[str, Any], points: Stroke, scale: NDArray[np.float64], turn: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return where the middle of the path lies on the canvas, from left, top and their origin."""
    size = np.array([float(thing.get("width") or 0), float(thing.get("height") or 0)])
    if "left" not in thing or "top" not in thing or not size.any():
        middle: NDArray[np.float64] = (points.min(axis=0) + points.max(axis=0)) / 2
        return middle
    pen = float(thing.get("strokeWidth") or 0)
    outer = np.abs(size * scale) + pen * (1 if thing.get("strokeUniform") else np.abs(scale))
    share = np.array(
        [_SHARE[str(thing.get("originX", "center"))], _SHARE[str(thing.get("originY", "center"))]]
    )
    corner = np.array([float(thing["left"]), float(thing["top"])])
    placed: NDArray[np.float64] = corner + turn @ ((0.5 - share) * outer)
    return placed


def drawing_of(strokes: Sequence[Stroke], pen: float, color: str) -> dict[str, Any]:
    """Return the strokes as a drawing that the canvas can show and go on with."""
    return {"objects": [_path(stroke, pen, color) for stroke in strokes]}


def _path(stroke: Stroke, pen: float, color: str) -> dict[str, Any]:
    first, *rest = stroke.tolist()
    # A dot is a line that ends where it begins; Fabric draws its round cap.
    path = [["M", *first], *(["L", *point] for point in rest or [first])]
    return {
        "type": "Path",
        "path": path,
        "stroke": color,
        "strokeWidth": pen,
        "fill": None,
        "strokeLineCap": "round",
        "strokeLineJoin": "round",
    }
