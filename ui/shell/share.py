"""One small control on every page: its link with a code for the wall, what to hide, lines to embed it, the notebook, print."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, TypeVar
from urllib.parse import urlencode

import segno
import streamlit as st

from core.notebook import Cell, write_notebook
from ui.elements.static_scripts import script
from ui.language.escaping import safe
from ui.language.sentences import _
from ui.lecture.looking import HIDEABLE, looking
from ui.lecture.walking import changed
from ui.link.permalink import Link, follow_link
from ui.shell.fragment import fragment
from ui.shell.hiding import part_title

SHARE, OPEN, HIDE, PRESENT = "share", "share.popover", "share.hide", "share.present"
State = TypeVar("State")
_print = st.components.v2.component(
    "print", html='<div class="print-place"></div>', js=script("shell/print.js"), isolate_styles=False
)  # fmt: skip


def share(link: Link[State], notebook: Callable[[State], list[Cell]]) -> None:
    """Show the control of a page. What it holds costs nothing until it is opened."""

    @fragment(SHARE)
    def control() -> None:
        with st.container(key="share"):
            popover = st.popover(
                _("Share"),
                icon=":material/ios_share:",
                key=OPEN,
                on_change=st.rerun,  # by name: a bar let go just before asks for its own part in the same message
                args=(SHARE,),
            )
            with popover:
                if popover.open:
                    _content(link, notebook)
        if popover.open:
            with st.container(key="printed"):
                address = address_of(link.query(link.read()))
                st.html(f"{qr_html(address)}<p>{safe(address)}</p>")

    control()


def _content(link: Link[State], notebook: Callable[[State], list[Cell]]) -> None:
    address = address_of(link.query(link.read()))
    left, right = st.columns([3, 2])
    with left:
        st.caption(_("The link to what you see"))
        st.code(address, language=None, wrap_lines=True, height=100)
        _what_to_hide()
    with right:
        st.html(qr_html(address))
    with st.expander(_("Embed it in a page of yours")):
        st.code(embedding(address), language="html", wrap_lines=True)
    with st.container(horizontal=True):
        _take_home(link, notebook)
        _print(key="share.print", data={"label": _("Print")})


def address_of(query: dict[str, str]) -> str:
    """Return the whole address of this page with a query."""
    base = (st.context.url or "").split("?")[0].split("#")[0]
    return f"{base}?{urlencode(query, safe=',')}"


def qr_html(address: str) -> str:
    """Return an address as a QR code and below it as text, to be printed; a sentence where it is too long for one.

    Examples
    --------
    >>> 'alt="' in qr_html("https://example.org/softmax?z=1,2")
    True
    """
    try:
        picture = segno.make(address, micro=False, error="l").svg_data_uri(scale=4, border=3)
    except segno.DataOverflowError:
        said = _("This link is too long for a QR code: copy it instead.")
        return f'<p class="no-qr">{safe(said)}</p>'
    alt = safe(_("QR code of the link to what you see"))
    return f'<img class="qr" alt="{alt}" src="{escape(picture)}">'


def embedding(address: str) -> str:
    """Return the lines that embed an address, projected, in another page."""
    shown = address if "present=1" in address else address + "&present=1"
    return f'<iframe src="{escape(shown)}" width="100%" height="720" title="softmax"></iframe>'


def _what_to_hide() -> None:
    """Let the visitor choose what the link hides: the page shows at once what the link will show."""
    seen = looking()
    st.session_state[HIDE], st.session_state[PRESENT] = list(seen.hidden), seen.presented
    st.pills(
        _("Hide in the link"),
        HIDEABLE,
        selection_mode="multi",
        format_func=part_title,
        key=HIDE,
        on_change=_look,
    )
    st.toggle(_("For the projector: large, and nothing but the picture"), key=PRESENT, on_change=_look)  # fmt: skip


def _look() -> None:
    hidden = ",".join(code for code in HIDEABLE if code in st.session_state[HIDE])
    shown: Any = "1" if st.session_state[PRESENT] else None
    follow_link(changed(hide=hidden or None, present=shown))
    st.rerun()


def _take_home(link: Link[State], notebook: Callable[[State], list[Cell]]) -> None:
    """Offer the notebook, unless an open question or an empty page has nothing to give."""
    stop = looking().open
    if stop is not None and stop.covers:
        st.caption(_("The notebook comes with the answer: reveal it first."))
        return
    cells = notebook(link.read())
    if not cells:
        st.caption(_("Nothing to take home as a notebook yet."))
        return
    st.download_button(
        _("Download as notebook"),
        write_notebook(cells),
        file_name=f"{link.page}.ipynb",
        mime="application/x-ipynb+json",
        icon=":material/download:",
        on_click="ignore",
        key="share.notebook",
    )
