"""The pen while it is down: the stroke that the canvas will send, from the points that it has passed so far.

The canvas (Fabric.js 7, ``PencilBrush``) leaves out points that are close together and draws curves through the
middles between the others. What is read while the pen is down goes the same way, so that lifting it changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from core.errors import InvalidInput
from ui.digit.canvas_objects import strokes_of
from ui.link.stroke_text import Stroke

Point = tuple[float, float]
Command = list[str | float]
MOST_POINTS = 4000  # of one stroke while it is drawn: a minute of a steady hand
_CLOSE = 0.4  # pixels: nearer to the last point that was kept, a point is left out
_END = 1e-3  # of the pen's width: so far both ends reach beyond the points


def stroke_so_far(points: Sequence[Point], pen: float) -> Stroke:
    """Return the stroke that the canvas would send if the pen were lifted now.

    Parameters
    ----------
    points
        Where the pen was put down and moved, in canvas pixels; at least one.
    pen
        Its width.

    Returns
    -------
    (n, 2) points in canvas pixels.

    Raises
    ------
    InvalidInput
        A coordinate is not finite, or far off.
    """
    drawing = {"objects": [{"type": "Path", "path": smoothed(_passed(points), pen * _END)}]}
    strokes, problem = strokes_of(drawing)
    if problem:
        raise problem
    return strokes[0]


def read_points(text: str) -> list[Point]:
    """Read ``x y x y ...``, as the browser sends them while the pen is down.

    Raises
    ------
    InvalidInput
        There is no point, there are too many, or one is damaged.

    Examples
    --------
    >>> read_points("10 20 10.5 27")
    [(10.0, 20.0), (10.5, 27.0)]
    """
    parts = text.split()
    if not 2 <= len(parts) <= 2 * MOST_POINTS or len(parts) % 2:
        raise InvalidInput("a stroke on the canvas is damaged, and was left out")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        raise InvalidInput("a stroke on the canvas is damaged, and was left out") from None
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _passed(points: Sequence[Point]) -> list[Point]:
    """Return the points that the brush keeps: the first one twice, none twice in a row, none too close."""
    passed = [points[0], points[0]]
    for point in points[1:]:
        if point != passed[-1]:
            passed.append(point)
    if len(passed) <= 2:
        return passed
    kept = [passed[0]]
    for x, y in passed[1:-2]:
        if (x - kept[-1][0]) ** 2 + (y - kept[-1][1]) ** 2 >= _CLOSE**2:
            kept.append((x, y))
    return [*kept, passed[-1]]


def smoothed(points: Sequence[Point], end: float) -> list[Command]:
    """Return the path through the middles between points, which reaches ``end`` beyond both its ends.

    Examples
    --------
    >>> smoothed([(0.0, 0.0), (4.0, 0.0), (4.0, 4.0)], 0.0)
    [['M', 0.0, 0.0], ['Q', 0.0, 0.0, 2.0, 0.0], ['Q', 4.0, 0.0, 4.0, 2.0], ['L', 4.0, 4.0]]
    """
    several = len(points) > 2
    (x, y), (right, down) = points[0], (1, 0)
    if several:
        right, down = _direction(points[1], points[2])
    path: list[Command] = [["M", x - right * end, y - down * end]]
    for (ax, ay), (bx, by) in pairwise(points):
        if (ax, ay) != (bx, by):
            path.append(["Q", ax, ay, (ax + bx) / 2, (ay + by) / 2])
    if several:
        right, down = _direction(points[-2], points[-1])
    x, y = points[-1]
    return [*path, ["L", x + right * end, y + down * end]]


def _direction(start: Point, to: Point) -> tuple[int, int]:
    return _sign(to[0] - start[0]), _sign(to[1] - start[1])


def _sign(x: float) -> int:
    return (x > 0) - (x < 0)
