"""What the canvas sends and takes: objects of Fabric.js 7.

A stroke is a ``Path`` of the commands M x y, Q cx cy x y and L x y, in canvas pixels. Once it was moved,
turned or scaled, ``left``, ``top``, ``scaleX``, ``angle`` and so on say where it is seen: its points turn about
the centre of the path's own box. Nothing else that can lie on a canvas is a stroke.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import InvalidInput
from ui.link.stroke_text import MOST_POINTS, Stroke, Strokes, simplified, thinned

Command = tuple[str, tuple[tuple[float, float], ...]]
_ARGUMENTS = {"M": 2, "L": 2, "Q": 4}
_ALONG = np.linspace(0, 1, 5)[1:, None]  # where a curve's points are taken
_CLOSE = 0.35  # pixels: what a curve may deviate from its points
_MOST_COMMANDS = 10_000  # of a drawing: a pen that never rests for minutes
_ORIGINS = {"left": -0.5, "top": -0.5, "center": 0.0, "right": 0.5, "bottom": 0.5}


def strokes_of(drawing: object) -> tuple[Strokes, InvalidInput | None]:
    """Return the strokes on a canvas as they are seen, and what is wrong with the rest.

    Parameters
    ----------
    drawing
        The canvas's JSON; anything may stand in it.
    """
    objects = drawing.get("objects") if isinstance(drawing, dict) else None
    if not isinstance(objects, list):
        return (), InvalidInput("the canvas sent no drawing")
    strokes, problem, commands = [], None, 0
    # A curve is four points; the more there are in all, the fewer of them are looked at.
    every = -(-min(sum(map(_length, objects)), _MOST_COMMANDS) // MOST_POINTS)
    for thing in objects:
        try:
            commands += _length(thing)
            if commands > _MOST_COMMANDS:
                raise InvalidInput(
                    "the drawing has too many points; its last strokes were left out"
                )
            strokes.append(_stroke(thing, every))
        except InvalidInput as error:
            problem = error
    return tuple(strokes), problem


def _length(thing: object) -> int:
    path = thing.get("path") if isinstance(thing, dict) else None
    return len(path) if isinstance(path, list) else 0


def _stroke(thing: object, every: int) -> Stroke:
    if not isinstance(thing, dict) or str(thing.get("type")).lower() != "path":
        raise InvalidInput("an object on the canvas is not a pen stroke, and was left out")
    commands = _commands(thing.get("path"))
    points = _points(commands)
    middle = _middle(commands)
    turned = (points - middle) @ _turn(thing).T + _centre(thing, middle)
    # As drawn, but for the four decimals of left and top: the path's own points are exact.
    points = points if np.abs(points - turned).max() <= 1e-3 else turned
    curved = any(name == "Q" for name, _arguments in commands)
    if not curved:
        return points
    return simplified(thinned(points, every), _CLOSE)


def _commands(path: object) -> list[Command]:
    """Return a path as pairs of command and points; nothing but what a pen writes."""
    if not isinstance(path, list) or not 0 < len(path) <= _MOST_COMMANDS:
        raise InvalidInput("a stroke on the canvas has no points, or too many")
    commands = []
    for command in path:
        name, *numbers = command if isinstance(command, list) and command else (None,)
        known = isinstance(name, str) and len(numbers) == _ARGUMENTS.get(name)
        if not known or not all(map(_is_coordinate, numbers)):
            raise InvalidInput("a stroke on the canvas is damaged, and was left out")
        commands.append((str(name), tuple(zip(numbers[::2], numbers[1::2], strict=True))))
    if commands[0][0] != "M":
        raise InvalidInput("a stroke on the canvas is damaged, and was left out")
    return commands


def _is_coordinate(x: object) -> bool:
    return type(x) in (int, float) and abs(x) < 1e6  # type: ignore[arg-type]


def _points(commands: list[Command]) -> Stroke:
    """Return the points along a path, curves in short steps."""
    curves = iter(_curves(commands))
    pieces = [next(curves) if name == "Q" else given for name, given in commands]
    return np.concatenate(pieces)


def _curves(commands: list[Command]) -> NDArray[np.float64]:
    """Return for each curve of a path points along it: (curves, steps, 2)."""
    start, control, end = (corner[:, None] for corner in _corners(commands))
    t = _ALONG
    return np.asarray((1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end)


def _corners(commands: list[Command]) -> tuple[Stroke, Stroke, Stroke]:
    """Return start, control and end of each curve, of shape (curves, 2)."""
    curved = [i for i, (name, _given) in enumerate(commands) if name == "Q"]
    reached = np.array([given[-1] for _name, given in commands], dtype=np.float64)
    controls = np.array([commands[i][1][0] for i in curved], dtype=np.float64).reshape(-1, 2)
    before = [i - 1 for i in curved]  # a path begins with M
    return reached[before], controls, reached[curved]


def _middle(commands: list[Command]) -> NDArray[np.float64]:
    """Return the centre of the path's box, from which Fabric counts: Fabric's ``pathOffset``."""
    reached = [given[-1] for _name, given in commands]
    points = np.concatenate([reached, _extremes(commands).reshape(-1, 2)])
    return np.asarray((points.min(axis=0) + points.max(axis=0)) / 2)


def _extremes(commands: list[Command]) -> NDArray[np.float64]:
    """Return where Fabric takes each curve to turn back in x and in y; its end where it does not: (curves, 2, 2).

    To Fabric it is the cubic curve with both control points in the one, which bends a little less.
    """
    start, control, end = _corners(commands)
    come, go = control - start, end - control
    turns = come * go < 0
    ratio = np.sqrt(np.divide(-go, come, out=np.ones_like(go), where=turns))
    t = np.where(turns, 1 / (1 + ratio), 1.0)[:, :, None]
    start, control, end = (corner[:, None] for corner in (start, control, end))
    return np.asarray((1 - t) ** 3 * start + 3 * t * (1 - t) * control + t**3 * end)


def _turn(thing: dict[str, Any]) -> NDArray[np.float64]:
    """Return the 2x2 matrix of an object's angle, scale, flip and skew."""
    angle = math.radians(_number(thing, "angle", 0.0))
    rotation = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    scale = np.diag(
        [
            _number(thing, "scaleX", 1.0) * (-1 if thing.get("flipX") is True else 1),
            _number(thing, "scaleY", 1.0) * (-1 if thing.get("flipY") is True else 1),
        ]
    )
    skew_x = np.array([[1, math.tan(math.radians(_number(thing, "skewX", 0.0)))], [0, 1]])
    skew_y = np.array([[1, 0], [math.tan(math.radians(_number(thing, "skewY", 0.0))), 1]])
    return np.asarray(rotation @ scale @ skew_x @ skew_y)


