"""Streamlit's settings are read once, and are the same ones."""

from __future__ import annotations

import pytest
from streamlit import config

from ui.shell import settings

SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar")


def test_what_is_read_once_is_what_streamlit_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    read = config.get_options_for_section
    monkeypatch.setattr(config, "get_options_for_section", read)  # put back afterwards
    settings.read_once()
    for section in SECTIONS:
        assert config.get_options_for_section(section) == read(section)
        assert config.get_options_for_section(section) is config.get_options_for_section(section)
    assert read("theme.light")["primaryColor"]
