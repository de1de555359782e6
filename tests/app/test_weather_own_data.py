"""Everyone's own data on the weather page: tables as files, texts, and what no link holds."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.reading import (
    element,
    html_of,
    marked,
    table,
    text_of,
)
from tests.app.weather_page import (
    press,
    query_of,
    state_of,
    texts,
)


def test_the_table_as_a_file_and_back(weather: Any) -> None:
    app = weather(tab="data", icons="♥,,,,")
    upload = app.get("file_uploader")[0]
    upload.set_value(("t.csv", b"a;0,5\nb;0,47\n", "text/csv")).run()
    assert "The probabilities of city A sum to 0.9700, not to 1." in text_of(html_of(app))
    app.button(key="weather.use").click().run()
    assert "2 states p a 0.5000 b 0.4700 Σ 0.9700" in text_of(html_of(app))
    state = state_of(app)
    assert (state.names, state.icons) == (("a", "b"), ())
    assert state.p == pytest.approx((0.5 / 0.97, 0.47 / 0.97))


def test_a_hostile_file_stays_text(weather: Any) -> None:
    app = weather(tab="data")
    upload = app.get("file_uploader")[0]
    upload.set_value(("t.csv", b"<img src=x onerror=alert(1)>,0.5\n**b**,0.5\n", "text/csv")).run()
    assert "<img src=x" not in html_of(app)
    assert "&lt;img src=x onerror=alert(1)&gt;" in html_of(app)
    assert "**b**" in html_of(app)
    app = weather(tab="data")
    upload = app.get("file_uploader")[0]
    upload.set_value(("t.csv", b"a,0.5\nb,<img src=x>\n", "text/csv")).run()
    assert "<img src=x" not in html_of(app)


def test_a_wrong_file_is_said_by_its_row_and_loses_nothing(weather: Any) -> None:
    app = weather(tab="data")
    app.get("file_uploader")[0].set_value(("t.csv", b"a,0.5\nb,x\n", "text/csv")).run()
    assert "row 2: “x” is not a number" in text_of(html_of(app))
    assert not [b for b in app.button if b.key == "weather.use"]
    assert texts(app, "p") == ["0.250", "0.450", "0.200", "0.090", "0.010"]


def drop(app: AppTest, content: bytes) -> AppTest:
    app.get("file_uploader")[0].set_value(("t.csv", content, "text/csv")).run()
    return app


def test_what_was_guessed_of_a_file_is_said_and_asked(weather: Any) -> None:
    title = b"Frequencies in 2020\n"
    app = drop(weather(tab="data"), title + b"name;n\na;1.234\nb;987\nTotal;2.221\n")
    html = text_of(html_of(app))
    assert "Row 2 names the columns." in html
    assert "Not used: row 1 “Frequencies in 2020”" in html
    assert "a 1234 b 987 Σ 2221" in html
    assert app.checkbox(key="weather.file.without_total").value
    assert app.selectbox(key="weather.file.decimal").value == ","
    app.selectbox(key="weather.file.decimal").set_value(".").run()
    assert "a 1.2340 b 987 Total 2.2210" in text_of(html_of(app)), "it is no sum any more"
    app = drop(weather(tab="data", lang="es"), "буква;n\nа;3\nб;1\n".encode("cp1251"))
    assert app.selectbox(key="weather.file.encoding").value == "cp1251"
    app.selectbox(key="weather.file.encoding").set_value("koi8_r").run()
    assert "а 3" not in text_of(html_of(app))


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "**b**", "[x](http://x)"])
def test_titles_of_columns_and_totals_stay_text(weather: Any, name: str) -> None:
    app = drop(weather(tab="data"), f"{name};{name} p;q\na;1;1\nb;1;1\nTotal {name};2;2\n".encode())
    assert "<img src=x" not in html_of(app)
    label = app.checkbox(key="weather.file.without_total").label
    assert "**b**" not in label
    assert "[x](" not in label


def write_texts(app: AppTest, **texts: str) -> str:
    for slot, text in texts.items():
        app.text_area(key=f"weather.text.{slot}").set_value(text).run()
    return text_of(html_of(app))


def test_a_text_is_counted_and_becomes_a_city(weather: Any) -> None:
    app = weather(tab="text")
    html = write_texts(app, a="Ñandú ñandú", b="nada")
    assert [row[1:4] for row in table(app)[1:]] == [["10", "5", "2.322"], ["4", "3", "1.500"]]
    assert "the two rarest become one" in html
    app.button(key="weather.text.use").click().run()
    state = state_of(app)
    assert state.names == ("a", "d", "n", "ñ", "ú")
    assert state.p == pytest.approx((0.2,) * 5)
    assert state.q == pytest.approx((0.5, 0.25, 0.25, 0, 0))
    press(app, "weather.unit", "words")
    assert [row[1:3] for row in table(app)[1:]] == [["2", "1"], ["1", "1"]]
    assert query_of(app)["unit"] == "words"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("123", "the text has no letters"),
        ("aaa", "its entropy is 0"),
        ("<b>**x**</b>", ""),
    ],
)
def test_hostile_texts_get_a_sentence(weather: Any, text: str, said: str) -> None:
    app = weather(tab="text")
    assert said in write_texts(app, a=text)
    assert texts(app, "p") == ["0.250", "0.450", "0.200", "0.090", "0.010"]


def test_a_megabyte_of_text_and_a_binary_are_counted(weather: Any) -> None:
    app = weather(tab="text")
    upload = app.get("file_uploader")[0]
    upload.set_value(("t.txt", ("El niño " * 125_000).encode(), "text/plain")).run()
    assert table(app)[1][1] == "750 000"
    app = weather(tab="text", unit="bytes")
    app.get("file_uploader")[0].set_value(("t.bin", bytes(range(256)) * 9, "")).run()
    assert table(app)[1][1:4] == ["2304", "230", "7.797"]
    press(app, "weather.unit", "letters")
    assert "these are bytes, not text" in text_of(html_of(app))


def test_the_tree_grows_by_steps(weather: Any) -> None:
    app = weather(tab="text")
    write_texts(app, a="aaaabbbccd")
    assert marked(app, 'data-step="0"').startswith("Next, the two rarest become one: “d”")
    app.button(key="weather.tree.on").click().run()
    assert html_of(app).count(' new" style') == 2
    app.slider(key="weather.tree.step").set_value(3).run()
    assert "The tree is whole" in marked(app, 'data-step="3"')


def test_a_table_that_no_link_holds_stays_and_says_so(weather: Any) -> None:
    app = weather(tab="data")
    content = "".join(f"{'ñ' * 34}{i:x};1\n" for i in range(256))
    drop(app, content.encode())
    app.button(key="weather.use").click().run()
    assert "too large for a link" in text_of(html_of(app))
    assert len(element(app, "weather_states")["names"]) == 256
    assert "names" not in query_of(app)
    press(app, "weather.tab", "cities")
    assert len(element(app, "weather_states")["names"]) == 256
