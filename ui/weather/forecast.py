"""The forecast: the same cross-entropy as a classifier's loss, in the panel that every page shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import streamlit as st

from core.softmax import softmax
from ui.elements.bars import Column, Live, bars
from ui.elements.softmax_panel import softmax_panel
from ui.hand.mistakes import Errors, error_texts
from ui.language.escaping import safe
from ui.language.sentences import _
from ui.weather.follow_hand import MISTAKES, follow
from ui.weather.state import LINK, Weather


def forecast(state: Weather) -> None:
    """Show the forecast's logits, its probabilities beside the day that came, and the loss."""
    title = safe(_("The forecast: softmax and loss"))
    what = safe(
        _(
            "Drag the logits of a forecast, and choose what actually happened: what it costs is the loss."
        )
    )
    st.html(f'<h2 class="section">{title}</h2><p class="note">{what}</p>')
    with st.container(key="chain"):
        draw(state, MISTAKES.of(state))
        with st.container(horizontal=True, key="weather_take"):
            for city, label in (
                ("p", _("Use softmax(z) as city A's weather")),
                ("q", _("Use softmax(z) as city B's weather")),
            ):
                st.button(label, key=f"weather.take.{city}", on_click=_take, args=(city,))


def draw(state: Weather, found: Errors) -> None:
    """Draw what follows the hand."""
    live = Live(LINK, state)
    z = Column("z", _("logits z"), state.logits, "z", -10, 10, 2, step=0.1, bounds=(-1000, 1000))
    bars(
        "logit_bars",
        _("Logits z: drag, use the arrow keys, or type"),
        state.labels,
        [z],
        on_hand=lambda hand: follow("logit_bars", hand),
        problems=error_texts(found, "logit_bars"),
        live=live,
    )
    softmax_panel(
        state.labels,
        state.logits,
        state.target,
        on_target=lambda hand: follow("softmax_bars", hand),
        problems=error_texts(found, "softmax_bars"),
        live=live,
    )


def _take(city: Literal["p", "q"]) -> None:
    """Make the forecast the weather of a city."""
    state = LINK.read()
    shares = tuple(float(x) for x in softmax(state.logits))
    LINK.settle(replace(state, p=shares) if city == "p" else replace(state, q=shares))
