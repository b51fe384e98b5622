"""Prices are told from other money; products and reasons are kept."""

import pytest

from domain.interview import Turn
from domain.language.offer import offer, prices_in
from domain.language.replies import replies


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("$11.99 a bag and $29 for the box", [11.99, 29]),
        ("from 450 euros per year", [450]),
        ("membership 65/month", [65]),
        ("65 quid, drop-ins a tenner", [65, 10]),
        ("our ARR is $300k", []),
        ("we charge 1.9% per payment", []),
        ("free", []),
    ],
)
def test_prices_are_found_and_other_money_is_not(text, amounts):
    assert [row["amount"] for row in prices_in(text, bare=False)] == amounts


def test_products_and_reasons_are_kept():
    turn = Turn(
        question="What do you sell and why do people choose it?",
        answer="Solo $9, Crew $29. It is faster.",
    )
    found = offer(replies([turn]))
    assert found["products"].value == ["Solo", "Crew"]
    assert found["differentiators"].value == ["It is faster."]
