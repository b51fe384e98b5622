"""Revenue, return, cost and clicks of a channel are told apart, and each has its tool."""

from datetime import date

import pytest

from agents.leanings import aim, applies, inclined
from domain.language.questions import read

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Which channel brings us the most revenue?", "revenue"),
        ("What is our return on webinars?", "return"),
        ("What does LinkedIn cost us?", "cost"),
        ("Which channel converts best?", "conversions"),
        ("Which channel gets the most clicks?", "clicks"),
        ("What was revenue in May?", ""),
    ],
)
def test_what_is_asked_of_a_channel(text: str, asked: str) -> None:
    assert aim(read(text, TODAY)) == asked


def test_the_tool_that_is_meant_goes_before_its_neighbours() -> None:
    question = read("Which channel brings us the most revenue?", TODAY)
    assert inclined(question, "attributed_revenue") > inclined(question, "channel_returns")


def test_a_budget_question_is_only_for_what_if() -> None:
    assert applies(read("What if we cut the Google Ads budget in half?", TODAY), "budget_what_if")
    assert not applies(read("Who is Dana?", TODAY), "budget_what_if")
