"""A link whose probabilities do not sum to 1: the page says so, and offers to normalise them."""

from __future__ import annotations

import streamlit as st

from core.errors import InvalidInput
from ui.language.sentences import _
from ui.link.permalink import now
from ui.weather.link_text import read_numbers, write_numbers
from ui.weather.state import FEWEST, LINK, MOST

CITIES = {"p": "A", "q": "B"}


def offer_to_normalise() -> None:
    """Offer a button for each city whose probabilities in the link only need another scale."""
    for name, city in CITIES.items():
        query = now()
        if (scaled := normalised(query.get(name, ""))) is not None:
            st.button(
                _("Normalise the probabilities of city {city}").format(city=city),
                key=f"weather.normalise.{name}",
                icon=":material/balance:",
                on_click=_normalise,
                args=(name, scaled),
            )


def normalised(text: str) -> tuple[float, ...] | None:
    """Return probabilities that do not sum to 1, scaled so that they do; else None.

    Examples
    --------
    >>> normalised("1,2,1")
    (0.25, 0.5, 0.25)
    >>> normalised("0.5,0.5") is normalised("1,-1") is normalised("") is None
    True
    """
    try:
        values = read_numbers(text, FEWEST, MOST)
    except InvalidInput:
        return None
    total = sum(values)
    if min(values) < 0 or not 0 < total < 1e300 or abs(total - 1) <= 1e-6:
        return None
    return tuple(x / total for x in values)


def _normalise(name: str, scaled: tuple[float, ...]) -> None:
    query = now() | {name: write_numbers(scaled)}
    LINK.write(LINK.parse(query)[0])
