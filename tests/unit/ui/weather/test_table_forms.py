"""Tables as their owners write them: each is read as its owner expects, or asked about, or named by row and cell."""

from __future__ import annotations

import csv
import io
import time
import tracemalloc
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from core.errors import InvalidInput
from ui.weather.table_file import Choices, StateTable, read_file, read_state_table
from ui.weather.table_file.columns import NONE

LETTERS = ("e", "a", "b")
READ: dict[str, tuple[str, StateTable]] = {
    "percent": ("letter,share\ne,11.16%\na,50 %\nb,38.84%\n", StateTable(LETTERS, (0.1116, 0.5, 0.3884))),
    "percent, comma": ("letra;p\ne;11,16 %\na;50%\nb;38,84 %\n", StateTable(LETTERS, (0.1116, 0.5, 0.3884))),
    "thousands": ('w,n\ne,"1,234"\na,987\nb,"12,500"\n', StateTable(LETTERS, (1234, 987, 12500))),
    "German thousands": ("Wort;Anzahl\ne;1.234\na;987\nb;12\n", StateTable(LETTERS, (1234, 987, 12))),
    "German both": ("Wort;Anzahl\ne;1.234,5\na;987\nb;12\n", StateTable(LETTERS, (1234.5, 987, 12))),
    "Swiss thousands": ("e;1'234\na;987\nb;12\n", StateTable(LETTERS, (1234, 987, 12))),
    "spaces for thousands": ("e;1 234,5\na;987\nb;12\n", StateTable(LETTERS, (1234.5, 987, 12))),
    "three decimals that are no thousands": ("e,0.125\na,0.375\nb,0.500\n", StateTable(LETTERS, (0.125, 0.375, 0.5))),
    "quotes after spaces": ('name, p, q\n"e", "0.5", "0.2"\n"a, b", "0.5", "0.8"\n', StateTable(("e", "a, b"), (0.5, 0.5), (0.2, 0.8))),
    "sep=": ("sep=;\nname;p\ne;0,5\na;0,25\nb;0,25\n", StateTable(LETTERS, (0.5, 0.25, 0.25))),
    "titles, comments and a source": (
        "Frequencies of letters, in English\n# from a book\n\nletter,p\ne,0.5\na,0.25\nb,0.25\n\nSource: somebody, 1999\n",
        StateTable(LETTERS, (0.5, 0.25, 0.25)),
    ),
    "a title in a spreadsheet": ("Table 3,,\nletter,p,q\ne,0.5,0.1\na,0.5,0.9\n", StateTable(("e", "a"), (0.5, 0.5), (0.1, 0.9))),
    "separators in quotes": ('"e;1";0,5\n"a;2";0,5\n', StateTable(("e;1", "a;2"), (0.5, 0.5))),
    "a total": ("party,votes\ne,10\na,20\nb,30\nTotal,60\n", StateTable(LETTERS, (10, 20, 30))),
    "a rounded total": ("party,%\ne,33.3\na,33.3\nb,33.3\nSuma,100\n", StateTable(LETTERS, (33.3, 33.3, 33.3))),
    "counts": ("e,10\na,20\nb,0\n", StateTable(LETTERS, (10, 20, 0))),
    "pipes": ("e|0.5|0.1\na|0.25|0.2\nb|0.25|0.7\n", StateTable(LETTERS, (0.5, 0.25, 0.25), (0.1, 0.2, 0.7))),
    "a drawn table": ("| s | p |\n|---|--:|\n| e | 0.5 |\n| a | 0.25 |\n| b | 0.25 |\n", StateTable(LETTERS, (0.5, 0.25, 0.25))),
    "tabs": ("e\t0,5\na\t0,25\nb\t0,25\n", StateTable(LETTERS, (0.5, 0.25, 0.25))),
    "spaces": ("sun          0.5\npartly cloudy 0.5\n", StateTable(("sun", "partly cloudy"), (0.5, 0.5))),
    "colons": ("sun: 0.5\nrain: 0.5\n", StateTable(("sun", "rain"), (0.5, 0.5))),
    "a third column of codewords": ("e,0.5,0\na,0.25,10\nb,0.25,11\n", StateTable(LETTERS, (0.5, 0.25, 0.25), (), ("0", "10", "11"))),
    "on its side": ("state,e,a,b\np,0.5,0.25,0.25\nq,0.1,0.2,0.7\n", StateTable(LETTERS, (0.5, 0.25, 0.25), (0.1, 0.2, 0.7))),
    "on its side, without a name": ("e,a,b\n0.5,0.25,0.25\n", StateTable(LETTERS, (0.5, 0.25, 0.25))),
    "years in the head": ("letter,2019,2020\ne,0.5,0.1\na,0.25,0.2\nb,0.25,0.7\n", StateTable(LETTERS, (0.5, 0.25, 0.25), (0.1, 0.2, 0.7))),
    "an index": (",name,p\n0,e,0.5\n1,a,0.25\n2,b,0.25\n", StateTable(LETTERS, (0.5, 0.25, 0.25))),
    "the faces of a die": ("1,0.5\n2,0.25\n3,0.25\n", StateTable(("1", "2", "3"), (0.5, 0.25, 0.25))),
    "one column": ("0.5\n0.25\n0.25\n", StateTable((), (0.5, 0.25, 0.25))),
    "a quote is a letter": ('",0.5\na,0.5\n', StateTable(('"', "a"), (0.5, 0.5))),
    "roles in the head": ("q,rank,state,p\n0.1,1,e,0.5\n0.9,2,a,0.5\n", StateTable(("e", "a"), (0.5, 0.5), (0.1, 0.9))),
}  # fmt: skip


