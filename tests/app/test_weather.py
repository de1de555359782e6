"""The weather page without a browser: the lecture's numbers, each panel against an oracle, what is wrong in a link."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import scipy.stats
from streamlit.testing.v1 import AppTest

from core.coding import kraft_sum
from core.examples import LECTURE_WEATHER
from tests.app.reading import (
    Opener,
    chart,
    data_of,
    element,
    html_of,
    loss_of,
    marked,
    message,
    numbers,
    table,
    text_of,
)
from ui.weather.presets import PRESETS
from ui.weather.state import LINK, MOST, TABS, Weather, with_fitting_lengths

P, Q, CODE = (np.array(LECTURE_WEATHER.p), np.array(LECTURE_WEATHER.q), LECTURE_WEATHER.code)
LENGTHS = np.array([len(word) for word in CODE])
H_A, H_B = scipy.stats.entropy(P, base=2), scipy.stats.entropy(Q, base=2)
KL_BA, KL_AB = scipy.stats.entropy(Q, P, base=2), scipy.stats.entropy(P, Q, base=2)


@pytest.fixture
def weather(open_page: Opener) -> Any:
    def opener(**query: str) -> AppTest:
        return open_page("weather", **{"lang": "en", **query})

    return opener


def texts(app: AppTest, key: str) -> list[str]:
    """A column of the page's table, as it stands there."""
    columns = {c["key"]: c["texts"] for c in element(app, "weather_states")["columns"]}
    found: list[str] = columns[key]
    return found


def marks_of(app: AppTest) -> list[str]:
    """The pictures that stand for the states' icons."""
    columns = {c["key"]: c for c in element(app, "weather_states")["columns"]}
    found: list[str] = columns["icon"]["marks"]
    return found


def averages(app: AppTest) -> str:
    found = re.findall(r'<div class="averages">.*?</div>', html_of(app), re.S)
    return " / ".join(map(text_of, found))


def problems(app: AppTest, key: str = "weather_states") -> dict[int, str]:
    return {row: text for row, _column, text in element(app, key)["problems"]}


def query_of(app: AppTest) -> dict[str, str]:
    """The link, as the page wrote it."""
    return {k: v if isinstance(v, str) else v[0] for k, v in app.query_params.items()}


def state_of(app: AppTest) -> Weather:
    return LINK.parse(query_of(app))[0]


def press(app: AppTest, key: str, value: str) -> AppTest:
    return app.button_group(key=key).set_value(value).run()


def test_it_opens_on_the_lectures_table(weather: Any) -> None:
    app = weather()
    assert element(app, "weather_states")["names"] == [
        "sunny",
        "cloudy",
        "partly cloudy",
        "rain",
        "storm",
    ]
    assert texts(app, "icon") == [""] * 5
    assert marks_of(app) == ["sunny", "cloudy", "partly_cloudy", "rain", "storm"]
    assert texts(app, "p") == ["0.250", "0.450", "0.200", "0.090", "0.010"]
    assert texts(app, "q") == ["0.300", "0.200", "0.200", "0.250", "0.050"]
    assert texts(app, "fixed") == ["000", "001", "010", "011", "100"]
    assert texts(app, "code") == ["1100", "0", "10", "1101", "1110"]
    assert texts(app, "length") == ["4", "1", "2", "4", "4"]
    assert texts(app, "inverse") == ["4.00", "2.22", "5.00", "11.11", "100.00"]
    assert texts(app, "bits") == ["2.00", "1.15", "2.32", "3.47", "6.64"]
    said = averages(app)
    for shown in ("fixed 3.00", "my code 2.25", "Huffman 1.95", "entropy H(A) 1.86"):
        assert shown in said
    assert "cross-entropy H(B, A) 2.50 = H(B) 2.17 + KL(B‖A) 0.33" in said


