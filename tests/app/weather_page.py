"""The weather page as a test reads it, and what oracles say of the lecture's two cities."""

from __future__ import annotations

import re

import numpy as np
import scipy.stats
from streamlit.testing.v1 import AppTest

from core.examples import LECTURE_WEATHER
from tests.app.reading import (
    element,
    html_of,
    text_of,
)
from ui.weather.state import LINK, Weather

P, Q, CODE = (np.array(LECTURE_WEATHER.p), np.array(LECTURE_WEATHER.q), LECTURE_WEATHER.code)
LENGTHS = np.array([len(word) for word in CODE])
H_A, H_B = scipy.stats.entropy(P, base=2), scipy.stats.entropy(Q, base=2)
KL_BA, KL_AB = scipy.stats.entropy(Q, P, base=2), scipy.stats.entropy(P, Q, base=2)


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
