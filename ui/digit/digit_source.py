"""Where the digit comes from: the drawing in the link, or a picture that was uploaded.

A picture does not fit into a link. It stays in the visit, and is shown while the link holds no drawing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from ui.digit.recognition import Picture, Recognition, recognise_picture, recognise_strokes
from ui.digit.state import Digit
from ui.link.stroke_text import CANVAS_SIDE

_PICTURE = "digit.picture"


@dataclass(frozen=True)
class Uploaded:
    """A picture in grey, small enough to show, and what the network sees of it."""

    thumbnail: NDArray[np.float32]
    seen: Recognition


def put_picture(greys: NDArray[np.float32], image: Picture) -> None:
    """Show a picture in place of a drawing."""
    step = -(-max(greys.shape) // CANVAS_SIDE)
    st.session_state[_PICTURE] = Uploaded(greys[::step, ::step].copy(), recognise_picture(image))


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
