"""Pictures of digits as people feed them to recognisers, each kind drawn by rule: to test and to measure.

Each function takes strokes and a random generator, and returns greys (height, width) or colours (height, width, 3),
uint8 or uint16, as a file would hold them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from core.digits.preprocessing_variants import raster
from core.digits.strokes import Floats, bounds, fit_box

Random = np.random.Generator
Pixels = NDArray[np.uint8] | NDArray[np.uint16]
Paint = Callable[[Sequence[Floats], Random], Pixels]


def ink_on(
    strokes: Sequence[Floats], random: Random, size: int = 280, part: float = 0.6, pen: float = 0.07
) -> Floats:
    """Return ink (size, size) in [0, 1] of a digit of that part of the paper, off its middle, with a pen of that width."""
    fitted = fit_box(strokes, size * part)
    room = size * (1 - part) / 2
    corner = size / 2 - 14 + random.uniform(-0.5, 0.5, 2) * room
    width = size * part * pen * random.uniform(0.7, 1.5)
    return raster([stroke + corner for stroke in fitted], size, size, width).astype(np.float64)


def _between(ink: Floats, paper: float, dark: float) -> Pixels:
    return _as_bytes(np.rint(paper + (dark - paper) * ink))


def _as_bytes(tones: Floats) -> Pixels:
    pixels: NDArray[np.uint8] = np.clip(tones, 0, 255).astype(np.uint8)
    return pixels


def pasted_cutout(strokes: Sequence[Floats], random: Random) -> Pixels:
    """Cut a photograph's grey paper out and paste it on a white square."""
    canvas = np.full((480, 480), 255, np.uint8)
    side = int(random.integers(180, 400))
    paper = _between(
        ink_on(strokes, random, side), random.uniform(200, 236), random.uniform(20, 70)
    )
    wide = int(side * random.uniform(0.75, 1))
    paper = paper[:, (side - wide) // 2 :][:, :wide]
    top, left = random.integers(0, 480 - side), random.integers(0, 480 - wide)
    canvas[top : top + side, left : left + wide] = paper
    return canvas


def screenshot_of_plot(strokes: Sequence[Floats], random: Random) -> Pixels:
    """Paint a white figure with axes and ticks, a black square in it, and a white digit of few pixels in that."""
    few = Image.fromarray(_between(ink_on(strokes, random, 112, 0.72), 0, 255)).reduce(4)
    side = int(random.integers(220, 360))
    figure = Image.new("L", (480, 440), 255)
    left, top = int(random.integers(50, 480 - side)), int(random.integers(10, 440 - side - 30))
    figure.paste(few.resize((side, side), Image.Resampling.NEAREST), (left, top))
    pen = ImageDraw.Draw(figure)
    pen.rectangle((left - 1, top - 1, left + side, top + side), outline=0)
    for tick in range(0, 28, 5):
        at = round((tick + 0.5) * side / 28)
        pen.line((left - 6, top + at, left - 1, top + at), 0)
        pen.line((left + at, top + side, left + at, top + side + 5), 0)
        pen.text((left - 22, top + at - 5), str(tick), 0)
        pen.text((left + at - 4, top + side + 7), str(tick), 0)
    return np.asarray(figure)


def tight_blurred_crop(strokes: Sequence[Floats], random: Random) -> Pixels:
    """Crop tightly around a bold digit: small, blurred and grey, about half of it ink."""
    ink = ink_on(strokes, random, 400, 0.6, 0.13)
    down, right = (np.flatnonzero((ink > 0.5).any(axis=axis)) for axis in (1, 0))
    crop = Image.fromarray(_between(ink, 175, 58)).crop(
        (right[0] - 4, down[0] - 4, right[-1] + 5, down[-1] + 5)
    )
    high = 77
    wide = max(24, round(crop.width * high / crop.height))
    return np.asarray(
        crop.resize((wide, high), Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(2.5))
    )


def few_of_sixteen_bits(strokes: Sequence[Floats], random: Random) -> Pixels:
    """Use few of 16 bits."""
    paper, dark = [(4000, 500), (1000, 100), (250, 10), (100, 1000)][int(random.integers(4))]
    return np.rint(paper + (dark - paper) * ink_on(strokes, random)).astype(np.uint16)


_ALIKE = [
    ((60, 150, 60), (215, 55, 60)),
    ((240, 140, 20), (153, 153, 153)),
    ((90, 110, 235), (120, 130, 90)),
    ((200, 80, 160), (60, 140, 140)),
]


def colours_of_like_luminance(strokes: Sequence[Floats], random: Random) -> Pixels:
    """Paint red on green, or orange on grey, which a grey picture hardly tells apart."""
    paper, dark = (np.array(c, dtype=float) for c in _ALIKE[int(random.integers(len(_ALIKE)))])
    ink = ink_on(strokes, random)[:, :, None]
    return _as_bytes(np.rint(paper + (dark - paper) * ink))


def faint_and_even(strokes: Sequence[Floats], random: Random) -> Pixels:
    """Paint hardly darker than white paper, or hardly lighter than black, without any noise."""
    paper, dark = [(255, 240), (0, 12), (235, 247), (128, 115)][int(random.integers(4))]
    return _between(ink_on(strokes, random), paper, dark)


def touching_the_edge(strokes: Sequence[Floats], random: Random) -> Pixels:
    """Let ink reach an edge of the picture, or two."""
    ink = ink_on(strokes, random)
    down, right = (np.flatnonzero((ink > 0.5).any(axis=axis)) for axis in (1, 0))
    top, left = down[0] if random.random() < 0.6 else 0, right[0] if random.random() < 0.6 else 0
    return _between(ink[top : down[-1] + 1, left:], 250, 20)


def shadow_edge(strokes: Sequence[Floats], random: Random) -> Pixels:
    """Lay a shadow's edge across the paper and the digit."""
    ink = ink_on(strokes, random, 360)
    y, x = np.mgrid[-1:1:360j, -1:1:360j]
    angle, place = random.uniform(0, 2 * np.pi), random.uniform(-0.4, 0.4)
    side = 1 / (
        1 + np.exp(-(x * np.cos(angle) + y * np.sin(angle) - place) * random.uniform(25, 90))
    )
    light = 1 - random.uniform(0.3, 0.5) * side
    return _as_bytes(_between(ink, 225, 50) * light + random.normal(0, 3, ink.shape))


def lined_paper(strokes: Sequence[Floats], random: Random) -> Pixels:
    """Rule the paper, a little turned."""
    return _ruled(strokes, random, columns=False)


def squared_paper(strokes: Sequence[Floats], random: Random) -> Pixels:
    """Square the paper, a little turned."""
    return _ruled(strokes, random, columns=True)


def _ruled(strokes: Sequence[Floats], random: Random, columns: bool) -> Pixels:
    ink = ink_on(strokes, random, 400, 0.45)
    y, x = np.mgrid[0:400, 0:400].astype(float)
    angle, apart = np.radians(random.normal(0, 1)), random.uniform(24, 52)
    rows = np.abs((y * np.cos(angle) - x * np.sin(angle)) % apart - apart / 2) < 1
    lines = rows | (
        columns & (np.abs((x * np.cos(angle) + y * np.sin(angle)) % apart - apart / 2) < 1)
    )
    paper = 245 - random.uniform(35, 110) * lines + random.normal(0, 2, lines.shape)
    return _as_bytes(paper * (1 - ink) + 40 * ink)


def photograph(strokes: Sequence[Floats], random: Random) -> Pixels:
    """Light paper unevenly, with noise, blur and the marks of JPEG."""
    ink = ink_on(strokes, random, 420, 0.4, 0.05)
    y, x = np.mgrid[-1:1:420j, -1:1:420j]
    across, down = random.uniform(-0.25, 0.25, 2)
    paper = 0.65 + across * x + down * y - 0.08 * (x * x + y * y)
    greys = 255 * paper * (1 - random.uniform(0.5, 0.8) * ink)
    picture = Image.fromarray(
        np.clip(greys + random.normal(0, 5, ink.shape), 0, 255).astype(np.uint8)
    )
    file = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(random.uniform(0, 2.5))).save(file, "JPEG", quality=60)
    return np.asarray(Image.open(file))


