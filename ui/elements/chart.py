"""A plotly figure on the page: numbers in the visitor's language, and words for those who do not see it."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from ui.language.numbers import decimal_sign


def chart(key: str, figure: go.Figure, alt: str) -> None:
    """Show a figure; ``alt`` says what it shows, with its numbers."""
    figure.update_layout(separators=decimal_sign() + " ")
    st.plotly_chart(figure, key=key, config={"displayModeBar": False}, alt=alt)
