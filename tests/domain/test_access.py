"""Who may do what is one table, and the worker is no person."""

import pytest

from domain.access import PEOPLE, SCOPES, Actor, ScopeMissing, worker_for
from tests.conftest import other_business


def test_a_missing_scope_is_named() -> None:
    with pytest.raises(ScopeMissing, match=r"money:write.*creator") as caught:
        Actor("creator").must("money:write")
    assert caught.value.fields == {"scope": "money:write"}
    assert caught.value.status == 403


def test_a_scope_that_one_has_is_passed_in_silence() -> None:
    Actor("founder").must("money:write")


def test_neither_the_worker_nor_a_stranger_signs_in() -> None:
    assert set(PEOPLE) == set(SCOPES) - {"worker", "stranger"}
    assert Actor("stranger").scopes == {"applications:read", "applications:apply"}


@pytest.mark.parametrize("role", ["creator", "evaluator", "operator", "reviewer"])
def test_nobody_outside_the_business_writes_what_is_in_it(role: str) -> None:
    inside = {scope for scope in SCOPES["founder"] if scope.endswith(":write")}
    by_grant = {"evaluations:write"} if role == "evaluator" else set[str]()
    assert inside & SCOPES[role] == by_grant


def test_a_team_member_does_not_spend() -> None:
    assert "money:write" not in SCOPES["team"]
    assert SCOPES["team"] < SCOPES["founder"]


def test_a_worker_acts_within_one_business() -> None:
    business = other_business()
    assert worker_for(business) == Actor("worker", business_id=business)