def test_a_distribution_has_one_name_in_the_table_and_in_every_formula(weather: Any) -> None:
    app = weather(tab="cities")
    titles = {c["key"]: c["title"] for c in element(app, "weather_states")["columns"]}
    assert (titles["p"], titles["q"]) == ("p in city A", "q in city B")
    assert table(app, 1)[0] == ["state", "p", "q", "p log₂(p/q)", "q log₂(q/p)"]


def test_in_spanish_with_commas(weather: Any) -> None:
    app = weather(lang="es")
    assert texts(app, "bits") == ["2,00", "1,15", "2,32", "3,47", "6,64"]
    assert "entropía H(A) 1,86" in averages(app)
    assert "entropía cruzada" in averages(app)
    assert loss_of(app).startswith("pérdida")


def test_the_loss_is_the_forecasts(weather: Any) -> None:
    z, y = np.array([0.3, -1.0, 2.0, 0.0, 1.0]), 2
    app = weather(z=",".join(map(str, z)), y=str(y))
    nats = math.log(np.exp(z).sum()) - z[y]
    assert numbers(loss_of(app)) == pytest.approx([nats, nats / math.log(2)], abs=6e-5)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_is_shown_and_its_link_comes_back(weather: Any, preset: str) -> None:
    app = weather(p="0.5,0.5")
    press(app, "weather.preset", preset)
    query = query_of(app)
    state, wrong = LINK.parse(query)
    assert not wrong
    assert replace(state, tab=TABS[0]) == PRESETS[preset]
    again = weather(**query)
    for name in ("p", "q", "code", "huffman"):
        assert texts(again, name) == texts(app, name)


def test_powers_of_a_half_are_where_huffman_meets_the_entropy(weather: Any) -> None:
    app = weather()
    press(app, "weather.preset", "dyadic")
    assert "Huffman 1.88" in averages(app)
    assert "entropy H(A) 1.88" in averages(app)


def test_a_certain_city_has_no_entropy(weather: Any) -> None:
    app = weather()
    press(app, "weather.preset", "certain")
    assert "entropy H(A) 0.00" in averages(app)
    assert "∞" in averages(app)


def test_states_are_added_and_taken(weather: Any) -> None:
    app = weather()
    app.button(key="weather.more").click().run()
    assert len(texts(app, "p")) == 6
    for _n in range(4):
        app.button(key="weather.fewer").click().run()
    assert len(texts(app, "p")) == 2
    assert app.button(key="weather.fewer").disabled
    assert weather(p=",".join([str(1 / MOST)] * MOST)).button(key="weather.more").disabled


@pytest.mark.parametrize("tab", TABS)
def test_every_panel_opens_with_26_states_and_with_a_certain_one(weather: Any, tab: str) -> None:
    english = PRESETS["english"]
    app = weather(**LINK.format(replace(english, tab=tab)))
    assert not app.error
    certain = weather(p="1,0", q="0,1", code="0,1", tab=tab)
    assert not certain.error


# --- panels -----------------------------------------------------------------------------------------------


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
        ("12,0,10,1101,1110", 0, "12"),
        (",0,10,1101,1110", 0, "empty"),
        ("1100,0,10,0,1110", 3, "“0” is the codeword of “cloudy” too"),
    ],
)  # fmt: skip
def test_a_wrong_codeword_is_said_below_its_row(
    weather: Any, code: str, row: int, said: str
) -> None:
    app = weather(code=code)
    assert said in problems(app)[row]
    assert texts(app, "code") == code.split(",")  # what was typed stays


def test_areas(weather: Any) -> None:
    heights, widths, ideal = areas_of(weather(), "a")
    assert heights == pytest.approx(100 * P, abs=1e-3)
    assert heights @ widths / 100 / LONGEST == pytest.approx(2.25, abs=1e-3)
    assert heights @ ideal / 100 / LONGEST == pytest.approx(H_A, abs=1e-3)
    heights, widths, ideal = areas_of(weather(), "b")
    assert heights == pytest.approx(100 * Q, abs=1e-3)
    assert heights @ (widths - ideal) / 100 / LONGEST == pytest.approx(KL_BA, abs=1e-3)


