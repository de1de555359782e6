"""Downloads over HTTP, from a server of our own: what is wrong never reaches the cache."""

import gzip
import hashlib
import http.server
import socket
import threading
from typing import ClassVar

import pytest

from core.learning import download
from core.learning.errors import BadData

from .test_datasets import DIGITS, IMAGES, LABELS, compress

FILES = {
    "/train-images-idx3-ubyte.gz": gzip.compress(IMAGES),
    "/train-labels-idx1-ubyte.gz": gzip.compress(LABELS),
    "/pendigits-orig.tra.Z": compress(DIGITS.encode()),
}


class Mirror(http.server.BaseHTTPRequestHandler):
    """Serves ``FILES``, and under other paths the ways in which a server fails."""

    seen: ClassVar[list[str]] = []

    def do_GET(self):
        Mirror.seen.append(self.path)
        folder, _, name = self.path[1:].partition("/")
        content = FILES.get(f"/{name}")
        if folder == "missing" or content is None:
            self.send_error(404)
            return
        if folder == "another":
            content = gzip.compress(b"another file")
        if folder == "truncated":
            content = content[: len(content) // 2]
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if folder == "gone":
            content = content[: len(content) // 2]
        self.wfile.write(content)
        if folder == "gone":
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_):
        pass


@pytest.fixture
def server(monkeypatch):
    monkeypatch.delenv("MNIST_DIR", raising=False)
    monkeypatch.delenv("PENDIGITS", raising=False)
    for name, content in (
        ("train-images-idx3-ubyte", IMAGES),
        ("train-labels-idx1-ubyte", LABELS),
    ):
        monkeypatch.setitem(download.MNIST_SHA256, name, hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(download, "PENDIGITS_SHA256", hashlib.sha256(DIGITS.encode()).hexdigest())
    Mirror.seen.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Mirror) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def test_the_right_files_are_downloaded_once(server, tmp_path):
    for _ in range(2):
        images = download.mnist("train", f"{server}/right/", tmp_path)
        assert images.labels.tolist() == [5, 1, 7]
    assert [path.rpartition("/")[2] for path in Mirror.seen] == [
        "train-images-idx3-ubyte.gz",
        "train-labels-idx1-ubyte.gz",
    ]


def test_pen_strokes_are_downloaded_as_uci_keeps_them(server, tmp_path):
    digits = download.pendigits(f"{server}/right/", tmp_path)
    assert [digit.label for digit in digits] == [8, 4]


@pytest.mark.parametrize("failure", ["another", "truncated", "gone", "missing"])
def test_a_failed_download_is_said_and_leaves_nothing(server, tmp_path, failure):
    with pytest.raises(BadData, match=r"cannot be downloaded|sha256 differs|damaged") as caught:
        download.mnist("train", f"{server}/{failure}/", tmp_path)
    assert "train-images" in str(caught.value)
    assert list(tmp_path.iterdir()) == []
    assert len(download.mnist("train", f"{server}/right/", tmp_path).labels) == 3


def test_a_server_that_is_not_there_is_said(monkeypatch, tmp_path):
    monkeypatch.delenv("PENDIGITS", raising=False)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        with pytest.raises(BadData, match="cannot be downloaded"):
            download.pendigits(url, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_falls_silent_is_given_up(monkeypatch, tmp_path):
    monkeypatch.delenv("PENDIGITS", raising=False)
    monkeypatch.setattr(download, "TIMEOUT", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()  # takes the connection, and never answers
        with pytest.raises(BadData, match="cannot be downloaded"):
            download.pendigits(f"http://127.0.0.1:{silent.getsockname()[1]}/", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_given_is_taken(monkeypatch, tmp_path):
    monkeypatch.setattr(download, "PENDIGITS_SHA256", hashlib.sha256(DIGITS.encode()).hexdigest())
    (tmp_path / "pendigits-orig.tra").write_text(DIGITS)
    for given in (tmp_path, tmp_path / "pendigits-orig.tra"):
        monkeypatch.setenv("PENDIGITS", str(given))
        assert len(download.pendigits("http://127.0.0.1:1/", tmp_path / "cache")) == 2
    monkeypatch.setenv("PENDIGITS", str(tmp_path / "elsewhere"))
    with pytest.raises(BadData, match="elsewhere cannot be read"):
        download.pendigits("http://127.0.0.1:1/", tmp_path / "cache")


def test_a_download_shows_how_far_it_is(server, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    download.pendigits(f"{server}/right/", tmp_path)
    assert "pendigits-orig.tra.Z [####################] 100%" in capsys.readouterr().err


def test_the_writers_of_many_countries_are_taken_from_where_they_are_said_to_be(
    monkeypatch, tmp_path
):
    lines = "1 aga/02 0,0 3,9\n8 val/02 0,0 5,5;7,7\n"
    monkeypatch.setattr(download, "UNIPEN_SHA256", hashlib.sha256(lines.encode()).hexdigest())
    (tmp_path / "digits.txt.gz").write_bytes(gzip.compress(lines.encode()))
    for given in (tmp_path, tmp_path / "digits.txt.gz"):
        monkeypatch.setenv("UNIPEN", str(given))
        assert [digit.label for digit in download.unipen()] == [1, 8]
    (tmp_path / "digits.txt.gz").write_bytes(gzip.compress(b"1 aga/02 0,0\n"))
    with pytest.raises(BadData, match="sha256 differs"):
        download.unipen()
    monkeypatch.setenv("UNIPEN", str(tmp_path / "elsewhere"))
    with pytest.raises(BadData, match="elsewhere cannot be read"):
        download.unipen()


def test_without_them_there_are_none_and_where_they_are_to_be_had_is_known(monkeypatch):
    monkeypatch.delenv("UNIPEN", raising=False)
    assert download.unipen() == []
    assert "Zenodo record 1195803" in download.HOW_TO_GET_UNIPEN
