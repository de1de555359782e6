"""Above the chain: presets, the number of classes, the kind of target."""

from __future__ import annotations

import streamlit as st

from ui.hand.choices import newly_chosen
from ui.language.sentences import _
from ui.shell.fragment import fragment
from ui.softmax.moves import resized, target_kind, with_target_kind
from ui.softmax.presets import PRESETS, applied, current, title
from ui.softmax.reruns import SHOWN, TOOLS, settle_all
from ui.softmax.state import FEWEST, LINK, MOST


@fragment(TOOLS)
def tools() -> None:
    """Show the tools, which say what the state is and change it."""
    state = LINK.read()
    kinds = {"one": _("one class"), "smooth": _("smoothed"), "any": _("any distribution")}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.session_state["softmax.preset"] = st.session_state[SHOWN] = current(state)
        st.pills(
            _("Presets"),
            list(PRESETS),
            format_func={key: title(key) for key in PRESETS}.__getitem__,
            key="softmax.preset",
            label_visibility="collapsed",
            on_change=_preset,
        )
        st.button(
            _("− class"),
            key="softmax.fewer",
            disabled=state.n <= FEWEST,
            on_click=lambda: _resize(-1),
        )
        st.button(
            _("+ class"), key="softmax.more", disabled=state.n >= MOST, on_click=lambda: _resize(1)
        )
        st.session_state["softmax.kind"] = target_kind(state)
        st.segmented_control(
            _("Target"),
            list(kinds),
            format_func=kinds.__getitem__,
            key="softmax.kind",
            label_visibility="collapsed",
            required=True,
            on_change=_kind,
        )


def _preset() -> None:
    """Apply a preset; the one that is marked leads back to itself."""
    unmarked = st.session_state["softmax.preset"] is None
    chosen = st.session_state[SHOWN] if unmarked else newly_chosen(LINK, "softmax.preset", current)
    if chosen in PRESETS:
        settle_all(applied(LINK.read(), chosen))


def _kind() -> None:
    if chosen := newly_chosen(LINK, "softmax.kind", target_kind):
        settle_all(with_target_kind(LINK.read(), chosen))


def _resize(by: int) -> None:
    state = LINK.read()
    settle_all(resized(state, state.n + by))
