"""Attempts: their numbers against scipy, their files there and back, and files that were made to harm."""

from __future__ import annotations

import csv
import io
import math
import pickle
import tomllib
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.special import log_softmax, softmax

from core.digits.attempts import COLUMNS, MAX_ATTEMPTS, Attempt, summary, to_csv
from core.digits.attempts_file import FORMAT, MAX_BYTES, MAX_UNPACKED, from_npz, to_npz
from core.digits.errors import BadAttempts
from core.errors import InvalidInput

BLANK = np.zeros((28, 28), np.float32)

logit_rows = hnp.arrays(np.float64, 10, elements=st.floats(-1e6, 1e6))
pictures = hnp.arrays(np.float32, (28, 28), elements=st.floats(0, 1, width=32), fill=st.just(0.0))
strokes = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 4), st.just(2)),
    elements=st.floats(-1e9, 1e9),
)
attempts = st.builds(
    Attempt, st.lists(strokes, max_size=3).map(tuple), pictures, st.integers(0, 9), logit_rows
)


def attempt(label: int = 3, logits: object = None, points: object = ()) -> Attempt:
    z = np.eye(10)[3] * 5 if logits is None else logits
    return Attempt(points, BLANK, label, z)  # type: ignore[arg-type]


def arrays_of(table: list[Attempt]) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(to_npz(table))) as file:
        return dict(file)


def npz(**arrays: np.ndarray) -> bytes:
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)
    return out.getvalue()


def npy(array: np.ndarray) -> bytes:
    out = io.BytesIO()
    np.save(out, array)
    return out.getvalue()


def repacked(**members: bytes | None) -> bytes:
    """A sound file of two attempts, with other bytes for some of its members."""
    sound = {name: npy(array) for name, array in arrays_of([attempt(), attempt(7)]).items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (sound | members).items():
            if content is not None:
                archive.writestr(name + ".npy", content)
    return out.getvalue()


class Harmful:
    """Unpickling it would be noticed."""

    def __reduce__(self) -> tuple:
        return (pytest.fail, ("a pickled object was opened",))


@given(st.lists(attempts, min_size=1, max_size=6))
def test_the_numbers_are_scipys(table: list[Attempt]) -> None:
    found = summary(table)
    losses = [-log_softmax(a.logits)[a.label] for a in table]
    np.testing.assert_allclose(found.losses, losses, rtol=1e-12, atol=1e-15)
    assert found.mean_nats == pytest.approx(np.mean(losses), rel=1e-12, abs=1e-15)
    assert found.mean_bits == pytest.approx(found.mean_nats / math.log(2))
    right = [int(np.argmax(a.logits)) == a.label for a in table]
    assert found.accuracy == pytest.approx(sum(right) / len(table))
    assert found.confusion.sum() == len(table)
    assert np.trace(found.confusion) == sum(right)
    assert set(found.mistakes) == {i for i, good in enumerate(right) if not good}
    costs = [found.losses[i] for i in found.mistakes]
    assert costs == sorted(costs, reverse=True)
    assert [a.loss for a in table] == pytest.approx(found.losses.tolist(), abs=1e-15)


def test_the_confusion_matrix_has_labels_as_rows() -> None:
    found = summary([attempt(7), attempt(7), attempt(3)])
    assert found.confusion[7, 3] == 2
    assert found.confusion[3, 3] == 1
    assert found.confusion.sum() == 3


def test_no_attempts_have_no_mean() -> None:
    with pytest.raises(BadAttempts, match="no attempt yet"):
        summary([])


@given(st.lists(attempts, max_size=5))
def test_a_csv_reads_back_to_the_last_digit(table: list[Attempt]) -> None:
    text = to_csv(table)
    assert text.count("\r\n") == len(table) + 1
    head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert tuple(head) == COLUMNS
    for number, (row, a) in enumerate(zip(rows, table, strict=True), start=1):
        values = [float(cell) for cell in row]
        assert values[:3] == [number, a.label, np.argmax(a.logits)]
        assert values[3] == a.loss
        assert values[4] == pytest.approx(a.loss / math.log(2))
        assert values[5:15] == a.logits.tolist()
        np.testing.assert_allclose(values[15:], softmax(a.logits), atol=1e-15)


@given(st.lists(attempts, max_size=5))
def test_a_file_comes_back_the_same_to_the_last_bit(table: list[Attempt]) -> None:
    back = from_npz(to_npz(table))
    assert len(back) == len(table)
    for a, b in zip(table, back, strict=True):
        assert a.label == b.label
        assert a.logits.tobytes() == b.logits.tobytes()
        assert a.picture.tobytes() == b.picture.tobytes()
        assert a.picture.dtype == b.picture.dtype == np.float32
        assert [s.tobytes() for s in a.strokes] == [s.tobytes() for s in b.strokes]
        assert all(s.shape == t.shape for s, t in zip(a.strokes, b.strokes, strict=True))


def test_a_file_says_what_it_is_without_pickles() -> None:
    arrays = arrays_of([attempt(points=([[1, 2], [3, 4]], [[5, 6]]))])
    assert arrays["format"] == FORMAT
    assert {array.dtype.kind for array in arrays.values()} == {"U", "i", "u", "f"}
    assert arrays["images"].shape == (1, 28, 28)
    assert arrays["point_offsets"].tolist() == [0, 2, 3]
    assert arrays["stroke_offsets"].tolist() == [0, 2]


def test_what_comes_back_cannot_be_changed() -> None:
    (a,) = from_npz(to_npz([attempt(points=([[1, 2], [3, 4]],))]))
    for array in (a.picture, a.logits, a.strokes[0]):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"label": 10}, "from 0 to 9, got 10"),
        ({"label": -1}, "from 0 to 9, got -1"),
        ({"label": True}, "from 0 to 9"),
        ({"label": 3.0}, "from 0 to 9"),
        ({"label": "3"}, "from 0 to 9"),
        ({"logits": [math.nan] * 10}, "ten finite logits"),
        ({"logits": [-math.inf] + [0.0] * 9}, "ten finite logits"),
        ({"logits": [0.0] * 9}, "ten finite logits"),
        ({"logits": "x"}, "ten finite logits"),
        ({"logits": [10**400] * 10}, "ten finite logits"),
        ({"picture": np.zeros((27, 28))}, "28x28"),
        ({"picture": np.full((28, 28), 1.5)}, "from 0 to 1"),
        ({"picture": np.full((28, 28), math.nan)}, "from 0 to 1"),
        ({"picture": [[object()] * 28] * 28}, "from 0 to 1"),
        ({"strokes": ([[0, math.inf]],)}, "not finite"),
        ({"strokes": ([[0, 1, 2]],)}, "pairs"),
    ],
)
def test_what_is_no_attempt_is_refused(parts: dict, says: str) -> None:
    sound = {"strokes": (), "picture": BLANK, "label": 3, "logits": np.zeros(10)}
    with pytest.raises(InvalidInput, match=says):
        Attempt(**(sound | parts))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"not a zip",
        pickle.dumps([1, 2]),
        b"\x93NUMPY" + bytes(100),
        bytes(1000),
    ],
)
def test_what_is_no_npz_is_refused(content: bytes) -> None:
    with pytest.raises(BadAttempts, match="not an NPZ"):
        from_npz(content)


