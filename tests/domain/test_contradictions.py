"""What contradicts a belief lies in its own scope; one job retires only so many."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.beliefs import Belief, Evidence, Scope
from domain.contradictions import MOST_RETIRED, clash_of, most_retired, spared

NOW = datetime(2026, 6, 30, tzinfo=UTC)


def belief(name: str = "a", **over: object) -> Belief:
    """A belief in use."""
    scope = Scope(category="channel", subject=name)
    base = {"id": name, "scope": scope, "claim": name, "alpha": 7.0, "as_of": NOW,
            "first_observed": NOW, "status": "active"}  # fmt: skip
    return Belief.model_validate(base | over)


def against(days: float, alignment: float = 0.1) -> Evidence:
    """A piece that speaks against it, so many days old."""
    at = NOW - timedelta(days=days)
    scope = belief().scope
    return Evidence(id=f"e{days}", scope=scope, source="activity", at=at, alignment=alignment)


def test_new_evidence_against_a_belief_in_use_is_to_be_decided_and_may_be_left() -> None:
    assert clash_of(belief(), [against(3)], NOW) == "evidence"
    assert clash_of(belief(), [against(3)], NOW, NOW - timedelta(days=1)) is None
    assert clash_of(belief(), [against(3)], NOW, NOW - timedelta(days=9)) == "evidence"


@pytest.mark.parametrize(
    ("over", "seen"),
    [
        ({}, [against(90)]),
        ({}, [against(3, 0.45)]),
        ({"status": "deprecated"}, [against(3)]),
        ({"owner_verdict": "forbidden", "status": "deprecated"}, [against(3)]),
    ],
    ids=["old", "faint", "given up", "forbidden"],
)
def test_what_is_old_faint_or_of_no_use_is_no_contradiction(
    over: dict[str, object], seen: list[Evidence]
) -> None:
    assert clash_of(belief(**over), seen, NOW) is None


def test_an_owner_against_the_evidence_is_told() -> None:
    pinned = belief(alpha=1.0, beta=9.0, owner_verdict="pinned")
    assert clash_of(pinned, [], NOW) == "owner"
    held_back = belief(alpha=1.0, beta=4.0)
    assert clash_of(held_back, [], NOW) == "held_back"


def test_one_job_retires_the_weakest_few_and_spares_the_others() -> None:
    before = {f"{n}": belief(f"{n}") for n in range(8)}
    after = {
        name: one.model_copy(update={"status": "exploring_alternative", "beta": 9.0 + int(name)})
        for name, one in before.items()
    }
    kept = spared(before, after)
    assert kept == {"0", "1", "2", "3", "4"}
    assert most_retired(8) == MOST_RETIRED
    assert most_retired(40) == 8
    assert spared(before, before) == frozenset()
