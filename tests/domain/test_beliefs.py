"""Laws of the belief ledger."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.beliefs import (
    Belief,
    Evidence,
    EvidenceOutOfScope,
    Scope,
    Source,
    alignment_of,
    reinforce,
    replayed,
    turn_cycle,
)
from domain.opinions import judged

NOW = datetime(2026, 6, 30, tzinfo=UTC)
SCOPE = Scope(category="channel", subject="linkedin", segment="ops managers")


def belief(**over) -> Belief:
    base = {
        "id": "b1",
        "scope": SCOPE,
        "claim": "LinkedIn works for operations managers.",
        "as_of": NOW - timedelta(days=60),
        "first_observed": NOW - timedelta(days=60),
    }
    return Belief(**{**base, **over})


def piece(
    number: int, alignment: float, source: Source = "performance", days=0.0, author=""
) -> Evidence:
    return Evidence(
        id=f"e{number}",
        scope=SCOPE,
        source=source,
        at=NOW - timedelta(days=days),
        alignment=alignment,
        author=author,
    )


evidence_lists = st.lists(
    st.builds(
        piece,
        st.integers(0, 40),
        st.floats(0, 1),
        st.sampled_from(["performance", "activity", "vent"]),
        st.floats(0, 400),
        st.sampled_from(["", "ana", "bo"]),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


@given(evidence_lists)
def test_confidence_stays_between_zero_and_one(evidence):
    moved, moves = reinforce(belief(), evidence, NOW)
    assert 0 <= moved.confidence <= 1
    assert all(0 <= move.after <= 1 for move in moves)


@given(evidence_lists, st.randoms(use_true_random=False))
def test_the_order_in_which_evidence_arrives_together_changes_nothing(evidence, shuffler):
    shuffled = list(evidence)
    shuffler.shuffle(shuffled)
    assert reinforce(belief(), evidence, NOW) == reinforce(belief(), shuffled, NOW)


@given(evidence_lists)
def test_evidence_that_comes_a_second_time_moves_nothing(evidence):
    once, _ = reinforce(belief(), evidence, NOW)
    later = NOW + timedelta(days=9)
    assert reinforce(once, evidence, later) == (once, ())


def test_without_evidence_nothing_moves():
    assert reinforce(belief(), [], NOW) == (belief(), ())


@given(evidence_lists, st.floats(0, 1))
def test_a_single_vent_never_carries_a_belief_past_six_tenths(evidence, alignment):
    known = [one for one in evidence if one.source != "vent"]
    before, _ = reinforce(belief(), known, NOW)
    after, _ = reinforce(before, [piece(99, alignment, "vent", author="cy")], NOW)
    assert before.confidence > 0.6 or after.confidence <= 0.6


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_the_ledger_depends_on_when_things_happened_not_on_when_they_were_told(alignments):
    evidence = [piece(i, a, days=30 * i) for i, a in enumerate(alignments)]
    at_once, _ = reinforce(belief(), evidence, NOW)
    one_by_one = belief(as_of=NOW - timedelta(days=400))
    for one in sorted(evidence, key=lambda e: e.at):
        one_by_one, _ = reinforce(one_by_one, [one], max(one.at, one_by_one.as_of))
    one_by_one, _ = reinforce(one_by_one, [piece(77, 0.5)], NOW)
    at_once, _ = reinforce(at_once, [piece(77, 0.5)], NOW)
    assert one_by_one.confidence == pytest.approx(at_once.confidence)


def test_many_repeats_by_one_person_within_an_hour_are_one_piece():
    burst = [piece(i, 1, "vent", i / 100, "ana") for i in range(4)]
    once, moves = reinforce(belief(), burst, NOW)
    assert (len(moves), once.evidence_count) == (1, 1)
    again, more = reinforce(once, [piece(8, 1, "vent", 0.02, "ana")], NOW)
    assert (more, again.confidence) == ((), once.confidence)
    _, other = reinforce(once, [piece(9, 1, "vent", 0.02, "bo")], NOW)
    assert len(other) == 1


def test_two_results_make_a_belief_active_and_failures_weaken_then_explore():
    good, _ = reinforce(belief(), [piece(1, 1), piece(2, 1)], NOW)
    assert good.status == "active"
    weak, _ = reinforce(good, [piece(3, 0)], NOW)
    assert (weak.status, weak.counter_count) == ("weakening", 1)
    poor, _ = reinforce(weak, [piece(4, 0), piece(5, 0)], NOW)
    assert poor.status == "exploring_alternative"


def test_two_low_months_deprecate_and_better_results_revive():
    low, _ = reinforce(belief(), [piece(i, 0) for i in range(3)], NOW)
    first, _ = turn_cycle(low, NOW)
    assert first.status == "exploring_alternative"
    assert turn_cycle(first, NOW) == (first, None)
    second, turned = turn_cycle(first, NOW + timedelta(days=31))
    assert turned == ("exploring_alternative", "deprecated")
    back, _ = reinforce(second, [piece(20, 1), piece(21, 1)], NOW + timedelta(days=32))
    assert back.status == "revived"


def test_evidence_of_another_segment_is_refused():
    other = Scope(category="channel", subject="linkedin", segment="founders")
    with pytest.raises(EvidenceOutOfScope):
        reinforce(belief(), [piece(1, 1).model_copy(update={"scope": other})], NOW)


def test_alignment_follows_the_formula():
    assert alignment_of(1, 0.06, 0.04, 0.04) == pytest.approx(0.75)
    assert alignment_of(-1, 0.06, 0.04, 0.01) == 0


def test_a_forbidden_belief_stays_deprecated_whatever_is_measured():
    forbidden = judged(belief(), "forbidden", NOW)
    after, _ = reinforce(forbidden, [piece(1, 1), piece(2, 1)], NOW)
    assert after.status == "deprecated"


def test_a_replayed_belief_is_one_that_saw_only_that_evidence() -> None:
    from_vents = [piece(n, 0.9, "vent", days=10 * n) for n in range(4)]
    grown, _ = reinforce(belief(), from_vents, NOW)
    again, moves = replayed(grown, from_vents[:2], NOW)
    alone, _ = reinforce(belief(), from_vents[:2], NOW)
    assert (again.alpha, again.beta) == pytest.approx((alone.alpha, alone.beta))
    assert (again.evidence_count, len(moves)) == (2, 2)
    assert again.last_reinforced == from_vents[0].at