@pytest.mark.parametrize("name", ["labels", "extra"])
def test_pickled_objects_are_never_opened(name: str) -> None:
    objects = np.array([Harmful(), Harmful()], dtype=object)
    content = npz(**(arrays_of([attempt(), attempt(7)]) | {name: objects}))
    with pytest.raises(BadAttempts, match="pickled objects, which are never opened"):
        from_npz(content)


def test_a_pickle_in_place_of_an_array_is_never_opened() -> None:
    with pytest.raises(BadAttempts, match="damaged"):
        from_npz(repacked(labels=pickle.dumps(Harmful())))


def test_a_bomb_is_refused_before_it_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = repacked(points=bytes(MAX_UNPACKED + 1))
    assert len(bomb) < 200_000
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("it was unpacked"))
    with pytest.raises(BadAttempts, match="more than 64 MB"):
        from_npz(bomb)


def test_a_bomb_of_many_files_is_refused() -> None:
    with pytest.raises(BadAttempts, match="more than 64 MB"):
        from_npz(repacked(**{f"more{i}": b"" for i in range(100)}))


def test_a_header_that_declares_too_much_takes_no_memory() -> None:
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": "<f8", "fortran_order": False, "shape": (20_000_000, 2)}
    )
    content = repacked(points=header.getvalue())
    tracemalloc.start()
    try:
        with pytest.raises(BadAttempts, match="damaged"):
            from_npz(content)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_size_that_lies_is_refused() -> None:
    content = repacked(points=bytes(50_000))
    assert content.count((50_000).to_bytes(4, "little")) == 2, "in the member and in the directory"
    lying = content.replace((50_000).to_bytes(4, "little"), (5).to_bytes(4, "little"))
    with pytest.raises(BadAttempts):
        from_npz(lying)


def test_a_file_too_large_is_not_opened() -> None:
    with pytest.raises(BadAttempts, match="at most 20 MB"):
        from_npz(bytes(MAX_BYTES + 1))


