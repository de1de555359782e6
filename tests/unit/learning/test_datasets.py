"""The data sets are read as they are, or refused."""

import gzip
import hashlib

import numpy as np
import pytest

from core.learning import datasets, unix_compress
from core.learning.datasets import parse_idx, read_checked, read_mnist
from core.learning.errors import BadData
from core.learning.pen_digits import parse_digit_lines, parse_unipen

LABELS = bytes.fromhex("0000080100000003050107")
IMAGES = bytes.fromhex("00000803000000030000001c0000001c") + bytes(range(256)) * 9 + bytes(48)
DIGITS = """.INCLUDE dene.doc
.SEGMENT DIGIT    0 ? "8"
.COMMENT 8 12  224
.PEN_DOWN
 267  333
 266  342
.PEN_UP
.DT 100
.SEGMENT DIGIT    1 ? "4"
.COMMENT 4 26   54
.PEN_DOWN
 1 2
.PEN_UP
.DT 100
.PEN_DOWN
 3 4
 5 6
.PEN_UP
"""


def sha256(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def small_mnist(tmp_path, monkeypatch):
    """Three images stand for MNIST, under their own hashes."""
    files = {"train-images-idx3-ubyte": IMAGES, "train-labels-idx1-ubyte": LABELS}
    monkeypatch.setattr(datasets, "MNIST_SHA256", {name: sha256(c) for name, c in files.items()})
    for name, content in files.items():
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(content))
    return tmp_path


def test_images_and_labels_are_read(small_mnist):
    images = read_mnist(small_mnist, "train")
    assert images.labels.tolist() == [5, 1, 7]
    assert images.pixels.shape == (3, 28, 28)
    assert images.pixels[0, 0, :3].tolist() == [0, 1, 2]
    assert images.pixels[0, 1, 0] == 28


def test_files_that_are_not_compressed_are_read_too(small_mnist):
    for packed in small_mnist.glob("*.gz"):
        packed.with_suffix("").write_bytes(gzip.decompress(packed.read_bytes()))
        packed.unlink()
    assert len(read_mnist(small_mnist, "train").labels) == 3


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda packed: packed[: len(packed) // 2], "damaged"),
        (lambda packed: gzip.compress(gzip.decompress(packed)[:-1]), "sha256 differs"),
        (lambda packed: b"", "sha256 differs"),
        (lambda packed: packed[:30] + b"\0\0\0\0" + packed[34:], "damaged|sha256"),
        (None, "cannot be read: No such file"),
    ],
    ids=["cut short", "another", "empty", "bytes changed", "missing"],
)
def test_a_wrong_file_is_said(small_mnist, damage, words):
    path = small_mnist / "train-images-idx3-ubyte.gz"
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(BadData, match=words):
        read_mnist(small_mnist, "train")


def test_images_and_labels_must_match(small_mnist, monkeypatch):
    two = bytes.fromhex("00000801000000020501")
    (small_mnist / "train-labels-idx1-ubyte.gz").write_bytes(gzip.compress(two))
    monkeypatch.setitem(datasets.MNIST_SHA256, "train-labels-idx1-ubyte", sha256(two))
    with pytest.raises(BadData, match="do not match"):
        read_mnist(small_mnist, "train")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not an IDX file"),
        (b"\x00\x00\x08", "not an IDX file"),
        (bytes.fromhex("00000d010000000100"), "not an IDX file"),
        (LABELS[:-1], "should have 11 bytes, got 10"),
        (LABELS + b"\0", "should have 11 bytes, got 12"),
        (bytes.fromhex("00000803ffffffffffffffffffffffff"), "should have"),
        (bytes.fromhex("0000080300000001"), "should have"),
    ],
)
def test_idx_headers_are_checked(content, words):
    with pytest.raises(BadData, match=words):
        parse_idx(content, "file")


