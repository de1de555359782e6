"""Where the digit comes from: the drawing in the link, or a picture that was uploaded.

A picture does not fit into a link. It stays in the visit, and is shown while the link holds no drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from ui.digit.recognition import Picture, Recognition, recognise_picture, recognise_strokes
from ui.digit.state import Digit
from ui.link.stroke_text import CANVAS_SIDE

_PICTURE = "digit.picture"


@dataclass(frozen=True)
class Uploaded:
    """A picture in grey, small enough to show, what the network sees of each digit in it, and which is read."""

    thumbnail: NDArray[np.float32]
    digits: tuple[Recognition, ...]
    chosen: int = 0

    @property
    def seen(self) -> Recognition:
        """What the network sees of the digit that is read."""
        return self.digits[self.chosen]


def put_picture(greys: NDArray[np.float32], images: Sequence[Picture]) -> None:
    """Show a picture in place of a drawing, and read the first of its digits."""
    step = -(-max(greys.shape) // CANVAS_SIDE)
    digits = tuple(recognise_picture(image) for image in images)
    st.session_state[_PICTURE] = Uploaded(greys[::step, ::step].copy(), digits)


def choose(number: int) -> None:
    """Read another digit of the uploaded picture."""
    uploaded: Uploaded | None = st.session_state.get(_PICTURE)
    if uploaded is not None:
        st.session_state[_PICTURE] = replace(uploaded, chosen=number)


def drop_picture() -> None:
    """Forget the uploaded picture."""
    st.session_state.pop(_PICTURE, None)


def picture(state: Digit) -> Uploaded | None:
    """Return the uploaded picture, if that is what the page shows."""
    return None if state.ink else st.session_state.get(_PICTURE)


def is_gone(state: Digit) -> bool:
    """Return whether the link speaks of a picture that this visit does not have."""
    return state.uploaded and not state.ink and picture(state) is None


def current_recognition(state: Digit) -> Recognition | None:
    """Return what the network sees and says; None for an empty canvas.

    Raises
    ------
    core.digits.BadWeights
        The network cannot be loaded.
    """
    uploaded = picture(state)
    if uploaded:
        return uploaded.seen
    return recognise_strokes(state.shown) if state.shown else None