@pytest.mark.parametrize("form", READ)
def test_a_form_is_read_as_its_owner_expects(form: str) -> None:
    content, expected = READ[form]
    found = read_state_table(content.encode())
    assert (found.names, found.code) == (expected.names, expected.code)
    assert found.p == pytest.approx(expected.p)
    assert found.q == pytest.approx(expected.q)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("sun,50%\na,0.25\nb,0.25\nc,0.5\n", "row 2: “0.25” has no percent sign, and others have one"),
        ("sun,5O\na,25\nb,25\nc,50\n", "row 1: “5O” is not a number"),
        ("a,=1/2\nb,0.5\n", "row 1: “=1/2” is not a number"),
        ("state,p\na,0.5\nstate,p\nb,0.5\n", "row 3: “p” is not a number"),
        ("x,0.1,0.2,0.3\ny,0.9,0.8,0.7\n", "choose the column that is p"),
        ("state,one,two,three\nx,0.1,0.2,0.3\ny,0.9,0.8,0.7\n", "choose the column that is p"),
        ("sun\nrain\nfog\n", "choose the column that is p"),
        ("a," + ",".join(["0.1"] * 10_000) + "\nb," + ",".join(["0.1"] * 10_000), "the file has 2 rows and 10001 columns"),
        ("a,10\nb,-3\n", "row 2: a probability must not be negative, and is -3"),
        ("a,0.5\nb,NaN\n", "row 2: “NaN” is not a number"),
        ("a,0.5,0.5\nb,0.5,\n", "row 2: a number is missing"),
        ("a,0.5\nb,1.2.3\n", "row 2: “1.2.3” is not a number"),
        ("state,a,b,a\np,0.5,0.25,0.25\n", "column 4: two states have the name “a”"),
        ("state,p,q\na,0.5,0.2\na,0.5,0.8\n", "row 3: two states have the name “a”"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_by_row_and_cell(content: str, says: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        read_state_table(content.encode())
    assert str(raised.value).startswith(says)


def test_what_was_not_used_is_told() -> None:
    found = read_file(READ["titles, comments and a source"][0].encode())
    assert [row.n for row in found.skipped] == [1, 2, 9]
    assert found.head
    assert found.head.n == 4
    two = read_file(b"state,p\nname,share\na,0.5\nb,0.5\n")
    assert [row.n for row in two.skipped] == [1]


def test_thousands_or_tenths_is_asked() -> None:
    content = b'a,"1,234"\nb,987\n'
    assert read_file(content).unclear == "1,234"
    tenths = read_file(content, Choices(decimal=",")).table
    assert tenths
    assert tenths.p == (1.234, 987.0)
    assert read_file(b"a;12,500\nb;87,500\n").unclear == "", "both readings are one distribution"
    assert read_file(b'a,"1,234"\nb,0.5\n').unclear == "", "another cell tells"


def test_a_row_that_is_the_sum_of_the_others_is_asked_about() -> None:
    named = read_file(READ["a total"][0].encode())
    assert named.total
    assert (named.total.n, named.total.name, named.left_out) == (5, "Total", True)
    kept = read_file(READ["a total"][0].encode(), Choices(without_total=False)).table
    assert kept
    assert kept.names == (*LETTERS, "Total")
    unnamed = read_file(b"party,votes\ne,10\na,20\nb,30\n")
    assert unnamed.total
    assert not unnamed.left_out


def test_columns_are_chosen_by_hand() -> None:
    content = b"state,one,two,three\nx,0.1,0.2,0.3\ny,0.9,0.8,0.7\n"
    chosen = read_file(content, Choices(p=3, q=1)).table
    assert chosen == StateTable(("x", "y"), (0.3, 0.7), (0.1, 0.9))
    twice = read_file(content, Choices(p=3, q=3))
    assert str(twice.problem) == "the column “three” is chosen twice"
    nameless = read_file(content, Choices(p=3, names=NONE)).table
    assert nameless == StateTable((), (0.3, 0.7))


def test_the_first_row_is_a_head_or_a_state_as_the_visitor_says() -> None:
    content = b"rain,1\nsun,2\nfog,3\n"
    assert read_state_table(content).names == ("rain", "sun", "fog")
    with_head = read_file(content, Choices(head=True)).table
    assert with_head
    assert with_head.names == ("sun", "fog")
    without = read_file(b"state,p\na,0.5\nb,0.5\n", Choices(head=False))
    assert str(without.problem) == "row 1: “p” is not a number"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("буква;частота\nа;8,01\nб;1,59\n", "cp1251"),
        ("дождь;0,5\nснег;0,5\n", "koi8_r"),
        ("γράμμα;p\nα;0,5\nβ;0,5\n", "cp1253"),
        ("litera;p\ną;0,5\nł;0,5\n", "cp1250"),
        ("harf;p\nı;0,5\nş;0,5\n", "cp1254"),
        ("estado;p\nsoleado á;0,5\nniño;0,5\n", "latin-1"),
    ],
)
def test_an_encoding_is_found_and_asked_about(text: str, encoding: str) -> None:
    found = read_file(text.encode(encoding))
    assert found.table
    assert found.table.names == tuple(line.split(";")[0] for line in text.split("\n")[-3:-1])
    assert len(found.encodings) > 1
    other = read_file(text.encode(encoding), Choices(encoding="cp437")).table
    assert other
    assert other.names != found.table.names


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_what_needs_no_guess_is_not_asked(encoding: str) -> None:
    found = read_file("estado;p\nsoleado á;0,5\nniño;0,5\n".encode(encoding))
    assert found.table
    assert found.table.names == ("soleado á", "niño")
    assert not found.encodings


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_a_million_rows_are_refused_in_no_time(end: bytes) -> None:
    content = (b"state,0.000001" + end) * 1_000_000
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(InvalidInput, match="the file has 1000000 rows"):
        read_file(content)
    assert time.process_time() - started < 3
    assert tracemalloc.get_traced_memory()[1] < 200e6
    tracemalloc.stop()


