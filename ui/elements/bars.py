"""Bars to read and to drag: one light element, fast enough to follow a hand.

`bars` draws a grid: a row for each class, and for each `Column` a bar and its number.
A column with a ``step`` can be dragged, moved with the arrow keys (Shift: ten steps) and typed into. What the
hand does arrives as a `Hand`, while it moves, one message in flight; the page answers by drawing again.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, TypeVar

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from ui.elements.static_scripts import script
from ui.hand.mistakes import Problems
from ui.hand.moves import Hand, read_moves
from ui.hand.recording import last_stamp, record, stamp, visit
from ui.language.numbers import decimal_sign, number
from ui.lecture.covering import UNKNOWN, covers
from ui.link.permalink import Link

# In the page's own DOM, styled by style.css, so that a class lights up in bars, formula and table alike.
_element = st.components.v2.component(
    "bars",
    html='<div class="bars" role="table"></div>',
    js=script("elements/bars.js"),
    isolate_styles=False,
)

State = TypeVar("State")
Color = Literal["z", "e", "p", "y", "loss", "gradient"]


@dataclass(frozen=True)
class Column:
    """One column of bars.

    Attributes
    ----------
    key
        Names the column in a `Move`.
    title
        Stands above it.
    values
        One for each row; minus infinity is drawn as an empty bar, NaN as nothing at all.
    color
        What the values are: logits ``z``, weights ``e``, probabilities ``p``, target ``y``, ``loss``;
        a ``gradient`` p − y is blue where p is too large and orange where y is larger.
    low, high
        The values at the ends of the track.
    digits
        Decimals of the numbers.
    step
        What one press of an arrow key adds (on a log scale: the share by which it grows); None: the
        column is only read.
    bounds
        What the hand cannot move beyond; ``None``: the ends of the track.
    log
        The track is a log scale, and ``low`` is above zero.
    outline
        A second value for each row, drawn as an outline (the target beside p).
    weight
        The share of the width that its bars get; 0: numbers only.
    minor
        On a narrow screen its bars give way; its numbers stay.
    arrow
        Stands before the title of a column that follows from the one before it.
    unknown
        Stands in the place of a number that is NaN.
    """

    key: str
    title: str
    values: Sequence[float] | NDArray[np.float64]
    color: Color
    low: float = 0.0
    high: float = 1.0
    digits: int = 4
    step: float | None = None
    bounds: tuple[float, float] | None = None
    log: bool = False
    outline: Sequence[float] | NDArray[np.float64] | None = None
    weight: float = 1.0
    minor: bool = False
    arrow: str = ""
    unknown: str = ""

    def data(self) -> dict[str, Any]:
        """Return the column as the browser takes it: finite numbers, and texts to show."""
        values = [float(v) for v in self.values]
        return {
            "key": self.key,
            "title": self.title,
            "color": self.color,
            "values": [self._drawn(v) for v in values],
            "texts": [self.unknown if math.isnan(v) else number(v, self.digits) for v in values],
            "digits": self.digits,
            "low": self.low,
            "high": self.high,
            "weight": self.weight,
            "minor": self.minor,
            "arrow": self.arrow,
            "words": False,
            "edit": self.step,
            "log": self.log,
            "bounds": self.bounds or (self.low, self.high),
            "outline": None if self.outline is None else [float(v) for v in self.outline],
        }

    def covered(self) -> Column:
        """Return the column as an open question shows it: its title, and nothing that tells a value."""
        nothing = [math.nan] * len(self.values)
        arrow = self.arrow and "→"
        bare = Column(self.key, self.title, nothing, self.color, unknown=UNKNOWN)
        return replace(bare, weight=self.weight, minor=self.minor, arrow=arrow)

    def _drawn(self, value: float) -> float | None:
        """Return what can be drawn: infinity fills its track, minus infinity and NaN leave it empty."""
        if math.isfinite(value):
            return value
        return self.high if value > 0 else None


@dataclass(frozen=True)
class TextColumn:
    """One column of words or numbers without bars; with ``edit`` they can be typed over.

    What is typed arrives as a `Move` whose value is the text. ``minor``: it gives way on a narrow screen.
    ``marks``: for each row, what the style sheet draws in a field while it is empty. ``bits``: a phone shows its keys for
    numbers, since only 0 and 1 are typed.
    """

    key: str
    title: str
    texts: Sequence[str]
    edit: bool = False
    minor: bool = False
    marks: Sequence[str] = ()
    bits: bool = False

    def data(self) -> dict[str, Any]:
        """Return the column as the browser takes it."""
        return {
            "key": self.key,
            "title": self.title,
            "texts": list(self.texts),
            "edit": self.edit,
            "minor": self.minor,
            "marks": list(self.marks),
            "bits": self.bits,
            "words": True,
        }

    def covered(self) -> TextColumn:
        """Return the column as an open question shows it."""
        return replace(self, texts=[UNKNOWN] * len(self.texts), edit=False, marks=())


@dataclass(frozen=True)
class RadioColumn:
    """A last column of radio buttons: one row is chosen, or none. Choosing is a move of column ``key``."""

    key: str
    title: str
    chosen: int | None


@dataclass(frozen=True)
class Live(Generic[State]):
    """A page that follows a hand (`ui.hand.live_page`), and what it shows.

    ``all_live``: all that the page shows is live, so that only the link waits for the hand to rest, and
    a hand that pauses for less than a second does not rest yet.
    """

    link: Link[State]
    state: State
    all_live: bool = False
    page: str = ""  # of several live pages with one link; the link's by default

    def data(self) -> dict[str, Any]:
        """Return the page's name and the query of a link to what it shows, as the browser takes them."""
        query = self.link.query(self.state)
        return {"page": self.page or self.link.page, "query": query, "all_live": self.all_live}


