"""A table of attempts as an NPZ file, and back: every size is checked before anything is unpacked.

Nothing is ever unpickled. The strokes of all attempts are one flat array of points, cut by offsets.
"""

from __future__ import annotations

import io
import struct
import tokenize
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from core.digits.attempts import CLASSES, MAX_ATTEMPTS, Attempt
from core.digits.errors import BadAttempts
from core.digits.strokes import SIZE
from core.errors import InvalidInput

FORMAT = "softmax playground attempts"
VERSION = 1
MAX_BYTES = 20_000_000
"""Of the file: what the server takes (`.streamlit/config.toml`)."""
MAX_UNPACKED = 64_000_000
"""Of all that it unpacks to. A thousand attempts with long strokes have half of that."""

Array = NDArray[np.generic]
Shape = tuple[int | None, ...]
_MAX_MEMBERS = 64
_HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
# What a zip file or an array's header can raise that was made to be damaged, encrypted, or odd.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    SyntaxError,
    OverflowError,
    MemoryError,
    RuntimeError,
    tokenize.TokenError,
)


@dataclass(frozen=True)
class _Rule:
    """What an array of the file must be: its kind of dtype, that in words, its shape (None: any)."""

    kind: Callable[[np.dtype[np.generic]], bool]
    holds: str
    shape: Shape


def _is(dtype: type[np.generic]) -> Callable[[np.dtype[np.generic]], bool]:
    return lambda got: got.newbyteorder("=") == np.dtype(dtype)


def _whole(got: np.dtype[np.generic]) -> bool:
    return got.kind in "iu"


_RULES = {
    "format": _Rule(lambda got: got.kind == "U", "text", ()),
    "version": _Rule(_whole, "integers", ()),
    "images": _Rule(_is(np.float32), "float32", (None, SIZE, SIZE)),
    "labels": _Rule(_whole, "integers", (None,)),
    "logits": _Rule(_is(np.float64), "float64", (None, CLASSES)),
    "points": _Rule(_is(np.float64), "float64", (None, 2)),
    "point_offsets": _Rule(_whole, "integers", (None,)),
    "stroke_offsets": _Rule(_whole, "integers", (None,)),
}


def to_npz(attempts: Sequence[Attempt]) -> bytes:
    """Return attempts as the bytes of an NPZ file.

    It holds ``images`` (n, 28, 28) float32, ``labels`` (n,) uint8, ``logits`` (n, 10) float64, and the strokes:
    ``points`` (P, 2) float64; stroke s has the points from ``point_offsets[s]`` to ``point_offsets[s + 1]``,
    attempt i the strokes from ``stroke_offsets[i]`` to ``stroke_offsets[i + 1]``.

    Examples
    --------
    >>> from io import BytesIO
    >>> file = to_npz([Attempt(([[1, 2], [3, 4]],), np.zeros((28, 28)), 7, np.zeros(10))])
    >>> with np.load(BytesIO(file)) as arrays:
    ...     arrays["labels"].tolist(), arrays["points"].tolist(), arrays["point_offsets"].tolist()
    ([7], [[1.0, 2.0], [3.0, 4.0]], [0, 2])
    >>> [attempt.label for attempt in from_npz(file)]
    [7]
    """
    strokes = [stroke for attempt in attempts for stroke in attempt.strokes]
    n = len(attempts)
    out = io.BytesIO()
    np.savez_compressed(
        out,
        allow_pickle=False,
        format=np.array(FORMAT),
        version=np.array(VERSION),
        images=np.array([a.picture for a in attempts], np.float32).reshape(n, SIZE, SIZE),
        labels=np.array([a.label for a in attempts], np.uint8),
        logits=np.array([a.logits for a in attempts], np.float64).reshape(n, CLASSES),
        points=np.concatenate([np.empty((0, 2)), *strokes]),
        point_offsets=_offsets([len(stroke) for stroke in strokes]),
        stroke_offsets=_offsets([len(attempt.strokes) for attempt in attempts]),
    )
    return out.getvalue()


