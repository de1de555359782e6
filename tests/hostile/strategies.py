"""What a hostile client sends: links, moves, drawings, files."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import numpy as np
from hypothesis import strategies as st
from PIL import Image

from core.digits.attempts import Attempt
from core.digits.attempts_file import to_npz
from tests.unit.ui.language.test_messages import HOSTILE

NUMBERS = (
    *("0", "1", "-1", "0.5", "1e308", "-1e308", "1.5e308", "1e309", "1e-320", "5e-324", "-0"),
    *("inf", "-inf", "nan", "1_0", "٣", "0x10", "1e", ".", "", " 1", "1,2", "9" * 400, "1e-250"),
    *("0.05", "20", "1000000", "-1e6", "0.3333333333333333", "0.500002"),
)
numbers = st.one_of(st.sampled_from(NUMBERS), st.floats(width=64).map(repr), st.integers().map(str))
lists = st.lists(numbers, max_size=14).map(",".join)
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))
strokes = st.text("ABCDEghi_-0.9", max_size=60)
distributions = st.lists(st.floats(1e-9, 1), min_size=2, max_size=12).map(
    lambda xs: ",".join(repr(x / sum(xs)) for x in xs)
)
junk = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=8,
)


def queries(names: list[str], codes: list[str]) -> st.SearchStrategy[dict[str, str]]:
    """Links of a page that has parameters of these names, with codes that it may know."""
    value = st.one_of(lists, distributions, texts, strokes, st.sampled_from(codes))
    return st.dictionaries(st.sampled_from([*names, "lang", "v"]), value, max_size=8)


def moves(columns: list[str]) -> st.SearchStrategy[Any]:
    """Moves of a hand, and what is none."""
    move = st.tuples(
        st.integers(-1, 13), st.sampled_from(columns), st.one_of(st.floats(), numbers, texts)
    ).map(list)
    return st.one_of(st.lists(move, max_size=5), st.lists(st.one_of(move, junk), max_size=4), junk)


commands = st.lists(
    st.one_of(
        st.tuples(st.just("M"), st.floats(-500, 500), st.floats(-500, 500)),
        st.tuples(st.just("Q"), *[st.floats(-500, 500)] * 4),
        st.tuples(st.just("L"), st.floats(), st.floats()),
        junk,
    ).map(lambda c: list(c) if isinstance(c, tuple) else c),
    max_size=8,
)
transforms = st.dictionaries(
    st.sampled_from(["left", "top", "scaleX", "angle", "skewX", "flipX", "originX", "width"]),
    st.one_of(st.floats(), junk),
    max_size=3,
)
objects = st.builds(
    lambda path, more: {"type": "path", "path": [["M", 1, 1], *path], **more}, commands, transforms
)
drawings = st.one_of(
    st.builds(lambda o: {"objects": o}, st.lists(st.one_of(objects, junk), max_size=4)), junk
)


def damaged(sound: list[bytes]) -> st.SearchStrategy[bytes]:
    """Sound files of which bytes were changed, cut or doubled; and bytes that never were one."""

    def damage(content: bytes, at: list[tuple[int, int]], end: int) -> bytes:
        changed = bytearray(content)
        for place, byte in at:
            changed[place % len(changed)] = byte
        return bytes(changed[: max(1, len(changed) - end)])

    changes = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=6)
    ends = st.one_of(st.just(0), st.integers(0, 400))
    return st.one_of(
        st.builds(damage, st.sampled_from(sound), changes, ends), st.binary(max_size=200)
    )


def pictures() -> list[bytes]:
    """Small sound pictures of many kinds."""
    made = []
    for mode in ("L", "RGB", "RGBA", "P", "1", "I;16", "LA"):
        for form in ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"):
            grey = Image.fromarray(np.arange(400, dtype=np.uint8).reshape(20, 20))
            out = io.BytesIO()
            try:
                grey.convert(mode if mode != "I;16" else "I").save(out, form)
            except (OSError, ValueError):
                continue
            made.append(out.getvalue())
    return made


def tables() -> list[bytes]:
    """Sound tables of attempts, and archives of other things."""
    strokes = (np.array([[1.0, 2.0], [3.0, 4.0]]),)
    attempt = Attempt(strokes, np.zeros((28, 28)), 7, np.zeros(10))
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("format.npy", b"\x93NUMPY\x01\x00")
        archive.writestr("../x.npy", json.dumps([1]))
    return [to_npz([attempt] * n) for n in (1, 3)] + [other.getvalue()]
