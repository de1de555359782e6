"""What is said of an answer: while the question is open, and after the reveal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import InvalidInput
from ui.language.escaping import safe
from ui.language.messages import sentence
from ui.language.sentences import _
from ui.lecture.lecture_numbers import lecture_numbers
from ui.lecture.looking import Looking, looking
from ui.lecture.questions import Choice, Distribution, Goal, Number

GOAL = "goal"  # the live area that says whether a goal holds


@dataclass(frozen=True)
class Answer:
    """A prediction as it was typed: whether it was right and what is said of it, or what is wrong with it."""

    good: bool = False
    said: str = ""
    problem: str = ""


def say(text: str) -> str:
    """Say a sentence of a stop, with the lecture's numbers in it."""
    return _(text).format(**lecture_numbers())


def answer(seen: Looking) -> Answer:
    """Judge what was predicted at a stop; nothing predicted is nothing said."""
    question = seen.stop.question if seen.stop else None
    if not seen.guess or question is None or isinstance(question, Goal):
        return Answer()
    try:
        good, said = _judge(question, seen.guess)
    except InvalidInput as error:
        return Answer(problem=sentence(error))
    return Answer(good, said)


def _judge(question: Number | Choice | Distribution, text: str) -> tuple[bool, str]:
    if isinstance(question, Number):
        return question.verdict(question.read(text))
    if isinstance(question, Choice):
        chosen = question.read(text)
        good, said = question.verdict(chosen)
        # Its button is gone when the answer is shown.
        return good, f"{said} {_('Your answer')}: {say(question.answers[chosen]).rstrip('.')}."
    return question.verdict(question.read(text))


def goal_html(query: Mapping[str, str]) -> str:
    """Return whether the goal of the stop holds in the state of a query, as HTML; empty without a goal."""
    stop = looking().stop
    if stop is None or not isinstance(stop.question, Goal):
        return ""
    try:
        holds, now = stop.question.check(query)
    except InvalidInput:  # a link that the page has not mended yet
        holds, now = False, ""
    said = _("It holds.") if holds else _("Not yet.")
    mark = "✓" if holds else "○"
    return f'<p class="path-goal"{" data-holds" if holds else ""}><b>{mark} {safe(said)}</b> {safe(now)}</p>'
