"""The path: the lecture's stops in their order. A link's ``stop`` counts them from 1."""

from __future__ import annotations

from ui.lecture.network_stops import CLASSIFIER, TRAINED
from ui.lecture.stop import Stop
from ui.lecture.weather_stops import ANTENNA

STOPS: tuple[Stop, ...] = (*CLASSIFIER, *ANTENNA, *TRAINED)
# The seven steps that /weather once had, as old links name them.
OLD_STEPS = {
    "fixed": 10,
    "better": 11,
    "ideal": 14,
    "entropy": 15,
    "city": 16,
    "cross": 17,
    "onehot": 18,
}