@given(
    some.binary(max_size=200) | some.text(max_size=200).map(lambda t: t.encode("utf-8", "replace"))
)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        found = read_file(content)
    except InvalidInput:
        return
    assert (found.table is None) == (found.problem is not None)


ALPHABETS = {
    "utf-8": "abcxyz ñáü,;|\"'#. абв 漢字",
    "utf-16": "abcxyz ñáü,;|\"'#. абв 漢字",
    "cp1252": "abcxyz ñáü,;|'#.",
    "cp1251": "абвгдежз ,;|'#.",
    "ascii": "abcxyz ,;|\"'#.",
}


@some.composite
def files(draw: some.DrawFn) -> tuple[pd.DataFrame, bytes]:
    """A table, and the bytes that pandas writes of it, in one of its ways."""
    encoding = draw(some.sampled_from(sorted(ALPHABETS)))
    letters = ALPHABETS[encoding].replace(" ", "")
    inner = some.text(ALPHABETS[encoding], max_size=8)
    word = some.builds(
        lambda a, b: " ".join((a + b).split()),
        some.sampled_from([c for c in letters if c.isalpha()]),
        inner,
    )
    n = draw(some.integers(2, 12))
    names = draw(some.lists(word, min_size=n, max_size=n, unique=True))
    whole = some.integers(0, 10**6)
    share = some.floats(0, 1).map(lambda x: float(f"{x:.6g}"))
    kinds = draw(some.lists(some.sampled_from([whole, share]), min_size=1, max_size=3))
    columns = [draw(some.lists(kind, min_size=n, max_size=n)) for kind in kinds]
    assume(all(sum(column) > 0 for column in columns))
    table = pd.DataFrame({"state": names} | dict(zip("pqr", columns, strict=False)))
    written: Any = table.copy()
    thousands = draw(some.sampled_from(["", ",", "."]))
    decimal = draw(some.sampled_from(".,")) if not thousands else {",": ".", ".": ","}[thousands]
    for name in written.columns[1:]:
        if thousands and written[name].dtype.kind == "i":
            written[name] = [f"{x:,}".replace(",", thousands) for x in written[name]]
    out = io.BytesIO()
    head = draw(some.booleans())
    written.to_csv(
        out,
        sep=draw(some.sampled_from([",", ";", "\t", "|"])),
        decimal=decimal,
        header=head,
        index=draw(some.booleans()),
        quoting=draw(some.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])),
        encoding=encoding,
        lineterminator=draw(some.sampled_from(["\n", "\r\n"])),
    )
    return table, out.getvalue()


@given(files())
def test_what_pandas_writes_comes_back_or_is_asked_about(
    written: tuple[pd.DataFrame, bytes],
) -> None:
    table, content = written
    found = read_file(content)
    if found.table is None:
        assert "choose" in str(found.problem)
        return
    if found.encodings or found.unclear or found.total or found.sideways:  # each is said, and asked
        return
    assert found.table.names == tuple(table["state"])
    assert found.table.p == pytest.approx(tuple(table["p"]))
    if found.table.q:
        assert found.table.q == pytest.approx(tuple(table["q"]))
