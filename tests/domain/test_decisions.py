"""The bytes that are signed say everything, the same each time; facts are not overridden."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from domain.decisions import Decision, NotOverridable, content, refuse_facts

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
ONE = Decision(
    business_id=UUID(int=1), number=1, act="override", version=3, gate_said="keep",
    ruling="release", reason="The lost cases are about a channel that we left.", live_before=2,
    live_after=3, user_id=UUID(int=2), who="ada@example.com", role="founder", at=AT, previous="",
)  # fmt: skip


def test_every_field_is_part_of_what_is_signed() -> None:
    changes = {
        "business_id": UUID(int=9), "number": 2, "act": "roll_back", "version": 4,
        "gate_said": "block", "ruling": "keep", "reason": "Another.", "live_before": None,
        "live_after": None, "user_id": None, "who": "bo@example.com", "role": "evaluator",
        "at": AT + timedelta(microseconds=1), "previous": "ab",
    }  # fmt: skip
    assert changes.keys() == Decision.model_fields.keys()
    signed = {content(ONE.model_copy(update={name: new})) for name, new in changes.items()}
    assert len(signed | {content(ONE)}) == len(changes) + 1


def test_the_same_moment_in_another_zone_is_signed_the_same() -> None:
    there = AT.astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert content(ONE.model_copy(update={"at": there})) == content(ONE)


def test_a_judgement_may_be_overridden_and_a_fact_may_not() -> None:
    refuse_facts(["recommendation_accuracy", "diversity"])
    with pytest.raises(NotOverridable, match="held_out_leaks, manifest blocked it"):
        refuse_facts(["recommendation_accuracy", "manifest", "held_out_leaks"])