LONGEST = 100 / -np.log2(
    0.01
)  # per cent of the width for a bit: the ideal word of a storm fills it


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


# --- what is wrong ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"p": "0.5,0.47"}, "0.97"),
        ({"p": "0.5,-0.5,1"}, "negative"),
        ({"p": ""}, "p"),
        ({"p": "nan,1"}, "p"),
        ({"q": "0.5,0.5"}, "q"),
        ({"code": "1,0"}, "code"),
        ({"code": "0" * 10_000 + ",1,1,1,1"}, "at most 64 bits"),
        ({"icons": "☀️,☁️"}, "icons"),
        ({"icons": "abcdefghi,,,,"}, "one symbol"),
        ({"days": "1e9"}, "days"),
        ({"sender": "c"}, "sender"),
        ({"sent": "c"}, "sent"),
        ({"message": "0.5"}, "message"),
        ({"message": "."}, "message"),
        ({"bits": "012"}, "bit 3"),
        ({"tab": "nothing"}, "tab"),
        ({"z": "1,2"}, "z"),
        ({"y": "5"}, "y"),
    ],
)
def test_a_broken_link_says_what_and_keeps_the_rest(
    weather: Any, query: dict[str, str], said: str
) -> None:
    app = weather(seed="9", **query)
    assert len(app.warning) == 1
    assert said in message(app.warning[0]).replace("\\", "")
    state = state_of(app)
    assert state == Weather(seed=9)
    assert texts(app, "p") == ["0.250", "0.450", "0.200", "0.090", "0.010"]


def test_the_smallest_probability_of_a_float_is_one(weather: Any) -> None:
    app = weather(p="1,1e-320")
    assert not app.warning
    assert texts(app, "inverse")[1] == "∞"
    assert numbers(texts(app, "bits")[1])[0] == pytest.approx(-math.log2(1e-320), abs=0.01)


@pytest.mark.parametrize(("city", "query"), [("p", {"p": "0.5,0.47"}), ("q", {"q": "1,1,1,1,1"})])
def test_probabilities_that_do_not_sum_to_1_are_normalised_on_demand(
    weather: Any, city: str, query: dict[str, str]
) -> None:
    app = weather(seed="9", **query)
    app.button(key=f"weather.normalise.{city}").click().run()
    assert not app.warning
    given = np.array([float(x) for x in query[city].split(",")])
    state = state_of(app)
    assert getattr(state, city) == pytest.approx(given / given.sum())
    assert state.seed == 9
    assert not [b for b in app.button if str(b.key).startswith("weather.normalise")]


@pytest.mark.parametrize("query", [{"p": "0.5,-1"}, {"p": "0,0"}, {"p": "a,b"}, {}])
def test_what_cannot_be_normalised_is_not_offered(weather: Any, query: dict[str, str]) -> None:
    app = weather(**query)
    assert not [b for b in app.button if str(b.key).startswith("weather.normalise")]


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "**x**", "=cmd()"])
def test_a_hostile_name_stays_text_in_every_panel(weather: Any, name: str) -> None:
    state = with_fitting_lengths(replace(Weather(), names=(name, "", "", "", "")))
    for tab in TABS:
        app = weather(**LINK.format(replace(state, tab=tab)))
        assert "<img src=x" not in html_of(app)
        assert element(app, "weather_states")["names"][0] == name


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


# --- files and texts of one's own -------------------------------------------------------------------------


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
    assert table(app)[1][1:4] == ["2 304", "230", "7.797"]
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


@pytest.mark.parametrize("tab", TABS)
def test_every_panel_opens_with_256_states(weather: Any, tab: str) -> None:
    p = tuple((i + 1) / 32_896 for i in range(256))
    app = weather(**LINK.format(with_fitting_lengths(Weather(p=p, tab=tab))))
    assert not app.error
    assert len(texts(app, "p")) == 256