def test_too_many_attempts_are_refused() -> None:
    with pytest.raises(BadAttempts, match=f"at most {MAX_ATTEMPTS} attempts"):
        from_npz(to_npz([attempt()] * (MAX_ATTEMPTS + 1)))


@pytest.mark.parametrize("name", sorted(arrays_of([])))
def test_a_missing_array_is_named(name: str) -> None:
    with pytest.raises(BadAttempts, match=f"“{name}” is missing"):
        from_npz(repacked(**{name: None}))


@pytest.mark.parametrize(
    ("name", "array", "says"),
    [
        ("format", np.array("another table"), "“another table”"),
        ("format", np.array(["a", "b"]), "“format” must have the shape 1"),
        ("version", np.array(2), "version 2"),
        ("version", np.array(1.0), "“version” must hold integers"),
        ("labels", np.array([3, 10]), "attempt 2: a label must be a digit from 0 to 9, got 10"),
        ("labels", np.array([-1, 3]), "attempt 1: a label must be a digit"),
        ("labels", np.array([3.0, 7.0]), "“labels” must hold integers, and holds float64"),
        ("labels", np.array([3]), "“images” must have the shape 1x28x28, and has 2x28x28"),
        ("labels", np.array([[3, 7]]), "“labels” must have the shape n, and has 1x2"),
        ("images", np.zeros((2, 28, 27), np.float32), "shape nx28x28, and has 2x28x27"),
        ("images", np.zeros((2, 28, 28)), "must hold float32, and holds float64"),
        ("images", np.full((2, 28, 28), 2, np.float32), "attempt 1: a picture must hold"),
        ("logits", np.full((2, 10), np.nan), "attempt 1: an attempt must have ten finite"),
        ("logits", np.full((2, 10), np.inf), "attempt 1: an attempt must have ten finite"),
        ("logits", np.zeros((2, 9)), "shape nx10, and has 2x9"),
        ("logits", np.zeros((3, 10)), "shape 2x10, and has 3x10"),
        ("logits", np.zeros((2, 10), np.complex128), "must hold float64"),
        ("points", np.zeros((4, 2)), "“point_offsets” does not cut"),
        ("point_offsets", np.array([1]), "“point_offsets” does not cut"),
        ("point_offsets", np.array([], np.int64), "“point_offsets” does not cut"),
        ("stroke_offsets", np.array([0, 0]), "“stroke_offsets” does not cut"),
        ("stroke_offsets", np.array([0, -1, 0]), "“stroke_offsets” does not cut"),
        ("stroke_offsets", np.array([0, 2**63, 0], np.uint64), "“stroke_offsets” does not cut"),
        ("more", np.zeros(3), "it has 9 arrays, and not 8"),
    ],
)
def test_what_is_wrong_with_a_file_is_named(name: str, array: np.ndarray, says: str) -> None:
    with pytest.raises(BadAttempts) as caught:
        from_npz(repacked(**{name: npy(array)}))
    assert says in str(caught.value)


def test_points_that_are_not_finite_are_refused() -> None:
    table = arrays_of([attempt(points=([[0, 1], [2, 3]],))])
    table["points"][0, 0] = np.nan
    with pytest.raises(BadAttempts, match="attempt 1: stroke 1 has a coordinate"):
        from_npz(npz(**table))


def test_a_stroke_without_points_is_refused() -> None:
    table = arrays_of([attempt(points=([[0, 1], [2, 3]],))])
    table |= {"point_offsets": np.array([0, 0, 2]), "stroke_offsets": np.array([0, 2])}
    with pytest.raises(BadAttempts, match="does not cut"):
        from_npz(npz(**table))


SOUND = to_npz([attempt(points=([[0, 1], [2, 3]],)), attempt(7)])


@given(st.data())
def test_a_damaged_file_is_refused_or_read_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(SOUND)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    for damaged in (bytes(content), bytes(content[:cut])):
        try:
            assert all(isinstance(a, Attempt) for a in from_npz(damaged))
        except BadAttempts:
            continue


def test_the_file_may_be_as_large_as_the_server_takes() -> None:
    settings = tomllib.loads((Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text())
    assert settings["server"]["maxUploadSize"] * 1_000_000 == MAX_BYTES


@pytest.mark.parametrize("point", [0xFFFFFFFF, 0x110000, 0xD800, 0xDFFF])
@pytest.mark.parametrize("order", "<>")
def test_a_text_that_is_none_is_damaged(point: int, order: str) -> None:
    text = np.frombuffer(np.array([70, point], f"{order}u4").tobytes(), f"{order}U2")[0:1].reshape(
        ()
    )
    with pytest.raises(BadAttempts, match="damaged"):
        from_npz(repacked(format=npy(text)))
