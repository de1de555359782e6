"""Where the data sets are: a folder that is given, or a checked download into a cache."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pooch
from requests.exceptions import RequestException

from core.learning.datasets import MNIST_SHA256, Images, check, read_checked, read_mnist
from core.learning.errors import BadData
from core.learning.pen_digits import (
    PENDIGITS_FILE,
    PENDIGITS_SHA256,
    UNIPEN_FILE,
    UNIPEN_SHA256,
    PenDigit,
    parse_digit_lines,
    parse_unipen,
)
from core.learning.progress import Progress

MNIST_URL = "https://ossci-datasets.s3.amazonaws.com/mnist/"
PENDIGITS_URL = "https://archive.ics.uci.edu/ml/machine-learning-databases/pendigits/"
HOW_TO_GET_UNIPEN = """\
The writers of many countries are left out: UNIPEN is not set to their file, digits.txt.gz. It was made of UNIPEN
train_r01_v07 (Zenodo record 1195803, CC BY 4.0), category 1a, isolated digits: the 9,206 digits of 144 of its writers,
one a line as `label contributor/writer x,y x,y ...;x,y ...` with y down, each scaled so that its box's larger side is 1000,
without times, names, broken and repeated digits."""
CACHE = Path(".cache/data")
TIMEOUT = 30
"""Seconds without a byte after which a server counts as gone."""


def mnist(part: str, base_url: str = MNIST_URL, cache: Path = CACHE) -> Images:
    """Return MNIST's ``part``, "train" or "t10k": from ``MNIST_DIR``, else by a checked download.

    Raises
    ------
    BadData
        A file is missing, damaged or another one, or the server did not deliver it.
    """
    given = os.environ.get("MNIST_DIR")
    if given:
        return read_mnist(Path(given), part)
    for name in MNIST_SHA256:
        if name.startswith(part):
            download(f"{base_url}{name}.gz", cache / f"{name}.gz", MNIST_SHA256[name])
    return read_mnist(cache, part)


def pendigits(base_url: str = PENDIGITS_URL, cache: Path = CACHE) -> list[PenDigit]:
    """Return the pen strokes: from ``PENDIGITS``, a file or its folder, else by a checked download.

    Raises
    ------
    BadData
        As `mnist`.
    """
    given = os.environ.get("PENDIGITS")
    if given:
        path = Path(given)
        path = path / PENDIGITS_FILE if path.is_dir() else path
    else:
        path = cache / f"{PENDIGITS_FILE}.Z"
        download(f"{base_url}{path.name}", path, PENDIGITS_SHA256)
    return parse_unipen(read_checked(path, PENDIGITS_SHA256).decode("ascii"))


def unipen() -> list[PenDigit]:
    """Return the pen strokes of writers of many countries: from ``UNIPEN``, a file or its folder, else none.

    Nobody offers them in this form, so nothing is downloaded: ``HOW_TO_GET_UNIPEN`` says what to do.

    Raises
    ------
    BadData
        The file cannot be read, or is another one.
    """
    given = os.environ.get("UNIPEN")
    if not given:
        return []
    path = Path(given)
    path = path / UNIPEN_FILE if path.is_dir() else path
    return parse_digit_lines(read_checked(path, UNIPEN_SHA256).decode("ascii"))


def download(url: str, path: Path, sha256: str) -> None:
    """Download a file unless it is there; what does not have the right content never gets there.

    Parameters
    ----------
    url
        Where from.
    path
        Where to.
    sha256
        Of the content, decompressed.

    Raises
    ------
    BadData
        The server cannot be reached, stops half-way, or sends another file.
    """
    if path.exists():
        return
    pooch.get_logger().setLevel(logging.WARNING)
    try:
        pooch.retrieve(
            url,
            known_hash=None,  # _Checked compares the content's own, whoever compressed it
            fname=path.name,
            path=path.parent,
            downloader=_Checked(path.name, sha256),
        )
    except (RequestException, OSError) as error:
        raise BadData("{url} cannot be downloaded: {reason}", url=url, reason=error) from error


@dataclass(frozen=True)
class _Checked:
    """A downloader for pooch that looks into the file before pooch moves it to its place."""

    name: str
    sha256: str

    def __call__(
        self, url: str, output_file: str, caller: object, check_only: bool = False
    ) -> None:
        answers: list[Any] = []
        fetch: Callable[..., None] = pooch.HTTPDownloader(
            progressbar=_Bar(self.name),
            timeout=TIMEOUT,
            hooks={"response": lambda answer, **_: answers.append(answer)},
        )
        try:
            fetch(url, output_file, caller)
        finally:
            for answer in answers:  # pooch leaves the connection open where a download fails
                answer.close()
        check(Path(output_file).read_bytes(), url, self.sha256)


class _Bar:
    """What pooch tells about a download, as our line of progress."""

    def __init__(self, name: str) -> None:
        self.name, self.total, self.progress = name, 0, Progress(name, 1)

    def update(self, count: int) -> None:
        self.progress.total = max(self.total, 1)
        self.progress.advance(steps=count)

    def reset(self) -> None:
        self.progress.done = 0

    def close(self) -> None:
        self.progress.close()
