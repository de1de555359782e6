"""Table of contents: page config, language, navigation, run."""

from pathlib import Path

import streamlit as st

from ui.permalink import arrive
from ui.shell import shell
from ui.text import _

PAGES = Path(__file__).parents[1] / "pages"

st.set_page_config(
    page_title="softmax", page_icon=str(PAGES.parent / "ui" / "icon.png"), layout="wide"
)
page = st.navigation(
    [
        st.Page(PAGES / "home.py", title=_("Start"), icon=":material/home:", default=True),
        st.Page(PAGES / "softmax.py", title=_("Softmax"), icon=":material/bar_chart:"),
        st.Page(PAGES / "weather.py", title=_("Weather"), icon=":material/partly_cloudy_day:"),
        st.Page(PAGES / "digit.py", title=_("Digit"), icon=":material/draw:"),
    ],
    position="top",
)
arrive(page.url_path or "home")
shell()
page.run()
