"""The panels of the weather page, each against an oracle: code, areas, cities, blocks, antenna, bits to loss."""

from __future__ import annotations

import itertools
import math
import re
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.coding import kraft_sum
from core.examples import LECTURE_WEATHER
from tests.app.reading import (
    chart,
    data_of,
    html_of,
    numbers,
    table,
    text_of,
)
from tests.app.weather_page import (
    H_A,
    H_B,
    KL_AB,
    KL_BA,
    LENGTHS,
    P,
    Q,
    press,
    problems,
    query_of,
    state_of,
    texts,
)

LONGEST = 100 / -np.log2(
    0.01
)  # per cent of the width for a bit: the ideal word of a storm fills it


def test_my_code_against_an_oracle(weather: Any) -> None:
    app = weather(tab="code")
    html = text_of(html_of(app))
    assert "prefix-free" in html
    assert "= 0.9375: 0.0625 is left Still free: 1111" in html
    rows = table(app)
    assert rows[1] == ["sunny", "1100", "4", "01", "01"]
    assert rows[-1] == ["average bits", "", "2.25", "1.95", "2.43"]
    shannon = [row[4] for row in rows[1:-1]]
    assert [len(w) for w in shannon] == [math.ceil(-math.log2(p)) for p in P]
    assert kraft_sum(shannon) <= 1
    assert "free" in html[html.index("cloudy") :]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("0,01,11,101,100", "✗ not prefix-free: “0” is the start of “01”"),
        ("0,01,011,0111,01111", "✓ uniquely decodable all the same"),
        ("0,01,10,110,111", "✗ not uniquely decodable: “010” can be read in two ways"),
        ("0,10,0,110,111", "✗ not prefix-free: “0” appears twice"),
        ("0,1,00,01,10", "more than 1, so no code of these lengths can be read"),
    ],
)
def test_what_can_be_said_of_a_code(weather: Any, code: str, said: str) -> None:
    assert said in text_of(html_of(weather(tab="code", code=code)))


@pytest.mark.parametrize(
    ("code", "row", "said"),
    [
        ("0,01,11,101,100", 1, "“0” is the start of “01”: a reader cannot tell where a word ends"),
        ("0,01,11,101,100", 0, "“0” is the start of “01”: a reader cannot tell where a word ends"),
        ("12,0,10,1101,1110", 0, "12"),
        (",0,10,1101,1110", 0, "empty"),
        ("1100,0,10,0,1110", 3, "“0” is the codeword of “cloudy” too"),
        ("1100,0,10,0,1110", 1, "“0” is the codeword of “rain” too"),
    ],
)  # fmt: skip
def test_a_wrong_codeword_is_said_below_its_row(
    weather: Any, code: str, row: int, said: str
) -> None:
    app = weather(code=code)
    assert said in problems(app)[row]
    assert texts(app, "code") == code.split(",")  # what was typed stays


def test_words_too_short_to_be_told_apart_have_no_average(weather: Any) -> None:
    assert "my code –" in text_of(html_of(weather(code="0,0,10,1101,1110")))
    assert "my code 2.35" in text_of(html_of(weather(code="0,01,1000,1001,1010")))


def test_areas(weather: Any) -> None:
    heights, widths, ideal = areas_of(weather(), "a")
    assert heights == pytest.approx(100 * P, abs=1e-3)
    assert heights @ widths / 100 / LONGEST == pytest.approx(2.25, abs=1e-3)
    assert heights @ ideal / 100 / LONGEST == pytest.approx(H_A, abs=1e-3)
    heights, widths, ideal = areas_of(weather(), "b")
    assert heights == pytest.approx(100 * Q, abs=1e-3)
    assert heights @ (widths - ideal) / 100 / LONGEST == pytest.approx(KL_BA, abs=1e-3)


def test_what_begins_with_a_word_is_not_called_free(weather: Any) -> None:
    html = html_of(weather(tab="code", code="0,01,011,0111,01111"))
    tree = html[html.index('class="code-tree"') :]
    assert re.findall('class="free[^>]*title="(\\w+)', tree) == ["1"]
    assert tree.count('<div class="word') == 5


def areas_of(app: AppTest, city: str) -> tuple[np.ndarray[Any, Any], ...]:
    """Of a city's rectangles: heights, widths and outlined widths, in per cent."""
    html = html_of(app).split(f'<section class="city {city}">')[-1].split("</section>")[0]
    patterns = (
        r'"height:([\d.]+)%',
        r'area-fill" style="width:([\d.]+)%',
        r'area-ideal[^"]*" style="width:([\d.]+)%',
    )
    return tuple(np.array([float(x) for x in re.findall(p, html)]) for p in patterns)


def test_a_link_to_the_areas_shows_them(weather: Any) -> None:
    app = weather(tab="areas")
    assert not app.warning
    assert 'class="areas own"' in html_of(app)
    assert 'class="areas' not in html_of(weather(tab="code"))


