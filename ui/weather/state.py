"""What the weather page shows, and how its link says it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.antenna import MOST_DAYS
from core.checks import as_distribution, unchanging
from core.coding import fixed_length_code
from core.distribution import one_hot
from core.errors import InvalidInput
from core.examples import LECTURE_WEATHER
from core.text import UNITS, Unit
from ui.language.sentences import _
from ui.link.parameters import (
    read_code,
    read_index,
    read_whole,
    wrong_count,
)
from ui.link.permalink import Link, Parameter
from ui.weather.day_names import LONGEST_MESSAGE, read_bits
from ui.weather.link_text import (
    linkable,
    read_labels,
    read_numbers,
    read_words,
    write_labels,
    write_numbers,
    write_words,
)

FEWEST, MOST = 2, 256
LONGEST_CODEWORD = 64
TABS = ("areas", "code", "cities", "blocks", "antenna", "loss", "data", "text")
CASES = ("fold", "keep")  # capitals count as small letters, or do not
MOST_SEED = 999_999
SENT = ("mine", "a", "b")
ICONS = ("☀️", "☁️", "⛅", "🌧️", "⛈️")  # what a visitor may type for the lecture's states
LONGEST_ICON = 8  # code points: one symbol may be several, joined


@dataclass(frozen=True)
class Weather:
    """Two cities' weather, a code for it, and a forecast.

    ``p`` and ``q`` are the distributions of city A and city B. A codeword may be wrong while
    it is typed: it stays as it is, and the page says what is wrong with it. ``names`` is
    empty, or has one entry for each state, of which an empty one stands for its default name;
    so with ``icons``, where a state with a name of the visitor's own has none by default.
    ``sender`` is the city whose weather the antenna sends, ``sent`` the code: the visitor's, or
    Huffman's for a city. ``message`` are days to encode, by their rows, and ``bits`` are to be decoded.
    ``unit`` is what is counted of a text, and ``fold`` whether capitals count as small letters.
    """

    p: tuple[float, ...] = LECTURE_WEATHER.p
    q: tuple[float, ...] = LECTURE_WEATHER.q
    code: tuple[str, ...] = LECTURE_WEATHER.code
    names: tuple[str, ...] = ()
    icons: tuple[str, ...] = ()
    z: tuple[float, ...] = (1.0, 2.0, 0.5, -1.0, -3.0)
    y: int = 0
    tab: str = TABS[0]
    days: int = 1000
    seed: int = 1
    sender: str = "a"
    sent: str = "mine"
    message: tuple[int, ...] = ()
    bits: str = ""
    unit: Unit = "letters"
    fold: bool = True

    def __post_init__(self) -> None:
        """Keep numbers as a link holds them, so that a state is what its link says."""
        for name in ("p", "q", "z"):
            object.__setattr__(self, name, linkable(getattr(self, name)))

    @property
    def n(self) -> int:
        """The number of states."""
        return len(self.p)

    @property
    def labels(self) -> list[str]:
        """The names of the states as the visitor sees them."""
        given = self.names or ("",) * self.n
        if all(given):
            return list(given)
        return [name or default for name, default in zip(given, default_names(self.n), strict=True)]

    @property
    def symbols(self) -> list[str]:
        """The icons by which a message may name the states: the visitor's own, or those of the lecture's states."""
        given = self.icons or ("",) * self.n
        known = (*ICONS, *("",) * self.n)
        named = self.names or ("",) * self.n
        return [
            icon or ("" if name else default)
            for icon, name, default in zip(given, named, known, strict=False)
        ]

    @cached_property
    def city_a(self) -> NDArray[np.float64]:
        """How often each state comes in city A."""
        return unchanging(np.array(self.p))

    @cached_property
    def city_b(self) -> NDArray[np.float64]:
        """How often each state comes in city B."""
        return unchanging(np.array(self.q))

    @property
    def logits(self) -> NDArray[np.float64]:
        """The logits of the forecast."""
        return np.array(self.z)

    @property
    def target(self) -> NDArray[np.float64]:
        """The day that came, one-hot."""
        return one_hot(self.y, self.n)


def default_names(n: int) -> list[str]:
    """Return the names of the lecture's states, and numbers for any further ones."""
    lecture = [_("sunny"), _("cloudy"), _("partly cloudy"), _("rain"), _("storm")]
    further = [_("state {n}").format(n=i + 1) for i in range(len(lecture), n)]
    return (lecture + further)[:n]


