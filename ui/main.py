"""Table of contents: page config, language, navigation, run."""

from pathlib import Path

import streamlit as st

from ui.contents import pages
from ui.permalink import arrive
from ui.shell import shell

st.set_page_config(
    page_title="softmax", page_icon=str(Path(__file__).with_name("icon.png")), layout="wide"
)
page = st.navigation(list(pages().values()), position="top")
arrive(page.url_path or "home")
shell()
page.run()
