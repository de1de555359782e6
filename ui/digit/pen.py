"""What follows the pen while it is down: the picture, the logits, the answer and the loss."""

from __future__ import annotations

from dataclasses import replace

from core.digits import preprocess_strokes
from ui.digit import chain
from ui.digit.pen_path import read_points, stroke_so_far
from ui.digit.recognition import Recognition, recognise_picture
from ui.digit.state import CLASSES, LINK, Digit, redrawn
from ui.elements.softmax_panel import TARGET
from ui.hand.live_page import Columns, LivePage
from ui.hand.moves import Move
from ui.link.stroke_text import read_strokes, write_strokes

STROKE = "stroke"  # the column of a move that draws: its row counts the strokes, its value is where the pen was


def moved(state: Digit, move: Move) -> Digit:
    """Return the state after one move: a stroke so far, or the true digit.

    Raises
    ------
    InvalidInput
        A stroke is damaged, or the drawing is too long for a link.
    """
    if move.column == TARGET and move.row < CLASSES:
        return replace(state, y=move.row)
    if move.column != STROKE or not isinstance(move.value, str):
        return state
    strokes = read_strokes(state.ink)
    if move.row != len(strokes):  # it is in the link already
        return state
    stroke = stroke_so_far(read_points(move.value), round(state.pen))
    return redrawn(state, write_strokes([*strokes, stroke]))


def draw(state: Digit, _columns: Columns) -> None:
    """Draw the chain."""
    chain.draw(state, _seen(state) if state.shown else None)


def _seen(state: Digit) -> Recognition:
    """Return what the network sees; a drawing that is not finished is not kept for others."""
    return recognise_picture(preprocess_strokes(read_strokes(state.shown)))


LIVE = LivePage(LINK, moved, draw, slow=lambda _state: True)
