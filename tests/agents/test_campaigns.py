"""A map's aim, figures, channels, returns and stops follow from its evidence."""

from dataclasses import replace

import pytest

from agents import campaigns, cartographer
from domain.maps import ExecutionMap
from domain.planning import Evidence
from tests.agents.plans import DAY, KNOWN, known_well

WELL = known_well()


def of(known: Evidence) -> ExecutionMap:
    return cartographer.draft(known).maps[0]


def test_an_aim_asks_for_what_the_briefs_ask_for_beside_what_is_usual() -> None:
    aim = of(WELL).objective
    assert aim
    assert (aim.verb, aim.metric, aim.target, aim.baseline) == ("reach", "conversions", 18, 14)
    assert not aim.stretch
    assert aim.low is not None
    assert aim.low < aim.target <= (aim.high or 0)


def test_without_results_the_aim_is_to_measure() -> None:
    plan = of(KNOWN)
    assert plan.objective
    assert (plan.objective.verb, plan.objective.target, plan.kpis) == ("publish", 2, ())
    assert plan.returns is None


@pytest.mark.parametrize("cents", [1, 9_000, 10**9])
def test_a_map_breaks_even_where_its_highest_cost_is_covered(cents: int) -> None:
    assert WELL.worth
    plan = of(replace(WELL, worth=replace(WELL.worth, cents=cents)))
    assert plan.returns
    assert plan.returns.break_even
    assert plan.returns.break_even * cents >= plan.cost_high
    assert (plan.returns.break_even - 1) * cents < plan.cost_high
    assert (plan.returns.low or 0) <= (plan.returns.high or 0)


def test_without_revenue_it_is_said_what_a_conversion_has_to_be_worth() -> None:
    back = of(replace(WELL, worth=None)).returns
    assert back
    assert back.break_even is None
    assert back.pays_from
    assert back.pays_from * 14 >= of(WELL).cost_high


def test_channels_share_the_whole_cost_and_each_has_its_ground() -> None:
    cases = of(WELL).channels
    assert sum(one.share for one in cases) == pytest.approx(1, abs=0.001)
    assert {one.channel: one.ground for one in cases} == {
        "webinars": "worked", "email": "experiment",
    }  # fmt: skip


def test_links_are_tagged_before_the_launch_and_no_two_alike() -> None:
    plan = of(WELL)
    tags = [one.tags for one in plan.artifacts]
    assert len(set(tags)) == len(tags)
    assert all(one and one == type(one)(**{k: v.lower() for k, v in one}) for one in tags)
    assert plan.measuring
    assert plan.measuring.ready_on < min(one.out_on or DAY for one in plan.artifacts)


def test_each_risk_says_what_shows_it_and_when_to_stop() -> None:
    for known in (WELL, KNOWN):
        for risk in of(known).risks:
            assert "If " in risk
            assert "stop" in risk


def test_doing_nothing_is_always_weighed() -> None:
    for known in (WELL, KNOWN):
        assert any(one.startswith("Doing nothing, because") for one in of(known).rejected)


def test_a_type_that_nobody_is_free_for_is_told() -> None:
    plan = of(replace(WELL, free={"webinar": 1}))
    assert any("No creator is free for an email" in one for one in plan.missing)
    assert campaigns.priced(plan.artifacts, DAY).startswith(
        "the middle half of what up to 3 creators ask"
    )
