"""MNIST's images (Y. LeCun, C. Cortes, C. J. C. Burges; four IDX files), and files that are checked by their hash."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.learning import unix_compress
from core.learning.errors import BadData

Bytes = NDArray[np.uint8]

MNIST_SHA256 = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
"""sha256 of the decompressed files; a mirror may compress them in its own way."""

_IMAGES, _LABELS = 0x00000803, 0x00000801  # IDX: unsigned bytes in three dimensions, and in one


@dataclass(frozen=True)
class Images:
    """Pictures (n, 28, 28) uint8, ink 255, and their digits (n,)."""

    pixels: Bytes
    labels: Bytes


def parse_idx(content: bytes, name: str) -> Bytes:
    """Return the array in an IDX file of unsigned bytes.

    Raises
    ------
    BadData
        The magic number is not that of images or labels, or the size is not the header's.

    Examples
    --------
    >>> parse_idx(bytes.fromhex("00000801" "00000002" "0709"), "labels")
    array([7, 9], dtype=uint8)
    """
    magic = int.from_bytes(content[:4], "big")
    if magic not in (_IMAGES, _LABELS):
        raise BadData("{name} is not an IDX file of images or labels", name=name)
    dimensions = magic & 0xFF
    header = 4 + 4 * dimensions
    shape = tuple(int.from_bytes(content[i : i + 4], "big") for i in range(4, header, 4))
    expected = header + int(np.prod(shape, dtype=object))
    if len(content) != expected:
        raise BadData(
            "{name} should have {expected} bytes, got {got}",
            name=name,
            expected=expected,
            got=len(content),
        )
    return np.frombuffer(content, np.uint8, offset=header).reshape(shape)


def read_checked(path: Path, sha256: str) -> bytes:
    """Return a file's content, decompressed where it is .gz or .Z, after comparing its hash.

    Raises
    ------
    BadData
        The file cannot be read, is cut short, or is not the expected one.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadData(
            "{path} cannot be read: {reason}", path=path, reason=error.strerror
        ) from error
    return check(content, path, sha256)


def check(content: bytes, name: object, sha256: str) -> bytes:
    """Return content, decompressed where it is .gz or .Z, after comparing its hash.

    Raises
    ------
    BadData
        It is cut short, or not the expected one; ``name`` says in the message what it is.
    """
    unpack = {b"\x1f\x8b": gzip.decompress, unix_compress.MAGIC: unix_compress.uncompress}.get(
        content[:2]
    )
    if unpack:
        try:
            content = unpack(content)
        except (OSError, EOFError, ValueError, zlib.error) as error:
            raise BadData("{path} is damaged: {reason}", path=name, reason=error) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise BadData("{path} is not the expected file: its sha256 differs", path=name)
    return content


def read_mnist(folder: Path, part: str) -> Images:
    """Return MNIST's ``part``, "train" or "t10k", from a folder of IDX files, gzip or not.

    Raises
    ------
    BadData
        A file is missing, damaged or another one.
    """
    images, labels = (
        _read_idx(folder, f"{part}-{kind}-ubyte") for kind in ("images-idx3", "labels-idx1")
    )
    if images.shape != (len(labels), 28, 28):
        raise BadData("MNIST's images and labels in {folder} do not match", folder=folder)
    return Images(images, labels)


def _read_idx(folder: Path, name: str) -> Bytes:
    plain, packed = folder / name, folder / f"{name}.gz"
    path = plain if plain.exists() else packed
    return parse_idx(read_checked(path, MNIST_SHA256[name]), name)