def paint_program(strokes: Sequence[Floats], random: Random) -> Pixels:
    """Paint black on white or white on black without soft edges, anywhere, by a pen of any width."""
    ink = ink_on(strokes, random, 300, random.uniform(0.25, 0.8), random.choice([0.02, 0.06, 0.12]))
    greys = _between((ink > 0.5).astype(float), 255, 0)
    return greys if random.random() < 0.5 else 255 - greys


PICTURE_KINDS: dict[str, Paint] = {
    "a cut-out pasted on white": pasted_cutout,
    "a screenshot of a plot": screenshot_of_plot,
    "a tight, blurred crop": tight_blurred_crop,
    "few of sixteen bits": few_of_sixteen_bits,
    "colours of like luminance": colours_of_like_luminance,
    "faint and even": faint_and_even,
    "touching the edge": touching_the_edge,
    "a shadow's edge": shadow_edge,
    "lined paper": lined_paper,
    "squared paper": squared_paper,
    "a photograph": photograph,
    "a paint program": paint_program,
}
"""Kind of picture -> function that paints one at random."""


def as_png(pixels: Pixels) -> bytes:
    r"""Return the bytes of a PNG file.

    Examples
    --------
    >>> as_png(np.zeros((2, 2), np.uint8))[:4]
    b'\x89PNG'
    """
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def side_by_side(digits: Sequence[Sequence[Floats]], random: Random) -> Pixels:
    """Paint several digits in a row, of about one height."""
    ink = np.zeros((200, 90 * len(digits) + 60))
    for number, strokes in enumerate(digits):
        left, top, right, bottom = bounds(strokes)
        scale = min(random.uniform(90, 120) / max(bottom - top, 1e-9), 70 / max(right - left, 1e-9))
        corner = np.array([40 + 90 * number, 30 + random.uniform(0, 25)])
        placed = [(stroke - [left, top]) * scale + corner for stroke in strokes]
        ink = np.maximum(ink, raster(placed, ink.shape[1], ink.shape[0], random.uniform(6, 11)))
    return _between(ink, 250, 30)
