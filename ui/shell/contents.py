"""The pages, in the order of the navigation."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from ui.language.sentences import _

FOLDER = Path(__file__).parents[2] / "pages"

NAMES = ("", "home", *sorted(path.stem for path in FOLDER.glob("*.py")))  # as they stand in links


def pages() -> dict[str, Page]:
    """Return every page by its name in links, titled in the visitor's language."""
    return {
        "home": st.Page(FOLDER / "home.py", title=_("Start"), icon=":material/home:", default=True),
        "softmax": st.Page(
            FOLDER / "softmax.py", title=_("Softmax"), icon=":material/align_horizontal_left:"
        ),
        "weather": st.Page(
            FOLDER / "weather.py", title=_("Weather"), icon=":material/partly_cloudy_day:"
        ),
        "digit": st.Page(FOLDER / "digit.py", title=_("Digit"), icon=":material/draw:"),
        "train": st.Page(FOLDER / "train.py", title=_("Train"), icon=":material/model_training:"),
    }