def test_areas_of_an_infinite_cost_fade_out(weather: Any) -> None:
    html = html_of(weather(p="1,0", q="0.5,0.5", code="0,1"))
    assert html.count('class="area-fill endless"') == 1
    assert "no finite word" in text_of(html)


def test_a_state_that_hardly_comes_does_not_squeeze_the_others(weather: Any) -> None:
    _heights, widths, _ideal = areas_of(
        weather(p="0.5,0.5,1e-320", q="0.5,0.5,0", code="0,10,11"), "a"
    )
    assert widths == pytest.approx([50, 100, 100])


@pytest.mark.parametrize(("key", "kept"), [("p", "q"), ("q", "p")])
def test_a_forecast_becomes_the_weather_of_a_city(weather: Any, key: str, kept: str) -> None:
    z = np.array([0.3, -1.0, 2.0, 0.0, 1.0])
    app = weather(z=",".join(map(str, z)))
    app.button(key=f"weather.take.{key}").click().run()
    state = state_of(app)
    assert getattr(state, key) == pytest.approx(np.exp(z) / np.exp(z).sum())
    assert getattr(state, kept) == getattr(LECTURE_WEATHER, kept)


def test_two_cities(weather: Any) -> None:
    app = weather(tab="cities")
    rows = table(app)
    shown = [[numbers(cell.split("=")[-1])[0] for cell in row[1:]] for row in rows[1:]]
    assert shown == [
        pytest.approx([H_A, H_A + KL_AB, KL_AB], abs=6e-5),
        pytest.approx([H_B + KL_BA, H_B, KL_BA], abs=6e-5),
    ]
    parts = table(app, 1)
    assert [numbers(row[3])[0] for row in parts[1:-1]] == pytest.approx(
        list(P * np.log2(P / Q)), abs=6e-5
    )
    assert numbers(" ".join(parts[-1])) == pytest.approx([KL_AB, KL_BA], abs=6e-5)


def test_an_infinite_cost_is_explained(weather: Any) -> None:
    html = text_of(html_of(weather(tab="cities", p="1,0", q="0.5,0.5", code="0,1")))
    assert "∞" in html
    assert "City B has “cloudy”, and city A never does" in html


def brute_force_block(p: np.ndarray[Any, Any], days: int) -> float:
    """Huffman's average on blocks, built by merging the two rarest until one is left."""
    import heapq

    heap = [float(np.prod(block)) for block in itertools.product(p, repeat=days)]
    heapq.heapify(heap)
    total = 0.0
    while len(heap) > 1:
        merged = heapq.heappop(heap) + heapq.heappop(heap)
        total += merged
        heapq.heappush(heap, merged)
    return total / days


def test_blocks_of_days(weather: Any) -> None:
    app = weather(tab="blocks")
    rows = table(app)[1:]
    assert len(rows) >= 4
    for row in rows[:4]:
        bits = brute_force_block(P, int(row[0]))
        assert numbers(row[2])[0] == pytest.approx(bits, abs=6e-5)
        assert numbers(row[3])[0] == pytest.approx(bits - H_A, abs=6e-5)
        assert int(row[1].replace("\N{NARROW NO-BREAK SPACE}", "")) == 5 ** int(row[0])
        assert numbers(row[4])[0] == pytest.approx(H_A + 2 / int(row[0]), abs=6e-5)
    line = data_of(chart(app)["data"][0]["y"])
    assert list(line[:4]) == pytest.approx([brute_force_block(P, k) for k in (1, 2, 3, 4)])


@pytest.mark.parametrize(
    ("sender", "sent", "expected_bits", "long_run"),
    [
        ("a", "mine", P @ LENGTHS, H_A),
        ("b", "mine", Q @ LENGTHS, H_B + KL_BA),
        ("b", "a", 2.6, H_B + KL_BA),
        ("a", "b", 2.21, H_A + KL_AB),
        ("b", "b", 2.25, H_B),
    ],
)
def test_the_antenna(
    weather: Any, sender: str, sent: str, expected_bits: float, long_run: float
) -> None:
    app = weather(tab="antenna", days="5000", seed="3", sender=sender, sent=sent)
    html = text_of(html_of(app))
    said = html[html.index("5000 days took") :].split(" The first days")[0]
    said = re.sub(r"(?<=\d) (?=\d{3} bits)", "", said)  # between thousands
    _days, bits, average, expected, ideal, goal = numbers(said)[:6]
    assert average == pytest.approx(bits / 5000, abs=6e-5)
    assert expected == pytest.approx(expected_bits)
    assert goal == pytest.approx(long_run, abs=6e-5)
    assert abs(average - expected) < 4 * 2 / math.sqrt(5000)  # no word is two bits from the average
    assert 0 < abs(ideal - goal) < 0.15, "it settles on the cross-entropy"
    lines = {line["name"]: line for line in chart(app)["data"]}
    assert data_of(lines["sent so far"]["y"])[-1] == pytest.approx(average, abs=6e-5)
    assert data_of(lines["ideal code so far"]["y"])[-1] == pytest.approx(ideal, abs=6e-5)


