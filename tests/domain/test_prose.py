"""Figures read as a founder writes them."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.prose import (
    counted,
    day,
    listed,
    major,
    money,
    month,
    named,
    number,
    on_weekday,
    paragraph,
    quantity,
    rounded,
    said_as,
    share,
    span,
    spelled,
)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1234.4, "1,234"), (12.34, "12.3"), (0.0812, "0.081"), (-3.456, "−3.46"), (0, "0")],
)
def test_a_number_has_the_digits_that_a_reader_needs(value: float, shown: str) -> None:
    assert number(value) == shown


@given(st.floats(min_value=-1e9, max_value=1e9).filter(lambda each: abs(each) > 1e-4))
def test_what_is_shown_is_what_is_rounded(value: float) -> None:
    shown = number(value).replace(",", "").replace("−", "-")
    assert re.fullmatch(r"-?\d+(\.\d+)?", shown)
    assert float(shown) == pytest.approx(rounded(value), abs=1e-6)


def test_units_are_said_with_the_number() -> None:
    assert quantity(4.25, "percent") == "4.25%"
    assert quantity(1250, "USD") == "1,250 USD"
    assert quantity(7, "count") == "7"
    assert share(0.125) == "12.5%"


def test_money_is_whole_from_a_thousand_on() -> None:
    assert money(123_456, "USD") == "1,235 USD"
    assert money(1805, "USD") == "18.05 USD"
    assert money(-500, "EUR") == "−5 EUR"
    assert money(900, "JPY") == "900 JPY"
    assert major(123_456, "USD") == 1235.0


def test_months_days_and_lists_are_words() -> None:
    assert month("2026-03") == "March 2026"
    assert day(date(2026, 3, 5)) == "5 March 2026"
    assert span(["2026-01", "2026-02"]) == "from January 2026 to February 2026"
    assert span(["2026-01"]) == "in January 2026"
    assert listed(["a", "b", "c"], "or") == "a, b or c"
    assert (counted(1, "entry", "entries"), counted(2, "entry", "entries")) == (
        "1 entry",
        "2 entries",
    )


def test_names_are_written_as_they_are_spelt() -> None:
    assert [named(each) for each in ("tofu", "linkedin", "quality_manager")] == [
        "awareness",
        "LinkedIn",
        "quality manager",
    ]


def test_a_paragraph_leaves_out_what_says_nothing() -> None:
    assert paragraph("one.", "", "two.") == "One. Two."


def test_a_quote_is_cut_after_eighteen_words() -> None:
    assert said_as("a b") == "“a b”"
    assert said_as(" ".join(["w"] * 20)).count("w") == 18


def test_small_numbers_are_words_and_days_have_their_weekday() -> None:
    assert [spelled(n) for n in (0, 1, 9, 10, 1200)] == ["no", "one", "nine", "10", "1,200"]
    assert on_weekday(date(2026, 11, 3)) == "Tuesday 3 November 2026"
