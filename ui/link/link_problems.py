"""Messages beside a control, or above a page when its link is wrong."""

from __future__ import annotations

from typing import Any

from ui.journal import note
from ui.language.messages import say, sentence
from ui.language.sentences import _
from ui.link.permalink import Link


def link_problems(link: Link[Any]) -> None:
    """Say which values of the link could not be used, and why."""
    problems = link.problems()
    for problem in problems:
        note("link", f"{link.page} {problem.name}: {problem.error}")
    said = [
        _("The link's “{name}” was not used: {why}. The default is shown instead.").format(
            name=problem.name, why=sentence(problem.error)
        )
        for problem in problems
    ]
    if said:
        say(*said, icon="link_off")
