"""Points from a file: every encoding and separator, and a sentence for what is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import InvalidInput
from ui.train.point_file import MOST_ROWS, read_points


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_encodings_and_separators(encoding: str, separator: str) -> None:
    rows = [("x", "y", "clase"), ("0,5", "−1", "niña"), ("1,5", "2", "señor"), ("1", "1e0", "niña")]
    content = "\r\n".join(separator.join(row) for row in rows).replace("−", "-").encode(encoding)
    _name, table = read_points(content)
    assert table.names == ("niña", "señor")
    assert table.labels.tolist() == [0, 1, 0]
    assert np.abs(table.inputs).max() == pytest.approx(2.7)


def test_the_name_is_that_of_the_points() -> None:
    assert read_points(b"0,0,a\n1,1,b")[0] == read_points(b"x,y,c\n0,0,a\n1,1,b\n\n")[0]
    assert read_points(b"0,0,a\n1,1,b")[0] != read_points(b"0,0,b\n1,1,a")[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no points"),
        (b"x,y,class", "no points"),
        (b"1,2,a\n3,4,a", "classes in the file is 1"),
        ("\n".join(f"{i},{i},c{i}" for i in range(40)).encode(), "classes in the file is 40"),
        (b"1,2,a\nx,4,b", "row 2"),
        (b"1,2,a\n3,abc,b", "row 2: .*abc.* is not a number"),
        (b"1,2,a\n3,4,", "row 2: the class is missing"),
        (b"1,2,a\n1e300,4,b", "row 2"),
        (b"1,2,a\nnan,4,b", "row 2"),
        (b"1,2\n" * (MOST_ROWS + 2), "10002 rows"),
        (b"1,2,a\n" * 1_000_000, "1000000 rows"),
        (b"1" * 20_000_001, "20 MB"),
        (b'1,2,"' + b"a" * 200_000 + b'"\n', "row"),
    ],
)
def test_what_is_wrong_is_said(content: bytes, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_points(content)
