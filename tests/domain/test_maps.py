"""Maps: eight parts, evidence under each claim, and faults that are found."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError

from domain.costs import PRICES
from domain.maps import (
    Artifact,
    Claim,
    ExecutionMap,
    Prediction,
    ReasonMissing,
    Tracking,
    check,
    do_nothing,
    duplicate_key,
    missing_inputs,
    price,
)

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def artifact(name, **changes):
    usual = {
        "id": name,
        "title": f"Piece {name}",
        "artifact_type": "email",
        "stage": "consideration",
        "outline": ["Open with the question"],
        "channel": "email",
        "plan": "To those who signed up",
        "due": date(2026, 3, 10),
        "publish_on": date(2026, 3, 14),
        "tracking": {
            "source": "list",
            "medium": "email",
            "campaign": f"spring-{name}",
            "conversion_event": "sign_up",
        },
        "evidence": ["e9"],
    }
    return Artifact.model_validate({**usual, **changes})


def plan(*contents, **changes):
    contents = contents or (artifact("a"), artifact("b", needs=["a"], channel="linkedin"))
    usual = {
        "id": "m1",
        "title": "Win back clinics that paused",
        "why_now": [
            {
                "text": "Three clinics paused in a week",
                "evidence": ["e1", "e2"],
                "seen_on": date(2026, 2, 20),
            }
        ],
        "objective": {"metric": "Sign-ups", "baseline": 35, "target": 60, "by": date(2026, 5, 1)},
        "core_message": "A swap no longer breaks the week.",
        "audience": "Clinic managers",
        "audience_evidence": ["e3"],
        "contents": contents,
        "cost": price(contents, NOW),
        "predictions": [
            {
                "metric": "sign-ups",
                "low": 40,
                "high": 70,
                "confidence": 0.6,
                "n": 9,
                "due": date(2026, 4, 20),
                "evidence": ["e1"],
            }
        ],
    }
    return ExecutionMap.model_validate({**usual, **changes})


def whats(given, now=NOW):
    return [fault.what for fault in check(given, now)]


def test_a_sound_map_has_no_faults_and_knows_its_evidence_and_days():
    given = plan()
    assert check(given, NOW) == ()
    assert given.evidence == ("e3", "e1", "e2", "e9")
    assert given.timeline[0] == (date(2026, 3, 10), "Piece a: due")
    assert given.timeline[-1][0] == date(2026, 4, 13)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Claim(text="x", evidence=()),
        lambda: Prediction(
            metric="m", low=2, high=1, confidence=0.5, n=1, due=date(2026, 4, 1), evidence=("e",)
        ),
        lambda: Tracking(source="News Letter", medium="email", campaign="c", conversion_event="e"),
        lambda: plan(predictions=[]),
        lambda: artifact("a", outline=[]),
    ],
)
def test_a_map_without_its_parts_is_no_map(wrong):
    with pytest.raises(ValidationError):
        wrong()


def test_money_that_does_not_fit_is_found():
    other = price([artifact("a")], NOW)
    assert whats(plan(cost=other)) == ["Costs and contents differ."]
    assert whats(plan(), NOW + timedelta(days=15))[0] == "The quote is out of date."
    old = plan(cost=price(plan().contents, NOW, PRICES.model_copy(update={"version": "2025-01"})))
    assert whats(old) == ["The quote is out of date."]
    short = plan().cost.model_copy(update={"total_low": 1})
    assert whats(plan(cost=short)) == ["The parts do not add up."]


def test_days_and_needs_that_do_not_fit_are_found():
    assert whats(plan(artifact("a", due=date(2026, 2, 1)))) == ["“Piece a” is due in the past."]
    early = artifact("a", publish_on=date(2026, 3, 2))
    assert whats(plan(early)) == ["“Piece a” goes out before it is due."]
    assert whats(plan(artifact("a", needs=["z"]))) == ["a needs z."]
    late = artifact("b", due=date(2026, 3, 12))
    assert whats(plan(artifact("a", needs=["b"]), late)) == ["b is due after a."]
    circle = plan(artifact("a", needs=["b"]), artifact("b", needs=["a"]), artifact("c"))
    assert whats(circle) == ["a, b wait for each other."]
    assert whats(plan(artifact("a"), artifact("a"))) == ["Two artifacts share an id."]


def test_predictions_that_do_not_fit_are_found():
    usual = plan().predictions[0]
    assert usual.came_true(40)
    assert not usual.came_true(39)
    lost = usual.model_copy(update={"artifact": "z"})
    assert whats(plan(predictions=[lost])) == ["A prediction is about z, which is not here."]
    hasty = usual.model_copy(update={"due": date(2026, 3, 2)})
    assert whats(plan(predictions=[hasty])) == ["A prediction is due before anything is out."]


def test_two_maps_that_do_the_same_share_a_key():
    one, two = artifact("a"), artifact("b", channel="linkedin")
    same = plan(two, one, title="Another title", audience="clinic  managers")
    assert duplicate_key(same) == duplicate_key(plan(one, two))
    assert duplicate_key(plan(one)) != duplicate_key(plan(one, two))


def test_doing_nothing_has_a_reason():
    advice = do_nothing("No result is older than a week.", NOW, ["e1"])
    assert (advice.look_again_on, advice.evidence) == (date(2026, 3, 15), ("e1",))
    with pytest.raises(ReasonMissing):
        do_nothing(" ", NOW)


def test_inputs_that_were_not_there_are_named():
    assert missing_inputs(["profile", "calendar", "performance"]) == (
        "market_signals",
        "competition",
    )
