"""The home page's miniature: three bars that can be moved, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.examples import LECTURE_LOGITS, LECTURE_TARGET
from ui.elements.bars import Column, Live, bars
from ui.elements.softmax_panel import TARGET, softmax_panel
from ui.hand.live_page import LivePage
from ui.hand.mistakes import Mistakes, Problems, error_texts
from ui.hand.moves import Hand, Move
from ui.language.numbers import parse_number
from ui.language.sentences import _
from ui.link.parameters import read_floats, read_index, write_floats
from ui.link.permalink import Link, Parameter
from ui.shell.fragment import fragment

FRAGMENT = "home.miniature"


@dataclass(frozen=True)
class Miniature:
    """Three logits of a network that looks at a picture, the lecture's, and what the picture shows."""

    z: tuple[float, ...] = LECTURE_LOGITS
    y: int = LECTURE_TARGET

    @property
    def target(self) -> NDArray[np.float64]:
        """The one-hot target."""
        target = np.zeros(len(self.z))
        target[self.y] = 1.0
        return target


LINK = Link(
    "home",
    Miniature(),
    (
        Parameter("z", "z", lambda text, _s: read_floats(text, 3, 3), write_floats),
        Parameter("y", "y", lambda text, _s: read_index(text, 3), str),
    ),
)


MISTAKES: Mistakes[Miniature] = Mistakes("home.problems", lambda state: state.z)


def class_names() -> list[str]:
    """Return what the picture may show."""
    return [_("cat"), _("dog"), _("rabbit")]


@fragment(FRAGMENT)
def miniature() -> None:
    """Draw the three bars and the panel that every page shows."""
    with st.container(key="chain"):
        state = LINK.read()
        draw(state, error_texts(MISTAKES.of(state), "logit_bars"))


def draw(state: Miniature, problems: Problems) -> None:
    """Draw bars and panel."""
    live = Live(LINK, state, all_live=True)
    names = class_names()
    bars(
        "logit_bars",
        _("Logits z: drag, use the arrow keys, or type"),
        names,
        [Column("z", _("logits z"), state.z, "z", -10, 10, digits=2, step=0.1)],
        on_hand=_move,
        problems=problems,
        live=live,
    )
    softmax_panel(names, np.array(state.z), state.target, on_target=_move, live=live)


def moved(state: Miniature, move: Move) -> Miniature:
    """Return the state after one move: another target, or a logit."""
    if move.column == TARGET:
        return replace(state, y=min(move.row, len(state.z) - 1))
    if move.column != "z" or move.row >= len(state.z):
        return state
    z = list(state.z)
    z[move.row] = parse_number(move.value) if isinstance(move.value, str) else move.value
    return replace(state, z=tuple(read_floats(write_floats(z), len(z), len(z))))


def _move(hand: Hand) -> None:
    """Apply what the hand did; the link is written when it rests."""
    state = MISTAKES.follow(LINK.read(), "logit_bars", hand, moved)
    LINK.settle(state, hand.resting)


LIVE = LivePage(LINK, moved, lambda state, _columns: draw(state, {}))
