"""Levels open step by step; a difference too small to see is none."""

import pytest

from domain.evaluations import LEVELS, leaning, reaches, tally, unmeasured


def test_a_level_opens_itself_and_what_is_below_it() -> None:
    opened = [[reaches(level, wanted) for wanted in LEVELS] for level in LEVELS]
    assert opened == [[True, False, False], [True, True, False], [True, True, True]]


@pytest.mark.parametrize(
    ("difference", "word"),
    [(-0.2, "worse"), (-0.0049, "same"), (0.0, "same"), (0.005, "better"), (0.3, "better")],
)
def test_a_case_leans_one_way(difference: float, word: str) -> None:
    assert leaning(difference) == word


def test_leanings_are_counted() -> None:
    assert tally([-0.2, -0.1, 0.0, 0.4]) == {"worse": 2, "better": 1, "same": 1}


def test_what_is_not_measured_says_why_and_holds_no_figure() -> None:
    metric = unmeasured("brand_voice", "warns", "There is no adapter.")
    assert (metric.verdict, metric.arms, metric.difference) == ("not_measured", {}, None)
    assert metric.why == "There is no adapter."