def bars(
    key: str,
    label: str,
    names: Sequence[str],
    columns: Sequence[Column | TextColumn],
    *,
    on_hand: Callable[[Hand], None] | None = None,
    edit_names: str | None = None,
    problems: Problems | None = None,
    strong: int | None = None,
    pick: RadioColumn | None = None,
    live: Live[Any] | None = None,
) -> None:
    """Draw the bars; call ``on_hand`` with what the hand does, before the page draws again.

    Parameters
    ----------
    key
        The element's key, not used by a container.
    label
        What a screen reader says of the whole.
    names
        One for each row; shown as text, never as HTML.
    columns
        From left to right.
    on_hand
        Runs as a Streamlit callback.
    edit_names
        Names can be edited, and this is what a screen reader calls their fields.
    problems
        Row, or row and column, to message: shown below the row; the text that was typed there stays.
    strong
        The row that stands out.
    pick
        Radio buttons at the end of the rows.
    live
        While the hand moves, its page's live way is asked for the numbers, and Streamlit hears of it
        when the hand rests.
    """
    hidden = covers()
    shown = [c.covered() if f"{key}.{c.key}" in hidden else c for c in columns]
    data = {
        "key": key,
        "label": label,
        "names": list(names),
        "columns": [column.data() for column in shown],
        "decimal": decimal_sign(),
        "edit_names": edit_names is not None,
        "name_label": edit_names or "",
        "problems": [
            [*(at if isinstance(at, tuple) else (at, None)), text]
            for at, text in (problems or {}).items()
        ],
        "strong": None if hidden else strong,
        "pick": pick and {"key": pick.key, "title": pick.title, "chosen": pick.chosen},
    }
    if record(key, data):
        return
    data["live"] = live and live.data()
    data["answer"] = st.session_state.get(f"{key}.answer", 0)
    # So that the browser draws it though Python said the same before: a live answer may have come between.
    data["run"] = stamp()
    data["visit"] = visit()
    # As bytes: Streamlit searches a dictionary for data frames, and imports pandas for it.
    _element(key=key, data=json.dumps(data).encode(), on_hand_change=lambda: _deliver(key, on_hand))


def _deliver(key: str, on_hand: Callable[[Hand], None] | None) -> None:
    """Hand a message from the browser to the page; what is not well formed is nobody's hand."""
    sent = st.session_state[key].get("hand")
    if not isinstance(sent, dict) or not isinstance(sent.get("number"), int):
        return
    st.session_state[f"{key}.answer"] = sent["number"]
    moves = read_moves(sent.get("moves"))
    if on_hand and moves:
        # What Streamlit drew since the browser asked has overwritten, or will, what the live answer showed.
        drawn = bool(sent.get("drawn")) and sent.get("seen") == last_stamp()
        on_hand(Hand(moves, bool(sent.get("resting")), drawn))
