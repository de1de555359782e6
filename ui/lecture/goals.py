"""What a stop can ask to bring about by hand, read from the link of the page's state."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.coding import expected_length, first_conflict
from core.errors import InvalidInput
from core.examples import LECTURE_LOGITS, LECTURE_WEATHER
from core.information import kl_divergence
from core.softmax import softmax
from ui.language.numbers import listed, number
from ui.language.sentences import _
from ui.lecture.questions import shortest
from ui.link.parameters import read_float, write_floats

EVEN_WITHIN = 0.01
FEW_BITS = 2.0  # below the lecture's 2.25, above Huffman's 1.95
LITTLE_WASTE = 0.01  # bits

Query = Mapping[str, str]


def even(query: Query) -> tuple[bool, str]:
    """Return whether softmax of the logits is uniform, and p."""
    p = softmax(_floats(query, "z", LECTURE_LOGITS), read_float(query.get("T", "1")))
    return bool(np.ptp(p) <= EVEN_WITHIN), "p = " + listed(shortest(float(x)) for x in p)


def short_code(query: Query) -> tuple[bool, str]:
    """Return whether the code is prefix-free and at most 2 bits long on average, and that average."""
    words = query["code"].split(",") if "code" in query else list(LECTURE_WEATHER.code)
    try:
        clash = first_conflict(words)
        average = expected_length(_floats(query, "p", LECTURE_WEATHER.p), words)
    except InvalidInput:
        return False, _("a codeword is empty, or has more than 0 and 1")
    if clash:
        start, word = (words[i] for i in clash)
        said = _("“{start}” is the start of “{word}”")
        if start == word:
            said = _("“{word}” appears twice")
        return False, said.format(start=start[:20], word=word[:20])
    return average <= FEW_BITS + 1e-9, _("{bits} bits").format(bits=shortest(average))


def same_weather(query: Query) -> tuple[bool, str]:
    """Return whether city A's code wastes nearly nothing in city B, and how much it does."""
    a, b = _floats(query, "p", LECTURE_WEATHER.p), _floats(query, "q", LECTURE_WEATHER.q)
    waste = float(kl_divergence(b, a))
    return waste <= LITTLE_WASTE, _("{bits} bits wasted").format(bits=number(waste))


def _floats(query: Query, name: str, default: tuple[float, ...]) -> list[float]:
    """Return the numbers of a parameter; where they are none, what the page shows instead."""
    try:
        return [float(x) for x in query.get(name, write_floats(default)).split(",")]
    except ValueError:
        return list(default)
