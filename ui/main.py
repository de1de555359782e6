"""Table of contents: page config, language, navigation, run."""

from pathlib import Path

import streamlit as st

from ui.contents import pages
from ui.permalink import arrive
from ui.shell import shell
from ui.text import _

st.set_page_config(page_icon=str(Path(__file__).with_name("icon.png")), layout="wide")
page = st.navigation(list(pages().values()), position="top")
brand = _("softmax by hand")
st.set_page_config(page_title=f"{page.title} – {brand}")
arrive(page.url_path or "home")
shell()
page.run()
