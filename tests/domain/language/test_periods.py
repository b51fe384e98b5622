"""Periods in questions, relative to a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.language.periods import EARLIEST, span_of, years_before

TODAY = date(2026, 11, 21)

SAID = {
    "in March 2021": (date(2021, 3, 1), date(2021, 3, 31)),
    "in January": (date(2026, 1, 1), date(2026, 1, 31)),
    "in December": (date(2025, 12, 1), date(2025, 12, 31)),
    "last quarter": (date(2026, 7, 1), date(2026, 9, 30)),
    "this year": (date(2026, 1, 1), date(2026, 12, 31)),
    "since June 2025": (date(2025, 6, 1), TODAY),
    "by April 2022": (EARLIEST, date(2022, 4, 30)),
    "in Q3 2026": (date(2026, 7, 1), date(2026, 9, 30)),
    "next two weeks": (TODAY, date(2026, 12, 5)),
    "the first week of December 2026": (date(2026, 12, 1), date(2026, 12, 7)),
    "between March and June 2026": (date(2026, 3, 1), date(2026, 6, 30)),
    "on 5 March 2026": (date(2026, 3, 5), date(2026, 3, 5)),
    "March 2, 2026": (date(2026, 3, 2), date(2026, 3, 2)),
    "on 2026-03-05": (date(2026, 3, 5), date(2026, 3, 5)),
    "yesterday": (date(2026, 11, 20), date(2026, 11, 20)),
    "during 2021": (date(2021, 1, 1), date(2021, 12, 31)),
}


@pytest.mark.parametrize("words", SAID)
def test_a_period_is_read(words: str) -> None:
    span = span_of(f"What was sold {words}?", TODAY)
    assert span is not None
    assert (span.first, span.last) == SAID[words]


@pytest.mark.parametrize(
    "words", ["What may we do?", "Who is May?", "How is it going?", "30 February"]
)
def test_other_words_are_no_period(words: str) -> None:
    assert span_of(words, TODAY) is None


@given(st.text(max_size=80), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_period_never_ends_before_it_begins(text: str, today: date) -> None:
    span = span_of(text, today)
    assert span is None or span.first <= span.last


def test_the_end_of_february_stays_its_end_in_other_years() -> None:
    assert years_before(date(2026, 2, 28), 2) == date(2024, 2, 29)
    assert years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)
    assert years_before(date(2026, 3, 1), 4) == date(2022, 3, 1)
