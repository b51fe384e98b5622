"""A tool's arguments are read from the question, or the tool is not called."""

from datetime import date
from typing import Any

import pytest

from agents.arguments import arguments, by_period, profile_field, subject
from domain.language.questions import read
from tools.analyses import ANALYSES

TODAY = date(2026, 11, 21)
BY_NAME = {tool.name: tool for tool in ANALYSES}

READ: dict[tuple[str, str], dict[str, Any]] = {
    ("metric_trend", "How did trial signups change since May 2026?"): {
        "metric": "trial signups", "since": "2026-05-01",
    },
    ("read_figure", "What was the open rate in January 2026?"): {
        "metric": "open rate", "since": "2026-01-01", "until": "2026-01-31",
    },
    ("read_figure", "What was churn in January 2026 and what is it now?"): {
        "metric": "churn", "since": "2026-01-01",
    },
    ("count_mentions", "How often did we complain about Google Ads?"): {"about": "Google Ads"},
    ("budget_what_if", "What if I cut the ad budget by 30%?"): {"change_percent": -30.0},
    ("budget_what_if", "Would doubling ad spend double conversions?"): {"change_percent": 100.0},
    ("compare_periods", "Was revenue in March 2026 higher than in March 2025?"): {
        "metric": "revenue", "first_start": "2025-03-01", "first_end": "2025-03-31",
        "second_start": "2026-03-01", "second_end": "2026-03-31",
    },
    ("engagement_by", "Which segment clicks most?"): {"group": "segment", "rating": "clicks"},
    ("forecast_metric", "What will revenue be in the next two months?"): {"months_ahead": 2},
    ("read_fact", "Who are our competitors?"): {"field": "competitors direct"},
}  # fmt: skip


@pytest.mark.parametrize(("tool", "text"), READ)
def test_what_a_question_says_becomes_an_argument(tool: str, text: str) -> None:
    given = arguments(BY_NAME[tool], read(text, TODAY), TODAY)[0].model_dump(mode="json")
    assert given.items() >= READ[tool, text].items()


def test_a_text_that_is_not_there_cannot_be_judged() -> None:
    assert arguments(BY_NAME["brand_voice_distance"], read("Is it us?", TODAY), TODAY) == []


def test_every_question_of_the_examples_can_be_read() -> None:
    asked = read("How is revenue developing?", TODAY)
    for tool in ANALYSES:
        for given in arguments(tool, asked, TODAY):
            assert isinstance(given, tool.takes)


def test_the_subject_is_what_is_left_without_asking() -> None:
    assert subject(read("How did trial signups change?", TODAY)) == "trial signups"
    assert profile_field(read("Which CRM do we use?", TODAY)) == "stack_crm"


HALVES = "Was revenue in March 2026 higher than in March 2025?"


def test_two_times_are_asked_for_one_after_the_other() -> None:
    pair = by_period(BY_NAME["read_figure"], read(HALVES, TODAY), TODAY)
    assert [when for when, _ in pair] == ["March 2025", "March 2026"]
    assert pair[0][1].model_dump(mode="json").items() >= {
        ("since", "2025-03-01"), ("until", "2025-03-31"),
    }  # fmt: skip


def test_a_tool_that_compares_by_itself_is_asked_once() -> None:
    assert by_period(BY_NAME["compare_periods"], read(HALVES, TODAY), TODAY) == []
    assert by_period(BY_NAME["read_figure"], read("What is revenue?", TODAY), TODAY) == []


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("What if we cut the Google Ads budget in half?", -50.0),
        ("What if we doubled the Google Ads budget?", 100.0),
        ("What if we raised the Google Ads budget by half?", 50.0),
        ("What if we spend a third less on Google Ads?", -33.3),
    ],
)
def test_a_change_of_budget_has_its_channel_and_its_size(text: str, percent: float) -> None:
    given = arguments(BY_NAME["budget_what_if"], read(text, TODAY), TODAY)[0]
    kept = given.model_dump(mode="json", exclude_defaults=True)
    assert kept == {"project": "Google Ads", "change_percent": percent}