def _centre(thing: dict[str, Any], middle: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where an object's centre lies: ``left`` and ``top`` are of its origin."""
    if "left" not in thing and "top" not in thing:
        return middle
    size = np.array([_number(thing, "width", 0.0), _number(thing, "height", 0.0)])
    size += _number(thing, "strokeWidth", 0.0)
    origin = np.array(
        [
            _ORIGINS.get(str(thing.get("originX", "center")), 0.0),
            _ORIGINS.get(str(thing.get("originY", "center")), 0.0),
        ]
    )
    place = np.array([_number(thing, "left", 0.0), _number(thing, "top", 0.0)])
    return np.asarray(place - _turn(thing) @ (origin * size))


def _number(thing: dict[str, Any], name: str, default: float) -> float:
    value = thing.get(name, default)
    if not _is_coordinate(value):
        raise InvalidInput("a stroke on the canvas is damaged, and was left out")
    return float(value)


def drawing_with(strokes: Iterable[Stroke], pen_width: float, color: str) -> dict[str, Any]:
    """Return strokes as the drawing that a canvas starts with."""
    return {"objects": [_path(stroke, pen_width, color) for stroke in strokes]}


def _path(stroke: Stroke, pen_width: float, color: str) -> dict[str, Any]:
    first, *others = stroke.tolist()
    # A dot is a line to the very same point, as the pen draws it: its round ends show.
    path = [["M", *first], *(["L", *point] for point in others or [first])]
    return {
        "type": "Path",
        "path": path,
        "fill": None,
        "stroke": color,
        "strokeWidth": pen_width,
        "strokeLineCap": "round",
        "strokeLineJoin": "round",
        "selectable": False,
        "evented": False,
    }
