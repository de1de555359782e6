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
