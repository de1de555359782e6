"""Uploads are kept as long as they are needed, and no longer."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from ui.shell import visits


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> MemoryUploadedFileManager:
    """The uploads of a server on which only “here” is connected."""
    kept = MemoryUploadedFileManager("/upload")
    server = SimpleNamespace(uploaded_file_mgr=kept, is_active_session="here".__eq__)
    monkeypatch.setattr(runtime, "get_instance", lambda: server)
    for session in ("here", "gone"):
        for n in range(15):
            kept.add_file(session, UploadedFileRec(str(n), f"{n}.png", "image/png", bytes(1000)))
    return kept


def test_only_the_newest_uploads_of_a_visitor_are_kept(files: MemoryUploadedFileManager) -> None:
    visits.keep_newest("here")
    assert list(files.file_storage["here"]) == ["13", "14"]
    visits.keep_newest("nobody")
    assert "nobody" not in files.file_storage


def test_what_a_visitor_uploaded_goes_with_him(files: MemoryUploadedFileManager) -> None:
    visits.sweep()
    assert list(files.file_storage) == ["here"]


def test_the_uploads_of_all_are_bounded_and_the_newest_stays(
    files: MemoryUploadedFileManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visits, "MOST_BYTES", 20_000)
    files.add_file("new", UploadedFileRec("1", "1.png", "image/png", bytes(10_000)))
    visits.keep_newest("new")
    assert list(files.file_storage) == ["new"]
