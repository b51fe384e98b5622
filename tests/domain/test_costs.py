"""Quotes come from what creators ask, or say that they come from the table."""

from hypothesis import given
from hypothesis import strategies as st

from domain import costs

AMOUNTS = st.integers(min_value=0, max_value=10_000_000)


def test_three_prices_speak_louder_than_the_table() -> None:
    assert costs.price("email", [100, 200, 300]).known == 3
    assert costs.price("email", [100, 200]) == costs.Price(*costs.TABLE["email"], 0)


def test_an_unknown_type_has_a_price_too() -> None:
    assert costs.price("sky_writing", []).low == costs.OTHER[0]


@given(st.lists(AMOUNTS, min_size=3, max_size=30))
def test_a_price_lies_within_what_was_asked(offers: list[int]) -> None:
    price = costs.price("email", offers)
    assert min(offers) <= price.low <= price.high <= max(offers)


@given(st.lists(st.builds(costs.Price, AMOUNTS, AMOUNTS, st.just(0)), max_size=6))
def test_the_parts_of_a_quote_add_up(prices: list[costs.Price]) -> None:
    quote = costs.quote(prices)
    assert quote.low == sum(one.low for one in prices)
    assert quote.total_high == quote.high + quote.high * costs.RESERVE_PERCENT // 100
