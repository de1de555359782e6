"""Table of contents: page config, language, navigation, run."""

from pathlib import Path

import streamlit as st

from ui.language.sentences import _
from ui.lecture.looking import check
from ui.link.permalink import arrive
from ui.shell.connection import connection
from ui.shell.contents import pages
from ui.shell.page_frame import page_frame
from ui.shell.path_bar import path_bar

st.set_page_config(page_icon=str(Path(__file__).with_name("icon.png")), layout="wide")
page = st.navigation(list(pages().values()), position="top")
brand = _("softmax by hand")
st.set_page_config(page_title=f"{page.title} – {brand}")
arrive(page.url_path or "home", check)
page_frame()
connection()
path_bar(page.url_path or "home")
page.run()
