"""Files of all kinds become greys, or a sentence that says why not."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from core.digits.errors import BadPicture
from core.digits.image_preprocessing import preprocess_image
from core.digits.picture_file import MAX_BYTES, WORKING_SIDE, read_picture
from core.digits.preprocessing_variants import example_drawings, raster
from core.digits.recognizer import load_model, logits


def five(size=280):
    ink = raster(example_drawings()[5], 280, 280, 20)
    return Image.fromarray((255 - 255 * ink).astype(np.uint8)).resize((size, size))


def encoded(picture, kind="PNG", **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def transparent(tone):
    clear = Image.new("LA", (280, 280), (0, 0))
    ink = Image.eval(five(), lambda grey: 255 - grey)
    clear.paste((tone, 255), mask=ink)
    return clear


def palette_with_transparency():
    picture = five().convert("P")
    return encoded(picture, transparency=picture.getpixel((0, 0)))


SIXTEEN = Image.fromarray(np.asarray(five()).astype(np.uint16) * 257)
FILES = {
    "grey": encoded(five()),
    "colour": encoded(five().convert("RGB"), "JPEG"),
    "one bit": encoded(five().convert("1")),
    "sixteen bits": encoded(SIXTEEN),
    "sixteen bits TIFF": encoded(SIXTEEN, "TIFF"),
    "floats": encoded(Image.fromarray(np.asarray(five()).astype(np.float32)), "TIFF"),
    "CMYK": encoded(five().convert("CMYK"), "JPEG"),
    "palette": encoded(five().convert("P"), "GIF"),
    "palette with transparency": palette_with_transparency(),
    "WebP": encoded(five().convert("RGB"), "WEBP"),
    "BMP": encoded(five(), "BMP"),
    "black on nothing": encoded(transparent(0)),
    "white on nothing": encoded(transparent(255).convert("RGBA")),
    "large": encoded(five(3000)),
    "animated": encoded(
        five().convert("P"), "GIF", save_all=True, append_images=[Image.new("P", (280, 280))]
    ),
    "animated WebP": encoded(
        five().convert("RGB"), "WEBP", save_all=True, append_images=[Image.new("RGB", (280, 280))]
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_picture_is_read(name):
    greys = read_picture(FILES[name])
    assert greys.dtype == np.float32
    assert greys.ndim == 2
    assert max(greys.shape) <= WORKING_SIDE
    assert 0 <= greys.min() <= greys.max() <= 1
    assert logits(load_model("cnn"), preprocess_image(greys)).argmax() == 5


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_followed(orientation):
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = five().transpose(turns[orientation]) if orientation > 1 else five()
    exif = Image.Exif()
    exif[0x0112] = orientation
    greys = read_picture(encoded(stored, "JPEG", exif=exif.tobytes(), quality=95))
    assert np.abs(greys - np.asarray(five()) / 255).mean() < 0.01


def bomb():
    """Return a PNG whose header promises 20,000 x 20,000 pixels, in some hundred bytes."""

    def chunk(kind, body):
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(20_001) * 50)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a picture"),
        (b"hello", "not a picture"),
        (b"%PDF-1.7", "not a picture"),
        (FILES["colour"][:20], "not a picture|damaged"),
        (FILES["colour"][: len(FILES["colour"]) // 2], "damaged or cut short"),
        (FILES["grey"][: len(FILES["grey"]) // 2], "damaged or cut short"),
        (FILES["grey"][:60] + b"\0" * 400, "damaged or cut short|not a picture"),
        (bomb(), "too many pixels"),
        (bytes(MAX_BYTES + 1), "at most 20 MB"),
    ],
    ids=["nothing", "text", "pdf", "stub", "half a JPEG", "half a PNG", "broken", "bomb", "heavy"],
)
def test_what_cannot_be_read_is_said(content, words):
    with pytest.raises(BadPicture, match=words):
        read_picture(content)


def test_a_bomb_is_refused_before_it_is_decoded(monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("it was decoded"))
    with pytest.raises(BadPicture):
        read_picture(bomb())
    huge = Image.new("1", (8000, 8000))
    with pytest.raises(BadPicture, match="million pixels"):
        read_picture(bomb_free(huge))


def bomb_free(picture):
    """Return a real, decodable picture of 64 million pixels."""
    header = f"P4\n{picture.width} {picture.height}\n".encode()
    return header + bytes(picture.width * picture.height // 8)


@pytest.mark.parametrize("seed", range(30))
def test_damage_anywhere_gives_greys_or_a_sentence(seed):
    random = np.random.default_rng(seed)
    content = bytearray(list(FILES.values())[seed % len(FILES)])
    for at in random.integers(0, len(content), 8):
        content[at] = random.integers(256)
    try:
        outcome = f"{read_picture(bytes(content)).ndim} dimensions"
    except BadPicture as error:
        outcome = str(error)
    assert outcome in (
        "2 dimensions",
        "the file is not a picture that can be read: PNG, JPEG, GIF, WebP, BMP or TIFF",
        "the picture is damaged or cut short",
        "the picture has too many pixels",
    )
