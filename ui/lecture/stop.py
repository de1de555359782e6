"""A stop of the lecture's path, as data: a link, what it says and asks, what stays covered, what is revealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ui.lecture.questions import Question


@dataclass(frozen=True)
class Stop:
    """One stop. Its sentences are said by `_`, and hold the names of the `lecture_numbers` in braces.

    Attributes
    ----------
    page
        The page that it shows.
    state
        What of that page's link is not its default.
    title, says
        Its name, and what is told before the question.
    question
        What the visitor is asked.
    reveals
        What the lecture says there.
    covers
        What would give the answer away, and is not shown until the reveal: the key of a live area (``loss``), of a
        column of bars (``softmax_bars.p``), or ``panel`` for the open tab.
    """

    page: str
    title: str
    says: str
    question: Question
    reveals: str
    state: Mapping[str, str] = field(default_factory=dict)
    covers: frozenset[str] = frozenset()
