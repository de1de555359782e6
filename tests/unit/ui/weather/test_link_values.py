"""What a weather link may say, and how what it may not is named."""

from __future__ import annotations

import pytest

from ui.weather.state import LINK, read_icon


@pytest.mark.parametrize("name", ["p", "q"])
def test_the_distribution_that_does_not_sum_to_one_is_named(name: str) -> None:
    _, problems = LINK.parse({"p": "0.5,0.5", name: "0.5,0.500002"})
    assert [str(problem.error).split()[0] for problem in problems if problem.name == name] == [name]


@pytest.mark.parametrize("flag", ["🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🇨🇱", "👩🏽‍🚀", "☀️"])
def test_a_symbol_of_several_code_points_is_one(flag: str) -> None:
    assert read_icon(flag) == flag
