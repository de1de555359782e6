"""What a stop asks before it shows: a number, a choice, a distribution, or a state to bring about.

Each kind reads what was typed, writes it for a link, and says how it compares with the truth.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.checks import as_distribution
from core.errors import InvalidInput
from core.information import cross_entropy, entropy
from ui.language.numbers import decimal_sign, listed, number, parse_number, write_float
from ui.language.sentences import _
from ui.link.parameters import read_index, write_floats, wrong_count

LONGEST_GUESS = 120  # characters
_UNIT = re.compile(r"\s*(bits?|nats?)\s*$", re.IGNORECASE)  # written behind a number
ROUNDING = 0.02  # how far from 1 predicted probabilities may add up


def shortest(x: float) -> str:
    """Write a number with as many decimals as it needs, and at most four.

    >>> shortest(2.25), shortest(3.0)
    ('2.25', '3')
    """
    text = number(x)
    return text.rstrip("0").rstrip(decimal_sign()) if decimal_sign() in text else text


@dataclass(frozen=True)
class Number:
    """A number to predict.

    Attributes
    ----------
    asks
        The question, to be said in the visitor's language.
    truth
        The number that the page shows after the reveal.
    near
        A prediction no further away counts as right.
    """

    asks: str
    truth: float
    near: float

    def read(self, text: str) -> float:
        """Read what was typed.

        Raises
        ------
        InvalidInput
            It is no finite number.

        Examples
        --------
        >>> Number("?", 2.25, 0.01).read("2,25")
        2.25
        >>> Number("?", 2.25, 0.01).read("3 bits")
        3.0
        """
        value = parse_number(_UNIT.sub("", text))
        if value == -float("inf"):
            raise InvalidInput("“{text}” is not a number", text=text.strip()[:40])
        return value

    def write(self, guess: float) -> str:
        """Write a prediction for a link."""
        return write_float(guess)

    def verdict(self, guess: float) -> tuple[bool, str]:
        """Return whether a prediction is right, and what is said of it."""
        said = _("You predicted {guess}; it is {truth}.")
        good = abs(guess - self.truth) <= self.near
        return good, said.format(guess=shortest(guess), truth=shortest(self.truth))


@dataclass(frozen=True)
class Choice:
    """One of some answers, which are sentences to be said; ``right`` is the index of the true one."""

    asks: str
    answers: tuple[str, ...]
    right: int

    def read(self, text: str) -> int:
        """Read the index of an answer.

        >>> Choice("?", ("a", "b"), 1).read("1")
        1
        """
        return read_index(text, len(self.answers))

    def write(self, guess: int) -> str:
        """Write a choice for a link."""
        return str(guess)

    def verdict(self, guess: int) -> tuple[bool, str]:
        """Return whether a choice is right, and what is said of it."""
        good = guess == self.right
        return good, _("That is right.") if good else _("Not quite.")


@dataclass(frozen=True)
class Distribution:
    """Probabilities to predict: what they cost, when ``truth`` is what comes, is their cross-entropy."""

    asks: str
    truth: tuple[float, ...]

    def read(self, text: str) -> tuple[float, ...]:
        """Read as many probabilities as there are, with semicolons or spaces between them.

        Commas may stand between them too where each number has a point.

        Raises
        ------
        InvalidInput
            One is no number or no probability, there are too many or too few, or they do not add up to 1.

        Examples
        --------
        >>> Distribution("?", (0.9, 0.1)).read("0,75; 0,25")
        (0.75, 0.25)
        """
        parts = [part for part in re.split(r"[;\s]+", text.strip()) if part.strip(",")]
        one_number = decimal_sign() == "," and text.count(",") == 1 and "." not in text
        if len(parts) == 1 and not one_number:
            parts = text.strip().split(",")
        if len(parts) != len(self.truth):
            raise wrong_count(len(self.truth), len(self.truth), len(parts))
        values = [parse_number(part.strip(",")) for part in parts]
        total = sum(values)
        if min(values) >= 0 and 0 < abs(total - 1) <= ROUNDING:
            values = [value / total for value in values]
        return tuple(float(p) for p in as_distribution(values, "p"))

    def write(self, guess: Sequence[float]) -> str:
        """Write a prediction for a link."""
        return write_floats(guess)

    def verdict(self, guess: Sequence[float]) -> tuple[bool, str]:
        """Return whether a prediction costs at most a tenth of a bit too much, and what is said of it."""
        cost, best = float(cross_entropy(self.truth, guess)), float(entropy(self.truth))
        said = _(
            "You predicted {guess}. Cross-entropy measures it: your prediction costs {cost} bits, the best one {best}."
        )
        shown = listed(map(shortest, guess))
        return cost - best <= 0.1, said.format(guess=shown, cost=number(cost), best=number(best))


@dataclass(frozen=True)
class Goal:
    """A state of the page to bring about by hand.

    Attributes
    ----------
    asks
        What is to hold.
    check
        From the query of the page's state to whether it holds, and the numbers by which one sees it.
    """

    asks: str
    check: Callable[[Mapping[str, str]], tuple[bool, str]]


Question = Number | Choice | Distribution | Goal
