"""CONTRIBUTING's map of the house leads to what it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ROWS = re.findall(
    r"^\| (?!on screen|---)(.+) \| (.+) \|$", TEXT.split("Where what stands")[1], re.M
)


def test_the_map_has_twelve_rows_or_more() -> None:
    assert len(ROWS) >= 12


@pytest.mark.parametrize(("on_screen", "made_by"), ROWS)
def test_each_row_names_a_file_and_what_is_defined_there(on_screen: str, made_by: str) -> None:
    named: list[str] = []
    for code in re.findall(r"`([^`]+)`", made_by):
        if "/" not in code:
            named.append(code)
            continue
        path = ROOT / code
        assert path.exists(), f"{on_screen}: {code}"
        for name in named:
            assert re.search(
                rf"^(export )?(def|class|async def) {name}\b", path.read_text(), re.M
            ), name
        named = []
    assert not named
