"""From bytes to text: marks, UTF-8, and else a guess that is said, and can be changed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from charset_normalizer import from_bytes

from core.errors import InvalidInput

MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
# What is offered beside the guess, where the bytes can be read so.
KNOWN = (
    *("cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "mac_roman"),
    *("cp437", "cp850", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"),
)
SIGNS = "–—’‘“”«»…·×½£%€°\u00a0"
# The letters beyond a to z that a table of one language has, in the encoding that it may be in.
LATIN = {
    "cp1252": "áéíóúüñàèìòùâêîôûäëïöÿçßãõåæøœ¿¡ºª",
    "cp1250": "ąćęłńóśźżáčďéěíňřšťúůýžäöüőűßăâîșț",
    "cp1254": "çğıöşüâîûi̇",
}
OTHER = {
    "cp1251": "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
    "koi8_r": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "cp1253": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
}
SAMPLE = 200_000  # bytes that the guess looks at


@dataclass(frozen=True)
class Decoded:
    """Text, and the encoding it was read in; ``others`` could be meant as well, if that was a guess."""

    text: str
    encoding: str
    others: tuple[str, ...] = ()


def decode(content: bytes, chosen: str | None = None) -> Decoded:
    """Return the text of a file.

    Raises
    ------
    InvalidInput
        What is in the file is no text.

    Examples
    --------
    >>> decode("soleado á".encode("utf-16")).text
    'soleado á'
    >>> decode("дождь, снег, ясно".encode("cp1251")).text
    'дождь, снег, ясно'
    """
    known = next((name for mark, name in MARKS.items() if content.startswith(mark)), None)
    for encoding in (known, _without_mark(content), "utf-8"):
        if encoding:
            with suppress(UnicodeDecodeError):
                return Decoded(_text(content, encoding), encoding)
    if b"\x00" in content:
        raise InvalidInput("the file is not a text file")
    possible = tuple(name for name in KNOWN if _readable(content, name))
    guess = chosen if chosen in possible else _guess(content, possible)
    return Decoded(_text(content, guess), guess, possible)


def _text(content: bytes, encoding: str) -> str:
    text = content.decode(encoding)
    if "\x00" in text:
        raise InvalidInput("the file is not a text file")
    return text


def _without_mark(content: bytes) -> str | None:
    """Tell UTF-16 without its mark by the zeros in every other byte of ASCII."""
    if b"\x00" not in content or len(content) % 2:
        return None
    low, high = content[:SAMPLE:2].count(0), content[1:SAMPLE:2].count(0)
    if max(low, high) < min(len(content), SAMPLE) / 8:
        return None
    return "utf-16-le" if high > low else "utf-16-be"


def _readable(content: bytes, encoding: str) -> bool:
    try:
        return content.decode(encoding).replace("\n", "").replace("\t", "") != ""
    except UnicodeDecodeError:
        return False


def _guess(content: bytes, possible: tuple[str, ...]) -> str:
    """Return the encoding in which the text has the letters of one language, else what the detector finds likely.

    A short table has too few letters for the detector's statistics. Where it is Latin, most of them are ASCII.
    """
    likely = [
        name for name in (*LATIN, *OTHER) if name in possible and _of_one_language(content, name)
    ]
    if likely:
        return max(likely, key=lambda name: _lower_letters(content.decode(name)))
    found = from_bytes(content[:SAMPLE], cp_isolation=list(possible)).best() if possible else None
    return found.encoding if found else (possible or ("latin-1",))[0]


def _of_one_language(content: bytes, encoding: str) -> bool:
    text = content.decode(encoding)
    beyond = [c for c in text.lower() if not c.isascii()]
    plain = sum(c.isascii() and c.isalpha() for c in text)
    letters = LATIN.get(encoding) or OTHER[encoding]
    return set(beyond) <= {*letters, *SIGNS} and (len(beyond) <= plain or encoding in OTHER)


def _lower_letters(text: str) -> int:
    """Count small letters: where two encodings of an alphabet differ by case, words are small."""
    return sum(c.islower() for c in text)
