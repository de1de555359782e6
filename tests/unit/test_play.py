"""The first run: which torch, what is locked, and what is installed when."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

import play
from scripts import audit, lock
from scripts.server import ROOT, free_port

TORCH = "torch==2.13.0"
ORDINARY = ["install", TORCH]
FOR_PROCESSORS = ["install", "--index-url", "https://download.pytorch.org/whl/cpu", TORCH]
SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "macos": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}


def locked(*names: str) -> list[Requirement]:
    rows = [row for name in names for row in lock.packages((ROOT / name).read_text())[1:]]
    return [Requirement(row.split("\\")[0]) for row in rows]


def asked_for(name: str) -> list[Requirement]:
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text().splitlines())
    return [Requirement(line) for line in lines if line]


# Which torch


def test_linux_takes_the_build_for_processors_and_falls_back() -> None:
    assert play.torch_commands("linux", TORCH, lambda: True) == [FOR_PROCESSORS, ORDINARY]
    assert play.torch_commands("linux", TORCH, lambda: False) == [ORDINARY]


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_macos_and_windows_ask_the_ordinary_index_alone(platform: str) -> None:
    def nobody_asks() -> bool:
        raise AssertionError

    assert play.torch_commands(platform, TORCH, nobody_asks) == [ORDINARY]


def test_version_of_torch_comes_from_the_requirements() -> None:
    assert play.torch_requirement() in (ROOT / "requirements.txt").read_text()


@pytest.mark.parametrize(("there", "runs"), [("2.13.0+cpu", 0), ("2.13.0", 0), ("", 1), ("2.9", 1)])
def test_torch_that_is_there_is_kept(
    there: str, runs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[list[str]] = []
    monkeypatch.setattr(play, "torch_requirement", lambda: TORCH)
    monkeypatch.setattr(play, "torch_version", lambda: there)
    monkeypatch.setattr(play, "answers", lambda _url: False)
    monkeypatch.setattr(play, "pip", lambda command: done.append(command) or True)
    play.install_torch()
    assert done == [ORDINARY] * runs


def test_where_the_index_breaks_off_the_next_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[list[str]] = []
    monkeypatch.setattr(play, "torch_version", lambda: "")
    monkeypatch.setattr(play, "torch_commands", lambda *_: [FOR_PROCESSORS, ORDINARY])
    monkeypatch.setattr(play, "pip", lambda command: done.append(command) or command == ORDINARY)
    play.install_torch()
    assert done == [FOR_PROCESSORS, ORDINARY]
    monkeypatch.setattr(play, "pip", lambda _command: False)
    with pytest.raises(play.Failed, match="could not be installed"):
        play.install_torch()


def test_who_does_not_answer_costs_little() -> None:
    assert not play.answers(f"http://127.0.0.1:{free_port()}/", 3)
    assert not play.answers("http://nowhere.invalid/", 3)


# What is locked


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_lock_names_what_was_asked_for(name: str) -> None:
    rows = {row.name.lower(): row for row in locked(*play.ALL)}
    for wanted in asked_for(f"{name}.txt"):
        if wanted.name != "torch":
            assert rows[wanted.name.lower()].specifier == wanted.specifier, wanted


def test_lock_has_neither_torch_nor_cuda() -> None:
    for row in locked(*play.ALL):
        assert not re.match(r"torch$|triton|cuda|nvidia", row.name), row


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_lock_names_each_package_once_on_each_system(system: str, python: str) -> None:
    environment = {
        **SYSTEMS[system],
        "python_version": python,
        "python_full_version": f"{python}.0",
    }
    rows = [
        row.name for row in locked(*play.ALL) if not row.marker or row.marker.evaluate(environment)
    ]
    assert len(rows) == len(set(rows))
    assert {"streamlit", "numpy", "jinja2", "sympy", "pytest"} <= set(rows)
    assert ("uvloop" in rows) == (system != "windows")


def test_every_package_has_one_version_and_hashes() -> None:
    for name in play.ALL:
        for row in lock.packages((ROOT / name).read_text())[1:]:
            assert re.match(r"[\w-]+==\S+ ", row)
            assert row.count("--hash=sha256:") >= 1, row


def test_what_torch_brings_is_left_out_and_what_it_needs_stays() -> None:
    rows = ["# head\n", "cuda-toolkit==13 \\\n", "nvidia-nccl-cu13==2 \\\n", "triton==3 \\\n"]
    assert lock.without([*rows, "torch==2.13.0 \\\n", "sympy==1 \\\n"], set()) == [
        "# head\n",
        "sympy==1 \\\n",
    ]
    assert lock.without(["# head\n", "a==1 \\\n", "b==1 \\\n"], {"a==1 \\\n"})[1:] == ["b==1 \\\n"]


def test_marker_of_another_system_would_be_noticed() -> None:
    assert not Marker("sys_platform != 'win32'").evaluate(SYSTEMS["windows"])


# What is installed when


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """An environment that pip does nothing to; returns what pip was asked."""
    done: list[list[str]] = []

    def environment() -> None:
        play.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        play.PYTHON.touch()

    monkeypatch.setattr(play, "ROOT", tmp_path)
    monkeypatch.setattr(play, "VENV", tmp_path / "environment")
    monkeypatch.setattr(play, "PYTHON", tmp_path / "environment" / "bin" / "python")
    monkeypatch.setattr(play, "make_environment", environment)
    monkeypatch.setattr(play, "torch_version", lambda: "1")
    monkeypatch.setattr(play, "pip", lambda command: done.append(command) or True)
    (tmp_path / "requirements.txt").write_text("torch==1\n")
    for name in play.ALL:
        (tmp_path / name).write_text("a==1\n")
    return done


def test_installs_once_and_again_when_the_lock_changes(place: list[list[str]]) -> None:
    play.prepare(play.APP)
    play.prepare(play.APP)
    assert len(place) == 1
    assert place[0][-2:] == ["--requirement", "requirements.lock"]
    (play.ROOT / "requirements.lock").write_text("a==2\n")
    play.prepare(play.APP)
    assert len(place) == 2


def test_tests_need_both_locks_and_the_app_is_content_with_them(place: list[list[str]]) -> None:
    play.prepare(play.ALL)
    play.prepare(play.APP)
    assert len(place) == 1
    assert place[0].count("--requirement") == 2


def test_another_torch_is_installed(place: list[list[str]]) -> None:
    play.prepare(play.APP)
    (play.ROOT / "requirements.txt").write_text("torch==2\n")
    play.prepare(play.APP)
    assert ["install", "torch==2"] in place


def test_what_was_killed_half_way_is_begun_anew(
    place: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_command: list[str]) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(play, "pip", killed)
        with pytest.raises(KeyboardInterrupt):
            play.prepare(play.APP)
    half = play.VENV / "half-written"
    half.touch()
    play.prepare(play.APP)
    assert not half.exists()
    assert len(place) == 1


def test_what_pip_could_not_do_leaves_what_there_was(
    place: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    play.prepare(play.APP)
    (play.ROOT / "requirements.lock").write_text("a==2\n")
    with monkeypatch.context() as patch:
        patch.setattr(play, "pip", lambda _command: False)
        with pytest.raises(play.Failed, match="could not be installed"):
            play.prepare(play.APP)
    ours = play.VENV / "ours"
    ours.touch()
    play.prepare(play.APP)
    assert ours.exists()
    assert len(place) == 2


def test_old_python_is_told_in_a_sentence(
    place: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(play, "OLDEST", (4, 0))
    assert play.main(["run"]) == 1
    assert "Python 4.0 or newer is needed" in capsys.readouterr().err
    assert not place


# What is run


@pytest.mark.parametrize("module", [play, lock, audit])
def test_examples_run(module: ModuleType) -> None:
    failed, tried = doctest.testmod(module)
    assert tried
    assert not failed


def test_needs_nothing_but_the_standard_library() -> None:
    code = "import sys; before = set(sys.modules); import play; print(*set(sys.modules) - before)"
    run = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = {name.partition(".")[0] for name in run.stdout.split()} - {"play"}
    assert names <= sys.stdlib_module_names


def test_unknown_chore_lists_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert play.main(["fly"]) == 2
    assert "run, test, check" in capsys.readouterr().out


def test_makefile_has_the_same_chores() -> None:
    makefile = (ROOT / "Makefile").read_text()
    found = re.search(r"^CHORES = (.*)$", makefile, re.MULTILINE)
    assert found
    assert set(found.group(1).split()) == set(play.CHORES) - {"install"}


def test_what_follows_goes_to_the_last_program(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(play, "prepare", lambda _locks: None)
    monkeypatch.setattr(play, "first_failure", lambda commands: ran.extend(commands) or 0)
    monkeypatch.setenv("TESTS", "tests/unit tests/app")
    play.main(["test", "-k", "softmax"])
    assert ran[0][2:] == ["scripts.tools", "chromium", "nginx"]
    assert ran[1][2:] == ["pytest", "-n", "2", "tests/unit", "tests/app", "-k", "softmax"]


def test_first_failure_ends_it() -> None:
    python = [sys.executable, "-c"]
    assert play.first_failure([[*python, "raise SystemExit(3)"], [*python, "1/0"]]) == 3


# Known vulnerabilities


def test_vulnerability_fails_and_names_what_mends_it() -> None:
    printed = (
        '{"dependencies": [{"name": "a", "version": "1", "vulns": '
        '[{"id": "CVE-1", "fix_versions": ["1.1"]}]}, {"name": "b", "skip_reason": "unknown"}]}'
    )
    status, sentence = audit.verdict(printed, "")
    assert status == 1
    assert "a 1: CVE-1, mended in 1.1" in sentence


def test_where_nobody_was_asked_it_says_so() -> None:
    skipped = '{"dependencies": [{"name": "a", "skip_reason": "not found"}]}'
    for printed, errors in [(skipped, ""), ("", "ConnectionError: ..."), ("", "Read timed out")]:
        assert audit.verdict(printed, errors) == (0, audit.UNREACHED)


def test_audit_asks_for_every_locked_package_and_torch() -> None:
    lines = [line for line in audit.what_is_installed().splitlines() if line[:1] not in " #"]
    names = [Requirement(line).name for line in lines]
    assert set(names) == {row.name for row in locked(*play.ALL)} | {"torch"}
    assert all("--hash" not in line for line in lines)


def test_what_else_goes_wrong_fails() -> None:
    assert audit.verdict("", "TypeError: ...")[0] == 1
