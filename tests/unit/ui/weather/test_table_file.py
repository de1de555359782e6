"""The weather's table as a file: whatever a spreadsheet writes is read, and nothing in it runs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidInput
from ui.weather.table_file import MOST_BYTES, read_state_table, write_state_table

LECTURE = "sunny,0.25,0.3,1100\ncloudy,0.45,0.2,0\npartly,0.2,0.2,10\nrain,0.09,0.25,1101\nstorm,0.01,0.05,1110\n"


def test_a_plain_table() -> None:
    sheet = read_state_table(LECTURE.encode())
    assert sheet.names == ("sunny", "cloudy", "partly", "rain", "storm")
    assert sheet.p == (0.25, 0.45, 0.2, 0.09, 0.01)
    assert sheet.q == (0.3, 0.2, 0.2, 0.25, 0.05)
    assert sheet.code == ("1100", "0", "10", "1101", "1110")


@pytest.mark.parametrize(
    "content",
    [
        "estado;p\nnublado;0,75\nsoleado á;0,25\n".encode("latin-1"),
        "estado;p\r\nnublado;0,75\r\nsoleado á;0,25\r\n".encode("utf-8-sig"),
        "nublado\t0.75\nsoleado á\t0.25\n".encode(),
        '"nublado","0,75"\n"soleado á","0,25"\n'.encode(),
        "\n\nnublado;0,75;;\n\nsoleado á;0,25;;\n\n".encode(),
        ("estado;p;;\nnublado;0,75;;\nsoleado á;0,25;;\n" + ";;;\n" * 40).encode(),
        "estado\tp\nnublado\t0,75\nsoleado á\t0,25\n".encode("utf-16"),
    ],
    ids=[
        "latin-1",
        "utf-8 with mark",
        "tabs",
        "quoted",
        "empty lines and cells",
        "empty rows",
        "utf-16",
    ],
)
def test_what_spreadsheets_write(content: bytes) -> None:
    sheet = read_state_table(content)
    assert sheet.names == ("nublado", "soleado á")
    assert sheet.p == (0.75, 0.25)
    assert (sheet.q, sheet.code) == ((), ())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file has 0 states, and must have 2 to 256"),
        (b"one,1\n", "the file has 1 states, and must have 2 to 256"),
        (b"a,1\nb\n", "row 2: a number is missing"),
        (b"state,p\na,0.5\nb,-0.5\n", "row 3: a probability must not be negative, and is -0.5"),
        (b"a,0.5\nb,nan\n", "row 2: “nan” is not a number"),
        (b"a,0.5\nb,1e400\n", "row 2: “1e400” is too large"),
        (b"a,0.5\na,0.5\n", "row 2: two states have the name “a”"),
        (b"state;p\n\na;0,5\n;;\nb;x\n", "row 5: “x” is not a number"),
        (b"a,0.5\n,0.5\n", "row 2: the name is missing"),
        (b"a,0.5,0.5,0_1\nb,0.5,0.5,1\n", "row 1: a codeword must have only 0 and 1, and is “0_1”"),
        (b'a,"' + b"x" * 140_000 + b"\n", "row 1 is not a row of a table"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff\x00", "the file is not a text file"),
        (b"a,0\nb,0\n", "the probabilities are all zero"),
        (b"a,0.5,0\nb,0.5,0\n", "the probabilities are all zero"),
        (("x,1\n" * 100_000).encode(), "the file has 100000 rows, and a table has at most 256 states"),
        (b"x" * (MOST_BYTES + 1), "the file may have at most 20 MB"),
        (("a" * 300 + ",1\nb,1\n").encode(), "row 1: a name has at most"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_its_row(content: bytes, says: str) -> None:
    with pytest.raises(InvalidInput, match="^" + says.replace("“", ".").replace("”", ".")):
        read_state_table(content)


def test_a_million_rows_are_refused_at_once() -> None:
    with pytest.raises(
        InvalidInput, match="the file has 1000000 rows, and a table has at most 256"
    ):
        read_state_table(b"state,0.000001\n" * 1_000_000)


def test_a_sum_of_97_hundredths_can_be_normalised() -> None:
    sheet = read_state_table(b"a,0.5\nb,0.47\n")
    assert sheet.p == (0.5, 0.47)
    assert sum(sheet.normalised().p) == pytest.approx(1, abs=1e-15)
    assert sheet.normalised().p[0] == 0.5 / 0.97


def test_the_smallest_probability_is_read() -> None:
    assert read_state_table(b"a,1\nb,1e-320\n").p == (1.0, 1e-320)


HOSTILE = [
    "=cmd()",
    "+1",
    "-2",
    "@SUM(A1)",
    '=HYPERLINK("http://x","y")',
    "a,b",
    'say "hi"',
    "'=1",
    "'quoted'",
    "=1;2",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_formulas_come_out_harmless_and_back_as_they_were(name: str) -> None:
    written = write_state_table([name, "other"], [0.5, 0.5], [0.5, 0.5], ["0", "1"])
    cells = next(row for n, row in enumerate(csv.reader(io.StringIO(written))) if n == 1)
    assert not cells[0].startswith(("=", "+", "-", "@"))
    assert cells[3] == "'0", "a number would lose its zeros"
    assert read_state_table(written.encode()).names == (name, "other")


@given(
    st.lists(st.floats(0, 1), min_size=2, max_size=26).filter(lambda p: sum(p) > 0),
    st.data(),
)
def test_out_and_in_again_is_the_same(p: list[float], data: st.DataObject) -> None:
    name = st.text(
        st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20
    )
    names = data.draw(st.lists(name, min_size=len(p), max_size=len(p), unique=True))
    words = data.draw(st.lists(st.text("01", max_size=9), min_size=len(p), max_size=len(p)))
    decimal = data.draw(st.sampled_from([".", ","]))
    sheet = read_state_table(write_state_table(names, p, p, words, decimal).encode())
    assert sheet.names == tuple(names)
    assert (sheet.p, sheet.q) == (tuple(p), tuple(p))
    assert sheet.code == (tuple(words) if any(words) else ())
