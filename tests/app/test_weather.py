"""The weather page without a browser: the lecture's numbers, presets, states, what is wrong in a link."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.app.reading import (
    element,
    html_of,
    loss_of,
    message,
    numbers,
    table,
    text_of,
)
from tests.app.weather_page import (
    averages,
    marks_of,
    press,
    query_of,
    state_of,
    texts,
)
from ui.weather.presets import PRESETS
from ui.weather.state import LINK, MOST, TABS, Weather, with_fitting_lengths


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


@pytest.mark.parametrize("tab", TABS)
def test_every_panel_opens_with_256_states(weather: Any, tab: str) -> None:
    p = tuple((i + 1) / 32_896 for i in range(256))
    app = weather(**LINK.format(with_fitting_lengths(Weather(p=p, tab=tab))))
    assert not app.error
    assert len(texts(app, "p")) == 256


def test_a_little_waste_is_written_as_the_verdict_writes_it(weather: Any) -> None:
    said = text_of(html_of(weather(p="0.25,0.45,0.2,0.09,0.01", q="0.26,0.44,0.2,0.09,0.01")))
    assert re.search(r"KL\(B‖A\) 0\.000\d", said)
