"""Chromium and nginx are found, installed, or asked for; never silently left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scripts import tools
from scripts.tools import CHROMIUM, Tool, ToolMissing


def program(path: Path, status: int) -> str:
    path.write_text(f"#!/bin/sh\nexit {status}\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def chromium(monkeypatch: pytest.MonkeyPatch) -> Tool:
    monkeypatch.delenv("CHROMIUM", raising=False)
    return replace(CHROMIUM, candidates=lambda: iter(()), installers=())


def test_first_program_that_runs_is_taken(chromium: Tool, tmp_path: Path) -> None:
    broken, good = program(tmp_path / "broken", 127), program(tmp_path / "good", 0)
    found = replace(chromium, candidates=lambda: iter(["/nowhere", broken, good])).find()
    assert found == good


def test_variable_wins_and_is_not_passed_over(
    chromium: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = program(tmp_path / "good", 0)
    tool = replace(chromium, candidates=lambda: iter([good]))
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "missing"))
    with pytest.raises(ToolMissing, match=r"CHROMIUM=.*missing does not run"):
        tool.find()


def test_installers_are_tried_in_turn_until_it_runs(chromium: Tool, tmp_path: Path) -> None:
    tried, path = [], tmp_path / "chromium"

    def second() -> None:
        tried.append("second")
        program(path, 0)

    tool = replace(
        chromium,
        candidates=lambda: iter([str(path)]),
        installers=(lambda: tried.append("first"), second, lambda: tried.append("third")),
    )
    assert tool.find_or_install() == str(path)
    assert tried == ["first", "second"]


def test_what_is_missing_fails_with_advice(
    chromium: Tool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(tools.TOOLS, "chromium", chromium)
    assert tools.main(["chromium"]) == 1
    assert "apt-get install chromium" in capsys.readouterr().err
