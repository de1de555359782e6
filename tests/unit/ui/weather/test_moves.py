"""What a hand does to the weather's state, and how it is told what it cannot do."""

from __future__ import annotations

import pytest

from core.errors import InvalidInput
from ui.hand.moves import Move
from ui.language.messages import sentence
from ui.language.sentences import speaking
from ui.weather.moves import moved
from ui.weather.state import Weather


@pytest.mark.parametrize(
    ("language", "said"),
    [("es", "1,5 no está entre 0 y 1"), ("en", "1.5 is not between 0 and 1")],
)
def test_a_probability_beyond_its_bounds_is_answered_in_the_visitors_numbers(
    language: str, said: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        moved(Weather(), Move(0, "p", "1,5"))
    with speaking(language):
        assert sentence(caught.value) == said
