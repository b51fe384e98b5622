"""A sound map scores high; each way to spoil one costs it, and a gate holds it at 64."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from agents import cartographer
from domain.map_text import render
from domain.maps import ExecutionMap
from domain.planning import Ahead
from domain.rubric_maps import CRITERIA, GATE, MapCase, score_of, scored
from domain.rubrics import GOOD
from tests.agents.plans import DAY, known_well

KNOWN = known_well()
PLANS = cartographer.draft(KNOWN).maps
PLAN = PLANS[0]
GATES = {"M03", "M15", "M16", "M18", "M28"}


def case(plan: ExecutionMap, text: str = "") -> MapCase:
    """A map with all that it may be held against."""
    prices = {one.artifact_type: (one.price_low, one.price_high) for one in PLAN.artifacts}
    return MapCase(
        plan, text or render(plan), KNOWN.ids, KNOWN.segments, prices, KNOWN.free, KNOWN.ahead,
        frozenset({UUID(int=52)}),
    )  # fmt: skip


def first(**changes: Any) -> tuple[Any, ...]:
    one, *rest = PLAN.artifacts
    return (one.model_copy(update=changes), *rest)


def with_aim(**changes: Any) -> Any:
    assert PLAN.objective
    return PLAN.objective.model_copy(update=changes)


SPOILT: Mapping[str, Mapping[str, Any]] = {
    "M01": {"title": "A plan for the autumn"},
    "M02": {"why_now": PLAN.why_now[:1]},
    "M03": {"objective": None},
    "M04": {"objective": with_aim(evidence=())},
    "M05": {"objective": with_aim(target=0.5)},
    "M06": {"kpis": ()},
    "M07": {"segment": "astronaut"},
    "M08": {"pain": None},
    "M09": {"message": " ".join(["word"] * 40)},
    "M10": {"artifacts": PLAN.artifacts[:1]},
    "M11": {"artifacts": first(role="")},
    "M12": {"artifacts": PLAN.artifacts[:1]},
    "M13": {"channels": ()},
    "M15": {"cost_high": PLAN.cost_high + 1},
    "M16": {"prices": ""},
    "M17": {"reserve": PLAN.cost_high // 2},
    "M18": {"artifacts": first(due_on=DAY - timedelta(days=1))},
    "M19": {"artifacts": first(own_hours=400)},
    "M20": {"artifacts": first(tags=None)},
    "M21": {"artifacts": first(review_on=None)},
    "M22": {"artifacts": first(forecast=None)},
    "M23": {"returns": None},
    "M24": {"risks": ("Something may happen.",)},
    "M25": {"rejected": ()},
    "M28": {"against": ()},
}


def test_there_are_twenty_eight_criteria_and_five_gates_hold_the_whole() -> None:
    assert [one.id for one in CRITERIA] == [f"M{n:02}" for n in range(1, 29)]
    assert {one.id for one in CRITERIA if one.cap == GATE} == GATES


@pytest.mark.parametrize("plan", PLANS, ids=lambda one: one.title[:20])
def test_a_map_that_rests_on_results_is_good(plan: ExecutionMap) -> None:
    card = scored(replace(case(plan), prices=None, contrary=None))
    assert card.score >= 95, card.missing
    assert score_of(plan).score >= GOOD


@pytest.mark.parametrize("criterion", SPOILT)
def test_a_spoilt_map_misses_its_criterion_and_scores_lower(criterion: str) -> None:
    plan = PLAN.model_copy(update=dict(SPOILT[criterion]))
    card = scored(case(plan))
    assert criterion in {one.id for one in card.missing}
    assert card.score < scored(case(PLAN)).score
    assert card.score <= GATE or criterion not in GATES


def test_what_the_calendar_holds_is_not_planned_again() -> None:
    one = PLAN.artifacts[0]
    ahead = [Ahead(UUID(int=9), DAY + timedelta(days=9), one.title, "email", "", "", "")]
    card = scored(replace(case(PLAN), ahead=ahead))
    assert "M26" in {one.id for one in card.missing}


def test_a_channel_that_takes_most_of_the_money_has_to_be_sure() -> None:
    bets = tuple(one.model_copy(update={"p": 0.5}) for one in PLAN.channels)
    assert "M14" in {
        one.id for one in scored(case(PLAN.model_copy(update={"channels": bets}))).missing
    }


def test_a_record_whose_text_says_something_else_scores_lower() -> None:
    text = render(PLAN).replace("Reach", "Chase").replace("break", "make")
    assert {"M03", "M23"} <= {one.id for one in scored(case(PLAN, text)).missing}


def test_rivals_are_named_or_ruled_out() -> None:
    quiet = PLAN.model_copy(update={"competition": ()})
    assert "M27" not in {one.id for one in scored(case(quiet)).missing}
    hidden = render(quiet).replace("No rival is known yet.", "")
    assert "M27" in {one.id for one in scored(case(quiet, hidden)).missing}