def from_npz(content: bytes) -> list[Attempt]:
    """Return the attempts in an NPZ file that `to_npz` wrote, the same to the last bit.

    Parameters
    ----------
    content
        The bytes of the file; anything may stand in them.

    Raises
    ------
    BadAttempts
        The file is no NPZ file, is damaged, too large or would unpack to something too large, holds pickled
        objects, is of another format or version, lacks an array or has one too many; an array has another
        dtype or shape; a label is no digit; a logit or a point is not finite.

    Examples
    --------
    >>> from_npz(b"PK, or something else")
    Traceback (most recent call last):
    core.digits.errors.BadAttempts: the file is not an NPZ file
    """
    if len(content) > MAX_BYTES:
        raise BadAttempts("the file may have at most {limit} MB", limit=MAX_BYTES // 1_000_000)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _DAMAGED:
        raise BadAttempts("the file is not an NPZ file") from None
    with archive:
        return _attempts(_arrays(archive))


def _offsets(lengths: list[int]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)


def _arrays(archive: zipfile.ZipFile) -> dict[str, Array]:
    """Return the arrays of the file, once all of them are what they must be."""
    members = archive.infolist()
    if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise BadAttempts(
            "the file would unpack to more than {limit} MB", limit=MAX_UNPACKED // 1_000_000
        )
    for member in members:
        if _header(archive, member)[0].hasobject:
            raise BadAttempts("the file holds pickled objects, which are never opened")
    named = {member.filename.removesuffix(".npy"): member for member in members}
    for name in _RULES:
        if name not in named:
            raise BadAttempts(
                "the file is not a table of attempts: the array “{name}” is missing", name=name
            )
    if len(members) > len(_RULES):
        raise BadAttempts(
            "the file is not a table of attempts: it has {got} arrays, and not {want}",
            got=len(members),
            want=len(_RULES),
        )
    _check_version(archive, named)
    return {name: _array(archive, named[name], name) for name in _RULES}


def _header(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo
) -> tuple[np.dtype[np.generic], tuple[int, ...], int]:
    """Return dtype, shape and the length of the header of one array, without its content."""
    try:
        with archive.open(member) as stream:
            shape, _fortran, dtype = _HEADERS[npy.read_magic(stream)](stream)
            return dtype, shape, stream.tell()
    except _DAMAGED:
        raise _damaged() from None


def _damaged() -> BadAttempts:
    return BadAttempts("the file is damaged, or not a table of attempts")


def _check_version(archive: zipfile.ZipFile, named: dict[str, zipfile.ZipInfo]) -> None:
    name = _text(_array(archive, named["format"], "format"))
    version = str(_array(archive, named["version"], "version"))
    if (name, version) != (FORMAT, str(VERSION)):
        raise BadAttempts(
            "the file is “{name}”, version {got}, and not “{known}”, version {version}",
            name=name[:40],
            got=version,
            known=FORMAT,
            version=VERSION,
        )


def _text(array: Array) -> str:
    """Return a text of an array, whose code points may be none."""
    points = np.frombuffer(array.tobytes(), array.dtype.byteorder.replace("|", "=") + "u4")
    if ((points >= 0x110000) | ((points >= 0xD800) & (points < 0xE000))).any():
        raise _damaged()
    return str(array)


def _array(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Array:
    """Return one array, after its header says nothing that it must not be."""
    rule = _RULES[name]
    dtype, shape, start = _header(archive, member)
    if not rule.kind(dtype):
        raise BadAttempts(
            "the array “{name}” must hold {rule}, and holds {got}",
            name=name,
            rule=rule.holds,
            got=str(dtype)[:40],
        )
    wanted = zip(rule.shape, shape, strict=False)
    if len(shape) != len(rule.shape) or any(want not in (None, got) for want, got in wanted):
        raise _wrong_shape(name, rule.shape, shape)
    # What the header says and what the archive holds agree, before memory is taken for it.
    if start + dtype.itemsize * prod(shape) != member.file_size:
        raise _damaged()
    try:
        with archive.open(member) as stream:
            found: Array = npy.read_array(stream, allow_pickle=False)
    except _DAMAGED:
        raise _damaged() from None
    return found


def _wrong_shape(name: str, rule: Shape, got: Shape) -> BadAttempts:
    return BadAttempts(
        "the array “{name}” must have the shape {rule}, and has {got}",
        name=name,
        rule=_shape(rule),
        got=_shape(got)[:40],
    )


def _shape(shape: Shape) -> str:
    return "x".join("n" if side is None else str(side) for side in shape) or "1"


def _attempts(arrays: dict[str, Array]) -> list[Attempt]:
    """Return the attempts that the arrays hold together."""
    images, labels, logits, points = (
        arrays[name] for name in ("images", "labels", "logits", "points")
    )
    n = len(labels)
    if n > MAX_ATTEMPTS:
        raise BadAttempts(
            "a table has at most {most} attempts, and this one has {got}", most=MAX_ATTEMPTS, got=n
        )
    for name in ("images", "logits"):
        if len(arrays[name]) != n:
            raise _wrong_shape(name, (n, *_RULES[name].shape[1:]), arrays[name].shape)
    ends = _cuts(arrays["point_offsets"], len(points), "point_offsets", least=1)
    groups = _cuts(arrays["stroke_offsets"], len(ends) - 1, "stroke_offsets", parts=n)
    made = []
    for i in range(n):
        strokes = tuple(points[ends[s] : ends[s + 1]] for s in range(groups[i], groups[i + 1]))
        try:
            made.append(Attempt(strokes, images[i], labels[i], logits[i]))  # type: ignore[arg-type]
        except InvalidInput as error:
            raise BadAttempts("attempt {number}: {why}", number=i + 1, why=error) from None
    return made


def _cuts(
    offsets: Array, length: int, name: str, parts: int | None = None, least: int = 0
) -> NDArray[np.int64]:
    """Return offsets that cut ``length`` things into so many parts, each of at least ``least``."""
    most = length if parts is None else parts
    if 0 < len(offsets) <= most + 1 and parts in (None, len(offsets) - 1):
        cuts = offsets.astype(np.int64)
        if (cuts[0], cuts[-1]) == (0, length) and (np.diff(cuts) >= least).all():
            return cuts
    raise BadAttempts("the array “{name}” does not cut its strokes or points", name=name)
