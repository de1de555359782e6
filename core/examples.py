"""The lecture's examples and the presets, as data. Names are ids; the pages say them in words."""

from __future__ import annotations

from dataclasses import dataclass

LECTURE_LOGITS = (-1.45, -7.82, -3.78)
LECTURE_TARGET = 0


@dataclass(frozen=True)
class Weather:
    """Five states of the weather, how often each city has them, and a code for them."""

    states: tuple[str, ...]
    p: tuple[float, ...]
    q: tuple[float, ...]
    code: tuple[str, ...]


LECTURE_WEATHER = Weather(
    states=("sunny", "cloudy", "partly_cloudy", "rain", "storm"),
    p=(0.25, 0.45, 0.2, 0.09, 0.01),
    q=(0.3, 0.2, 0.2, 0.25, 0.05),
    code=("1100", "0", "10", "1101", "1110"),
)


# Letters per hundred. English, a to z: Lewand (2000), Cryptological Mathematics. Spanish, a to z with ñ after n: Pratt
# (1939), Secret and Urgent.
ENGLISH_LETTERS = (
    8.167, 1.492, 2.782, 4.253, 12.702, 2.228, 2.015, 6.094, 6.966, 0.153, 0.772, 4.025, 2.406,
    6.749, 7.507, 1.929, 0.095, 5.987, 6.327, 9.056, 2.758, 0.978, 2.360, 0.150, 1.974, 0.074,
)  # fmt: skip
SPANISH_LETTERS = (
    12.53, 1.42, 4.68, 5.86, 13.68, 0.69, 1.01, 0.70, 6.25, 0.44, 0.02, 4.97, 3.15,
    6.71, 0.31, 8.68, 2.51, 0.88, 6.87, 7.98, 4.63, 3.93, 0.90, 0.01, 0.22, 0.90, 0.52,
)  # fmt: skip
DYADIC = (0.5, 0.25, 0.125, 0.0625, 0.0625)


def shares(weights: tuple[float, ...]) -> tuple[float, ...]:
    """Return weights as shares of their sum, to twelve decimals.

    >>> shares((3.0, 1.0))
    (0.75, 0.25)
    """
    total = sum(weights)
    return tuple(round(weight / total, 12) for weight in weights)
