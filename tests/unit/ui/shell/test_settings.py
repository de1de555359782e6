"""Streamlit's settings are read once, and are the same ones."""

from __future__ import annotations

import pytest
from streamlit import config
from streamlit.runtime import app_session

from ui.shell import settings

SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar")


def test_what_is_read_once_is_what_streamlit_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    read = config.get_options_for_section
    spell = app_session.to_snake_case
    # Put back afterwards.
    monkeypatch.setattr(config, "get_options_for_section", read)
    monkeypatch.setattr(app_session, "to_snake_case", spell)
    settings.read_once()
    for section in SECTIONS:
        assert config.get_options_for_section(section) == read(section)
        assert config.get_options_for_section(section) is config.get_options_for_section(section)
    assert read("theme.light")["primaryColor"]
    for name in read("theme"):
        assert app_session.to_snake_case(name) == spell(name)
