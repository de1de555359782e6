"""What surrounds every page: document language, style sheet, language switch."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from ui.elements.colors import css_variables
from ui.elements.static_scripts import script
from ui.language.sentences import LANGUAGES, _, language
from ui.lecture.looking import looking
from ui.link.permalink import now
from ui.shell.hiding import hiding_style
from ui.shell.static_files import charts

_HERE = Path(__file__).parent
_document = st.components.v2.component("document", js=script("shell/page_frame.js"))


@cache
def _style() -> str:
    sheets = "".join((_HERE / name).read_text() for name in ("style.css", "path.css"))
    return f"<style>{css_variables()}{sheets}</style>"


def page_frame() -> None:
    """Set the document's language, load the style sheet, show the language switch."""
    st.html(_style() + f"<style>{hiding_style(looking())}</style>")
    with st.container(key="document"):
        came, complete = st.session_state["link.completed"]
        said = {"language": language(), "stock": _stock(), "later": charts()}
        said |= {"came": came, "complete": complete}
        _document(key="document.element", data=said)
    with st.container(key="language"):
        # The link says which language it is; the switch only shows it and changes the link.
        st.session_state["language.choice"] = language()
        st.segmented_control(
            _("Language"),
            list(LANGUAGES),
            format_func=str.upper,
            key="language.choice",
            label_visibility="collapsed",
            required=True,
            on_change=_switch,
        )


def _stock() -> dict[str, list[tuple[str, ...]]]:
    """Return what Streamlit's own parts are called, and what they say, in the visitor's language: where, its words, ours."""
    names = {
        "stExpandSidebarButton": _("Open the menu of pages"),
        "stSidebarCollapseButton": _("Close the menu of pages"),
        "stFileUploaderDropzoneInput": _("Choose a file"),
    }
    inside = [
        (f'button[data-testid="{place}"], [data-testid="{place}"] button, input[data-testid="{place}"]', name)
        for place, name in names.items()
    ]  # fmt: skip
    return {
        "names": [
            *inside,
            ("header nav, [data-testid=stSidebar] nav", _("Pages")),
            ("[data-testid=stCode] [data-testid=stBaseButton-elementToolbar]", _("Copy")),
        ],
        "words": [
            ("[data-testid=stSkipToContent]", "Skip to main content", _("Skip to the page")),
            ("[data-testid=stFileUploaderDropzone] button p", "Upload", _("Upload")),
            ("[data-testid=stFileUploaderDropzoneInstructions] span", "per file", _("per file")),
        ],
    }


def _switch() -> None:
    chosen = st.session_state["language.choice"]
    if chosen in LANGUAGES:
        st.session_state["language"] = chosen
        st.query_params.from_dict(now() | {"lang": chosen})
