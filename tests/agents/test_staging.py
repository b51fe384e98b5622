"""Pieces go out in an order that works, on working days, each with points of its own."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import cartographer, staging
from agents.cartographer import ANSWERS, FORMATS
from agents.phrases import book
from domain.briefs import REVIEW_DAYS
from domain.maps import STANDING
from domain.planning import Combination
from tests.agents.plans import known_well

PLANS = [*FORMATS.values(), *ANSWERS.values()]


@given(st.sampled_from(PLANS), st.dates(date(2026, 1, 1), date(2028, 12, 31)))
def test_what_others_lead_to_is_there_before_them(
    wanted: tuple[staging.Piece, ...], today: date
) -> None:
    known = replace(known_well(), today=today)
    plan = Combination("quality_manager", "risk", "email", 0.8, 0.6)
    first, second = staging.pieces(known, plan, wanted, "g" * 16)
    assert first.out_on is not None
    assert second.out_on is not None
    if first.artifact_type in STANDING:
        assert second.out_on >= first.out_on
    else:
        assert second.out_on > first.out_on
    for one in (first, second):
        assert one.out_on is not None
        assert one.due_on.weekday() < 5
        assert one.out_on.weekday() < 5
        assert one.out_on - one.due_on >= timedelta(days=REVIEW_DAYS)
        assert not (one.out_on.month == 12 and one.out_on.day >= 19)


@pytest.mark.parametrize("wanted", PLANS)
def test_no_two_pieces_tell_the_same_points(wanted: tuple[staging.Piece, ...]) -> None:
    for angle, phrases in book()["angles"].items():
        if len(phrases["points"]) < 4:
            continue
        plan = Combination("quality_manager", angle, "email", 0.8, 0.6)
        first, second = staging.pieces(known_well(), plan, wanted, "g" * 16)
        assert not set(first.outline[2:4]) & set(second.outline[2:4])


def test_customers_are_reached_directly_and_not_by_searching() -> None:
    plan = next(one for one in cartographer.draft(known_well()).maps if "Keep" in one.title)
    assert {one.channel for one in plan.artifacts} == {"email"}
    assert {one.forecast.metric for one in plan.artifacts if one.forecast} == {"clicks"}
    assert plan.returns is not None
    assert (plan.returns.of, plan.returns.low) == ("customer", None)
    assert any("customers already" in one for one in plan.distribution)