def with_fitting_lengths(state: Weather) -> Weather:
    """Return the state with everything as long as p: what is not gets a default of that length."""
    n = state.n
    return replace(
        state,
        q=state.q if len(state.q) == n else (1 / n,) * n,
        code=state.code if len(state.code) == n else tuple(fixed_length_code(n)),
        names=state.names if len(state.names) == n and any(state.names) else (),
        icons=state.icons if len(state.icons) == n and any(state.icons) else (),
        z=state.z if len(state.z) == n else (0.0,) * n,
        y=min(state.y, n - 1),
        message=state.message if max(state.message, default=0) < n else (),
    )


def as_typed(word: str) -> str:
    """Return a codeword as it may be kept while it is wrong: short, and only letters and digits."""
    word = "".join(word.split())
    if len(word) > LONGEST_CODEWORD:
        raise InvalidInput(
            "a codeword has at most {most} bits, and this one has {got}",
            most=LONGEST_CODEWORD,
            got=len(word),
        )
    if not re.fullmatch("[0-9a-zA-Z]*", word):
        raise InvalidInput("a codeword must have only 0 and 1, and is “{got}”", got=word)
    return word


# What joins the parts of a symbol, and the tags that spell the flag of a part of a country.
_UNSEEN = re.compile("\u200d|(?<=\U0001f3f4)[\U000e0020-\U000e007e]+\U000e007f")


def read_icon(text: str) -> str:
    """Return an icon: a symbol or two, which is no comma, or nothing."""
    icon = "".join(text.split())
    if len(icon) > LONGEST_ICON or "," in icon or not _UNSEEN.sub("", icon).isprintable():
        raise InvalidInput("an icon is one symbol, and “{got}” is not", got=icon[:20])
    return icon


def _read_icons(text: str, state: Weather) -> tuple[str, ...]:
    icons = tuple(read_icon(icon) for icon in text.split(","))
    if len(icons) != state.n:
        raise wrong_count(state.n, state.n, len(icons))
    return icons


def _read_days(text: str, state: Weather) -> tuple[int, ...]:
    days = text.split(".")
    if len(days) > LONGEST_MESSAGE:
        raise InvalidInput(
            "a message has at most {most} days, and this one has {got}",
            most=LONGEST_MESSAGE,
            got=len(days),
        )
    return tuple(read_index(day, state.n) for day in days)


def _unless(usual: str) -> Callable[[str], str | None]:
    """Return a way to write a text that leaves the usual one out."""
    return lambda text: None if text == usual else text


def _write_case(fold: bool) -> str | None:
    return None if fold else CASES[1]


def _read_distribution(text: str, name: str, n: int | None) -> tuple[float, ...]:
    values = read_numbers(text, n or FEWEST, n or MOST)
    as_distribution(values, name)
    return values


def _read_code(text: str, state: Weather) -> tuple[str, ...]:
    return tuple(as_typed(word) for word in read_words(text, state.n))


def _write_logits(z: tuple[float, ...]) -> str | None:
    """Write logits, but for those that any other number of states than the lecture's has by default."""
    return write_numbers(z) if any(z) or len(z) == len(LECTURE_WEATHER.p) else None


LINK = Link(
    "weather",
    Weather(),
    (
        Parameter("p", "p", lambda text, _s: _read_distribution(text, "p", None), write_numbers),
        Parameter("q", "q", lambda text, s: _read_distribution(text, "q", s.n), write_numbers),
        Parameter("code", "code", _read_code, write_words),
        Parameter("names", "names", lambda text, s: read_labels(text, s.n), write_labels),
        Parameter("icons", "icons", _read_icons, lambda icons: ",".join(icons) or None),
        Parameter("z", "z", lambda text, s: read_numbers(text, s.n, s.n), _write_logits),
        Parameter("y", "y", lambda text, s: read_index(text, s.n), str),
        Parameter("tab", "tab", lambda text, _s: read_code(text, TABS), str),
        Parameter("days", "days", lambda text, _s: read_whole(text, 1, MOST_DAYS), str),
        Parameter("seed", "seed", lambda text, _s: read_whole(text, 0, MOST_SEED), str),
        Parameter("sender", "sender", lambda text, _s: read_code(text, ("a", "b")), str),
        Parameter("sent", "sent", lambda text, _s: read_code(text, SENT), _unless("mine")),
        Parameter("message", "message", _read_days, lambda days: ".".join(map(str, days)) or None),
        Parameter("bits", "bits", lambda text, _s: read_bits(text), _unless("")),
        Parameter("unit", "unit", lambda text, _s: read_code(text, UNITS), _unless("letters")),
        Parameter("case", "fold", lambda text, _s: read_code(text, CASES) == CASES[0], _write_case),
    ),
    with_fitting_lengths,
)