def test_pen_digits_are_read_with_y_down():
    first, second = parse_unipen(DIGITS)
    assert (first.label, first.writer) == (8, "uci/12")
    assert (second.label, second.writer) == (4, "uci/26")
    assert first.strokes[0].tolist() == [[267, -333], [266, -342]]
    assert [len(stroke) for stroke in second.strokes] == [1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        DIGITS.replace(".COMMENT 4 26   54\n", ""),
        DIGITS.replace(".COMMENT 4", ".COMMENT 5"),
        DIGITS.replace('"4"', '"x"'),
        DIGITS.replace(" 3 4", " 3 4 5"),
        DIGITS.replace(" 3 4", " three 4"),
        DIGITS.replace(".PEN_DOWN\n 267", " 267"),
        '.SEGMENT DIGIT 0 ? "1"\n.COMMENT 1 2 3\n',
    ],
)
def test_text_that_is_not_unipen_is_said(text):
    with pytest.raises(BadData, match="pendigits"):
        parse_unipen(text)


def test_lines_of_digits_are_read():
    one, two = parse_digit_lines("1 aga/02 0,0 3,9\n8 val/02 0,0 5,5;7,7")
    assert (one.label, one.writer, one.contributor) == (1, "aga/02", "aga")
    assert one.strokes[0].tolist() == [[0, 0], [3, 9]]
    assert [len(stroke) for stroke in two.strokes] == [2, 1]


@pytest.mark.parametrize(
    "line",
    [
        "1",
        "1 aga/02",
        "1 aga/02 ",
        "12 aga/02 0,0",
        "x aga/02 0,0",
        "1 aga 0,0",
        "1 /02 0,0",
        "1 aga/02 0,0;",
        "1 aga/02 0",
        "1 aga/02 0,0,0",
        "1 aga/02 0,0 1",
        "1 aga/02 a,b",
    ],
)
def test_a_line_that_is_no_digit_is_said_by_its_number(line):
    with pytest.raises(BadData, match="line 2 of digits"):
        parse_digit_lines(f"1 aga/02 0,0\n{line}")


def test_a_file_without_lines_is_said():
    with pytest.raises(BadData, match="holds no digits"):
        parse_digit_lines("")


def compress(content, most=16):
    """Write ``.Z`` as the Unix command does: the check of our reader."""
    bits, count = [], 0
    known, free, width = {bytes([i]): i for i in range(256)}, 257, 9

    def emit(code):
        nonlocal count
        bits.extend((code >> i) & 1 for i in range(width))
        count += 1

    word = b""
    for value in content:
        longer = word + bytes([value])
        if longer in known:
            word = longer
            continue
        emit(known[word])
        if free < 1 << most:
            known[longer] = free
            free += 1
        if free - 1 >= 1 << width and width < most:
            while count % 8:
                emit(0)
            width, count = width + 1, 0
        word = bytes([value])
    if word:
        emit(known[word])
    packed = np.packbits(np.array(bits, np.uint8), bitorder="little").tobytes()
    return unix_compress.MAGIC + bytes([0x80 | most]) + packed


@pytest.mark.parametrize("most", [9, 12, 16])
def test_unix_compressed_files_are_read(tmp_path, most):
    random = np.random.default_rng(1)
    content = b"".join(b"%d  %d\n" % tuple(pair) for pair in random.integers(0, 60, (9000, 2)))
    content += b"a" * 500
    path = tmp_path / "some.Z"
    path.write_bytes(compress(content, most))
    assert read_checked(path, sha256(content)) == content


def test_unix_compressed_files_may_forget_what_they_know():
    # a b CLEAR c d: codes of nine bits, in blocks of eight
    codes = [97, 98, 256, 0, 0, 0, 0, 0, 99, 100]
    bits = [(code >> i) & 1 for code in codes for i in range(9)]
    packed = np.packbits(np.array(bits, np.uint8), bitorder="little").tobytes()
    assert unix_compress.uncompress(unix_compress.MAGIC + b"\x90" + packed) == b"abcd"


def test_a_damaged_unix_compressed_file_is_said(tmp_path):
    path = tmp_path / "some.Z"
    path.write_bytes(unix_compress.MAGIC + b"\x90" + b"\xff" * 40)
    with pytest.raises(BadData, match="damaged"):
        read_checked(path, sha256(b""))
