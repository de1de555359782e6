"""No upload takes much memory or time, whatever its bytes unpack to."""

import io
import struct
import subprocess
import sys
import threading
import time
import zlib

import numpy as np
import pytest
from PIL import Image

from core.digits import picture_file
from core.digits.errors import BadPicture
from core.digits.picture_file import MAX_BYTES, MAX_SIDE, WORKING_SIDE, read_picture
from core.digits.picture_headers import MAX_BEFORE_PIXELS

MEMORY = 150  # MB above rest, for any upload


def encoded(picture, kind, **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, *before):
    """Return a grey PNG of one tone, with chunks before its pixels."""
    rows = zlib.compressobj(9)
    packed = b"".join(rows.compress(bytes(width + 1)) for _ in range(height)) + rows.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"".join(
        [b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", header), *before, chunk(b"IDAT", packed), chunk(b"IEND", b"")]
    )  # fmt: skip


def tall_png():
    """Return a PNG of 1 x 49,000,000 pixels in some ten kilobytes."""
    header = struct.pack(">IIBBBBB", 1, 49_000_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(9000)))
    )


def jpeg_of_segments():
    """Return a JPEG with 100,000 comments before its pixels."""
    plain = encoded(Image.new("L", (60, 60), 255), "JPEG")
    return plain[:2] + b"\xff\xfe\x00\x04ab" * 100_000 + plain[2:]


def gif_of_comments():
    plain = encoded(Image.new("P", (60, 60)), "GIF")
    at = 13 + (3 << (plain[10] & 7) + 1 if plain[10] & 0x80 else 0)
    return plain[:at] + b"\x21\xfe\x01a\x00" * 200_000 + plain[at:]


def tiff_of_entries(count=60_000, each=15_000_000):
    """Return a TIFF whose every entry points to the same many bytes."""
    entries = b"".join(struct.pack("<HHII", 40_000, 1, each, 8) for _ in range(count))
    return b"II*\0" + struct.pack("<IH", 8, count) + entries + bytes(each)


REFUSED = {
    "WebP of 49 million pixels in two kilobytes": lambda: encoded(Image.new("RGB", (7000, 7000)), "WEBP"),
    "PNG of one column": tall_png,
    "PNG of 20,000 x 20,000": lambda: png(20_000, 20_000)[:3000],
    "PNG of 49 million pixels": lambda: png(7000, 7000),
    "PNG with megabytes of text": lambda: png(60, 60, chunk(b"tEXt", b"a\0" + bytes(MAX_BEFORE_PIXELS))),
    "PNG with very many chunks": lambda: png(60, 60, *[chunk(b"teSt", b"")] * 3000),
    "PPM of comment": lambda: b"P6\n#" + bytes(19_000_000) + b"\n1 1 255\n000",
    "PPM in words": lambda: b"P3\n4000 3000\n255\n" + b"1 " * 9_000_000,
    "JPEG of segments": jpeg_of_segments,
    "JPEG in scans of 25 million pixels": lambda: encoded(
        Image.new("RGB", (5000, 5000)), "JPEG", progressive=True, subsampling=0
    ),
    "GIF of comments": gif_of_comments,
    "TIFF of entries": tiff_of_entries,
    "packed BMP": lambda: b"BM" + bytes(12) + struct.pack("<IiiHHI", 40, 3000, 3000, 1, 8, 1) + bytes(999),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_bomb_is_refused_before_it_is_decoded(name, monkeypatch):
    content = REFUSED[name]()
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("it was decoded"))
    assert len(content) <= MAX_BYTES
    start = time.process_time()
    with pytest.raises(
        BadPicture, match=r"million pixels|too many pixels|before its pixels|a side of"
    ):
        read_picture(content)
    assert time.process_time() - start < 0.5


