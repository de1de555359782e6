"""Streamlit's settings, read once: they never change while the app runs.

Streamlit tells the browser its theme at each rerun, and searches several hundred settings for that six times:
a fourth of the processor's time of a short rerun, on the loop that serves every visitor.
"""

from __future__ import annotations

from functools import cache

from streamlit import config


def read_once() -> None:
    """Let Streamlit keep what it found in a section of its settings."""
    config.get_options_for_section = cache(config.get_options_for_section)
