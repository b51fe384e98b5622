"""Facets are few, short and compared in one form."""

from datetime import UTC, datetime

import pytest

from domain.facets import MOST_VALUES, fold, month_of, mood_of, pairs


def test_values_are_folded_without_repeats_or_what_is_empty() -> None:
    given = pairs({"topic": ["Pricing", "pricing ", "", "Churn"], "month": []})
    assert given == [("topic", "pricing"), ("topic", "churn")]
    assert fold("  A\tB ") == "a b"


def test_a_long_document_keeps_the_first_values() -> None:
    assert len(pairs({"topic": [str(n) for n in range(100)]})) == MOST_VALUES


@pytest.mark.parametrize(
    ("sentiment", "mood"),
    [(None, []), (1.2, ["good"]), (-0.5, ["bad"]), (0.1, ["even"])],
)
def test_a_mood_is_named_where_the_reader_did_not_abstain(
    sentiment: float | None, mood: list[str]
) -> None:
    assert mood_of(sentiment) == mood


def test_a_month_has_four_and_two_digits() -> None:
    assert month_of(datetime(2026, 3, 1, tzinfo=UTC)) == "2026-03"