LARGEST = {
    "photograph": ("RGB", (9248, 6936), "JPEG", {}),
    "strip": ("RGB", (MAX_SIDE, 2000), "JPEG", {}),
    "progressive": ("RGB", (4600, 3200), "JPEG", {"progressive": True, "subsampling": 0}),
    "PNG": ("RGBA", (4096, 3072), "PNG", {"compress_level": 1}),
    "PNG on its side": ("RGB", (4096, 3072), "PNG", {"compress_level": 1, "turned": True}),
    "palette": ("P", (4096, 3072), "PNG", {"compress_level": 1}),
    "deep": ("I;16", (4096, 3072), "PNG", {"compress_level": 1}),
    "WebP": ("RGB", (1780, 1780), "WEBP", {"quality": 10}),
    "TIFF": ("RGB", (2500, 2500), "TIFF", {"compression": "tiff_lzw"}),
    "floats": ("F", (2100, 2200), "TIFF", {}),
    "BMP": ("RGB", (3000, 2200), "BMP", {}),
    "GIF": ("P", (4096, 3072), "GIF", {}),
}
"""What passes: a picture's mode, size and format."""

READER = """
import resource, sys
from pathlib import Path
from core.digits.picture_file import read_picture
from core.digits.image_preprocessing import preprocess_image
from core.digits.errors import EmptyDrawing, BadPicture
def read(path):
    try:
        preprocess_image(read_picture(path.read_bytes()))
    except EmptyDrawing:
        return "read"
    except BadPicture as error:
        return str(error)
files = [Path(name) for name in sys.argv[1:]]
read(files[0])
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
rest = peak()
for file in files:
    print(file.stem, read(file), round(peak() - rest), sep=";")
"""


def test_what_passes_and_what_does_not_take_little_memory(tmp_path):
    files = [tmp_path / "0 small"]
    files[0].write_bytes(png(60, 60))
    for name, (mode, size, kind, options) in LARGEST.items():
        exif = Image.Exif()
        exif[0x0112] = 6 if options.pop("turned", False) else 1
        picture = Image.new(mode, size)
        if kind in ("JPEG", "PNG"):
            options = {**options, "exif": exif}
        files.append(tmp_path / name)
        files[-1].write_bytes(encoded(picture, kind, **options))
        assert files[-1].stat().st_size <= MAX_BYTES
    for name, bomb in REFUSED.items():
        files.append(tmp_path / name)
        files[-1].write_bytes(bomb())
    command = [sys.executable, "-c", READER, *map(str, files)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    answers = {name: (said, int(peak)) for name, said, peak in (line.split(";") for line in lines)}
    assert {name for name, (said, _) in answers.items() if said == "read"} == {"0 small", *LARGEST}
    assert max(peak for _, peak in answers.values()) <= MEMORY, answers


def test_one_picture_is_decoded_at_a_time(monkeypatch):
    content = png(300, 300)
    inside, most = [], []
    small = picture_file._shrunk

    def slowly(picture):
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.01)
        inside.pop()
        return small(picture)

    monkeypatch.setattr(picture_file, "_shrunk", slowly)
    threads = [threading.Thread(target=read_picture, args=(content,)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 5


@pytest.mark.parametrize("size", [(MAX_SIDE, 3), (3, MAX_SIDE), (WORKING_SIDE + 1, 700)])
def test_a_long_picture_keeps_its_shape(size):
    greys = read_picture(png(*size))
    factor = max(size) / max(greys.shape)
    assert max(greys.shape) <= WORKING_SIDE
    assert greys.shape == (-(-size[1] // round(factor)), -(-size[0] // round(factor)))


def test_a_side_that_is_too_long_is_said():
    with pytest.raises(BadPicture, match="a side of the picture may have at most 20000 pixels"):
        read_picture(png(MAX_SIDE + 1, 2))


def test_a_second_picture_behind_the_first_is_left_alone():
    first, second = (Image.fromarray(np.full((40, 50, 3), tone, np.uint8)) for tone in (200, 0))
    content = encoded(first, "MPO", save_all=True, append_images=[second])
    greys = read_picture(content)
    assert greys.shape == (40, 50)
    assert greys.mean() == pytest.approx(200 / 255, abs=0.02)