def test_the_antenna_of_a_city_without_words_for_the_others_weather(weather: Any) -> None:
    app = weather(tab="antenna", p="1,0", q="0.5,0.5", code="0,1", sender="b")
    assert "H(B, A) = ∞" in text_of(html_of(app))
    assert len(chart(app)["data"]) == 3  # only what was sent


def test_what_is_typed_at_the_antenna_stands_in_the_link_and_in_both_languages(
    weather: Any,
) -> None:
    app = weather(tab="antenna")
    app.text_input(key="weather.message").set_value("rain, sunny").run()
    app.text_input(key="weather.bits").set_value("1101 0").run()
    query = query_of(app)
    assert (query["message"], query["bits"]) == ("3.0", "11010")
    again = weather(**query | {"lang": "es"})
    assert again.text_input(key="weather.message").value == "lluvia, soleado"
    assert "2 días, 8 bits:" in text_of(html_of(again))
    assert "lluvia, nublado" in text_of(html_of(again).split("data-decoded>")[1])
    again.text_input(key="weather.message").set_value("nieve").run()
    press(again, "weather.tab", "code")
    press(again, "weather.tab", "antenna")
    assert again.text_input(key="weather.message").value == "nieve"
    assert "«nieve» no es un estado" in text_of(html_of(again))


def test_a_message_of_too_many_days_is_refused(weather: Any) -> None:
    app = weather(tab="antenna")
    app.text_input(key="weather.message").set_value("rain," * 301).run()
    assert "at most 300 days, and this one has 301" in text_of(html_of(app))
    assert "message" not in query_of(app)


def test_the_antenna_is_seeded(weather: Any) -> None:
    first, again, other = (html_of(weather(tab="antenna", seed=seed)) for seed in ("5", "5", "6"))
    assert first == again != other


def test_a_message_is_encoded_and_bits_are_decoded(weather: Any) -> None:
    app = weather(tab="antenna")
    app.text_input(key="weather.message").set_value("Rain, ☁, partly cloudy").run()
    assert "data-encoded" in html_of(app)
    assert "3 days, 7 bits:" in text_of(html_of(app))
    app.text_input(key="weather.bits").set_value("1101 0 10").run()
    decoded = text_of(html_of(app).split("data-decoded>")[1].split("</p>")[0])
    assert decoded == "rain, cloudy, partly cloudy"
    assert 'data-mark="rain"' in html_of(app).split("data-decoded>")[1]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("weather.message", "rain, snow", "day 2: “snow” is not a state of the table"),
        ("weather.bits", "01111", "bit"),
        ("weather.bits", "012", "“2”"),
        ("weather.bits", "01" * 5000, "at most 2000 bits can be read, and these are 10000"),
        ("weather.message", "<img src=x onerror=alert(1)>", "is not a state"),
    ],
)
def test_what_cannot_be_sent_or_read_is_named(
    weather: Any, field: str, typed: str, said: str
) -> None:
    app = weather(tab="antenna", message="0", bits="0")
    app.text_input(key=field).set_value(typed).run()
    html = html_of(app)
    assert said in text_of(html)
    assert html.count('class="problem"') == 1
    assert ("data-encoded" in html) == (field != "weather.message")
    assert ("data-decoded" in html) == (field != "weather.bits")
    assert "<img src=x" not in html


@pytest.mark.parametrize("typed", ["0", "100001", "many", "1.5", ""])
def test_a_wrong_number_of_days_stays_with_a_message(weather: Any, typed: str) -> None:
    app = weather(tab="antenna", days="50")
    app.text_input(key="weather.days").set_value(typed).run()
    assert 'class="problem"' in html_of(app)
    assert "50 days took" in text_of(html_of(app))
    app.text_input(key="weather.days").set_value("70").run()
    assert "70 days took" in text_of(html_of(app))
    assert 'class="problem"' not in html_of(app)


def test_from_bits_to_the_loss(weather: Any) -> None:
    z = np.array([1.0, 2.0, 0.5, -1.0, -3.0])
    q = np.exp(z) / np.exp(z).sum()
    app = weather(tab="loss", y="3")
    rows = table(app)
    assert [numbers(row[1])[0] for row in rows[1:-1]] == pytest.approx(list(q), abs=6e-5)
    assert numbers(rows[-1][-1])[0] == pytest.approx(-math.log2(q[3]), abs=6e-5)
    html = text_of(html_of(app))
    assert "It was “rain”" in html
    lecture = table(app, 1)
    assert [row[1] for row in lecture[1:4]] == ["−0.0944", "−6.4644", "−2.4244"]
    assert lecture[-1][-1] == "0.0944"
