"""Distributions worth a look: each shows one thing about codes and entropy."""

from __future__ import annotations

from dataclasses import replace
from string import ascii_lowercase

from core.coding import fixed_length_code, huffman_code
from core.examples import DYADIC, ENGLISH_LETTERS, LECTURE_WEATHER, SPANISH_LETTERS, shares
from ui.language.sentences import _
from ui.weather.state import Weather, with_fitting_lengths

_AT = 1 + ascii_lowercase.index("n")  # where Spanish has its ñ
_SPANISH_ALPHABET = ascii_lowercase[:_AT] + "ñ" + ascii_lowercase[_AT:]
_ENGLISH, _SPANISH = shares(ENGLISH_LETTERS), shares(SPANISH_LETTERS)
# Beside the other language: in the English alphabet an ñ counts as an n, in the Spanish one English has none.
_SPANISH_OF_26 = shares(
    (
        *SPANISH_LETTERS[: _AT - 1],
        sum(SPANISH_LETTERS[_AT - 1 : _AT + 1]),
        *SPANISH_LETTERS[_AT + 1 :],
    )
)
_ENGLISH_OF_27 = shares((*ENGLISH_LETTERS[:_AT], 0.0, *ENGLISH_LETTERS[_AT:]))
_EVEN = (0.2,) * 5

# What each changes in the state; the rest stays where it fits.
PRESETS: dict[str, Weather] = {
    "lecture": Weather(),
    "uniform": Weather(p=_EVEN, code=tuple(fixed_length_code(5))),
    "dyadic": Weather(p=DYADIC, q=DYADIC[::-1], code=tuple(huffman_code(DYADIC))),
    "certain": Weather(p=(1.0, 0.0, 0.0, 0.0, 0.0), q=LECTURE_WEATHER.q),
    "english": with_fitting_lengths(
        Weather(
            p=_ENGLISH,
            q=_SPANISH_OF_26,
            code=tuple(huffman_code(_ENGLISH)),
            names=tuple(ascii_lowercase),
        )
    ),
    "spanish": with_fitting_lengths(
        Weather(
            p=_SPANISH,
            q=_ENGLISH_OF_27,
            code=tuple(huffman_code(_SPANISH)),
            names=tuple(_SPANISH_ALPHABET),
        )
    ),
}


def title(preset: str) -> str:
    """Say the name of a preset."""
    return {
        "lecture": _("lecture example"),
        "uniform": _("uniform"),
        "dyadic": _("powers of ½"),
        "certain": _("certain"),
        "english": _("English letters"),
        "spanish": _("Spanish letters"),
    }[preset]


def applied(state: Weather, preset: str) -> Weather:
    """Return the preset, with the tab that is open."""
    return replace(PRESETS[preset], tab=state.tab)


def current(state: Weather) -> str | None:
    """Return the preset whose weather and code these are."""
    return next((key for key, made in PRESETS.items() if _weather(made) == _weather(state)), None)


def _weather(state: Weather) -> tuple[object, ...]:
    return state.p, state.q, state.code
