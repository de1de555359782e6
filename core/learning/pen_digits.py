"""Digits as pens wrote them: the strokes of UCI's 30 writers, and those of UNIPEN's writers of many countries.

UCI: E. Alpaydin and F. Alimoglu (1998), "Pen-Based Recognition of Handwritten Digits", CC BY 4.0, original form
(UNIPEN text). Only its training file is used; its test file is never opened. UNIPEN: I. Guyon, L. Schomaker,
R. Plamondon, M. Liberman, S. Janet (1994), doi 10.1109/ICPR.1994.576870, International Unipen Foundation, CC BY 4.0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.learning.errors import BadData

PENDIGITS_SHA256 = "a66225d68d7d68591e62944df1ad33b3f5aa608e2df2505844b41f5568a80da4"
PENDIGITS_FILE = "pendigits-orig.tra"
UNIPEN_SHA256 = "b5d825f120c93fc632742d79330028f5d7aa892bc547fd9c619bdc413d7c3aa9"
UNIPEN_FILE = "digits.txt.gz"
"""Both hashes are of the decompressed content."""

UCI = "uci"


@dataclass(frozen=True)
class PenDigit:
    """One digit as a pen wrote it: strokes of x right, y down.

    Attributes
    ----------
    strokes
        (n, 2) arrays, in any unit.
    label
        The digit.
    writer
        ``contributor/number``: who collected it, and which of their writers wrote it.
    """

    strokes: tuple[NDArray[np.float64], ...]
    label: int
    writer: str

    @property
    def contributor(self) -> str:
        """Who collected it."""
        return self.writer.partition("/")[0]


def parse_unipen(text: str) -> list[PenDigit]:
    r"""Return the digits of a UNIPEN text in the form of the UCI pen strokes.

    A digit is a ``.SEGMENT DIGIT`` with its label in quotes, a ``.COMMENT label writer index``, and
    its strokes between ``.PEN_DOWN`` and ``.PEN_UP``. There y points up; here it points down.

    Raises
    ------
    BadData
        The text is not in that form.

    Examples
    --------
    >>> one = '.SEGMENT DIGIT 0 ? "1"\n.COMMENT 1 12 5\n.PEN_DOWN\n 10 400\n 11 90\n.PEN_UP\n'
    >>> [digit] = parse_unipen(one)
    >>> digit.label, digit.writer, digit.strokes[0].tolist()
    (1, 'uci/12', [[10.0, -400.0], [11.0, -90.0]])
    """
    digits = [_parse_segment(block) for block in text.split(".SEGMENT DIGIT")[1:]]
    if not digits:
        raise BadData("{name} holds no digits in UNIPEN form", name=PENDIGITS_FILE)
    return digits


def _parse_segment(block: str) -> PenDigit:
    strokes: list[list[tuple[float, float]]] = []
    lines = block.splitlines()
    try:
        label = int(lines[0].split('"')[1])
        comment = next(line for line in lines if line.startswith(".COMMENT")).split()
        writer = int(comment[2])
        if label not in range(10) or int(comment[1]) != label:
            raise ValueError(label)
        for line in lines[1:]:
            if line.startswith(".PEN_DOWN"):
                strokes.append([])
            elif line and not line.startswith("."):
                x, y = line.split()
                strokes[-1].append((float(x), -float(y)))
    except (ValueError, IndexError, StopIteration):
        raise BadData("a digit in {name} is not in UNIPEN form", name=PENDIGITS_FILE) from None
    arrays = tuple(np.array(stroke) for stroke in strokes if stroke)
    if not arrays:
        raise BadData("a digit in {name} has no points", name=PENDIGITS_FILE)
    return PenDigit(arrays, label, f"{UCI}/{writer}")


def parse_digit_lines(text: str) -> list[PenDigit]:
    """Return the digits of a text with one a line: ``label contributor/writer x,y x,y ...;x,y ...``.

    Strokes are separated by ``;``; x points right, y down.

    Raises
    ------
    BadData
        A line is not in that form, or there is none.

    Examples
    --------
    >>> [digit] = parse_digit_lines("7 tos/02 0,0 600,0 200,1000;100,500 400,500")
    >>> digit.label, digit.contributor, [len(stroke) for stroke in digit.strokes]
    (7, 'tos', [3, 2])
    """
    digits = [_parse_line(line, number) for number, line in enumerate(text.splitlines(), start=1)]
    if not digits:
        raise BadData("{name} holds no digits", name=UNIPEN_FILE)
    return digits


def _parse_line(line: str, number: int) -> PenDigit:
    try:
        label, writer, drawing = line.split(" ", 2)
        strokes = tuple(
            np.array([[float(part) for part in point.split(",")] for point in stroke.split()])
            for stroke in drawing.split(";")
        )
    except ValueError:
        strokes, label, writer = (), "", ""
    shaped = bool(strokes) and all(s.ndim == 2 and s.shape[1] == 2 for s in strokes)
    if not shaped or label not in set("0123456789") or not all(writer.partition("/")):
        raise BadData("line {number} of {name} is no digit", number=number, name=UNIPEN_FILE)
    return PenDigit(strokes, int(label), writer)
