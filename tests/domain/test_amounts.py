"""Amounts: splits are exact, fixed in their ties, and reverse exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.amounts import NotACurrency, NotADivision, currency, in_words, split, to_minor

WEIGHTS = st.lists(st.floats(0, 1e6), min_size=1, max_size=12).filter(lambda w: sum(w) > 0)
TOTALS = st.integers(-(10**12), 10**12)


@given(TOTALS, WEIGHTS)
def test_parts_add_up_to_the_total(total, weights):
    assert sum(split(total, weights)) == total


@given(TOTALS, WEIGHTS)
def test_a_refund_reverses_exactly(total, weights):
    there, back = split(total, weights), split(-total, weights)
    assert [a + b for a, b in zip(there, back, strict=True)] == [0] * len(weights)


@given(st.integers(0, 10**9), WEIGHTS)
def test_no_part_is_more_than_one_unit_from_its_quota(total, weights):
    for part, weight in zip(split(total, weights), weights, strict=True):
        assert abs(part - total * weight / sum(weights)) < 1 + 1e-3


def test_ties_go_to_the_earlier_part():
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(2, [1, 1, 1]) == [1, 1, 0]


@pytest.mark.parametrize("weights", [[], [0, 0], [-1, 2], [float("nan")], [float("inf"), 1]])
def test_weights_that_divide_nothing_are_refused(weights):
    with pytest.raises(NotADivision):
        split(100, weights)


def test_major_units_become_minor_units():
    assert to_minor(0.29) == 29
    assert to_minor("1.005") == 101
    assert to_minor(-2.5) == -250
    assert to_minor(500, "JPY") == 500


def test_currency_codes_are_shaped_or_refused():
    assert currency(" eur ") == "EUR"
    with pytest.raises(NotACurrency):
        currency("euros")


def test_amounts_read_well():
    assert in_words(125000, "EUR") == "1,250.00 EUR"
    assert in_words(-5, "USD") == "-0.05 USD"
    assert in_words(1200, "JPY") == "1,200 JPY"
