"""Costs: lines and reserve make up the total, under one version of the price table."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.costs import PRICES, TIERS, NoPriceFor, NothingToQuote, Price, quote

NOW = datetime(2026, 3, 1, tzinfo=UTC)
pieces = st.lists(
    st.tuples(st.sampled_from(sorted(PRICES.prices)), st.sampled_from(TIERS)),
    min_size=1,
    max_size=9,
)


@given(pieces)
def test_parts_make_up_the_total_and_the_reserve_is_10_to_15_percent(given_pieces):
    got = quote(given_pieces, NOW)
    low, high = sum(line.low for line in got.lines), sum(line.high for line in got.lines)
    assert (got.total_low, got.total_high) == (low + got.reserve_low, high + got.reserve_high)
    assert 0.10 <= got.reserve_low / low <= 0.15
    assert 0.10 <= got.reserve_high / high <= 0.15
    assert got.total_low <= got.total_high


def test_a_quote_names_its_version_and_its_end():
    got = quote([("email", "proven")], NOW)
    assert (got.version, got.valid_until) == (PRICES.version, NOW + timedelta(days=14))
    assert (got.total_low, got.total_high) == (14_560, 26_880)


def test_a_higher_tier_costs_more():
    for tiers in PRICES.prices.values():
        assert tiers["rising"].high <= tiers["proven"].low <= tiers["elite"].low


def test_unknown_work_and_empty_lists_are_refused():
    with pytest.raises(NoPriceFor):
        quote([("sky_writing", "elite")], NOW)
    with pytest.raises(NothingToQuote):
        quote([], NOW)
    with pytest.raises(ValueError, match="low <= high"):
        Price(low=2, high=1, days=1)
