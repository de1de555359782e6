"""Table of contents: page config, language, navigation, run."""

from pathlib import Path

import streamlit as st

from ui.language.sentences import _
from ui.link.permalink import arrive
from ui.shell.connection import connection
from ui.shell.contents import pages
from ui.shell.page_frame import page_frame

st.set_page_config(page_icon=str(Path(__file__).with_name("icon.png")), layout="wide")
page = st.navigation(list(pages().values()), position="top")
brand = _("softmax by hand")
st.set_page_config(page_title=f"{page.title} – {brand}")
arrive(page.url_path or "home")
page_frame()
connection()
page.run()
