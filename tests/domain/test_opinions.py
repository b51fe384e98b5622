"""An owner's word weighs a little, can be taken back whole, and decides what may be used."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.beliefs import Belief, Evidence, Scope, Status, Verdict, reinforce
from domain.opinions import contested, dated, in_use, judged, usable, weak

NOW = datetime(2026, 6, 30, tzinfo=UTC)
SCOPE = Scope(category="channel", subject="linkedin")


def belief(*alignments: float) -> Belief:
    """A belief that saw monthly results."""
    blank = Belief(id="b", scope=SCOPE, claim="It works.", as_of=NOW, first_observed=NOW)
    seen = [
        Evidence(id=f"r{n}", scope=SCOPE, source="performance", at=NOW, alignment=one)
        for n, one in enumerate(alignments)
    ]
    return reinforce(blank, seen, NOW)[0]


def test_agreement_is_evidence_of_its_own_small_weight() -> None:
    before = belief(0.6)
    after = judged(before, "agreed", NOW)
    assert before.confidence < after.confidence < before.confidence + 0.05
    assert (after.evidence_count, after.counter_count) == (2, 0)
    assert judged(after, "agreed", NOW + timedelta(days=1)) == after


def test_a_dispute_lowers_and_keeps_it_out_of_use_until_new_evidence_comes() -> None:
    before = belief(1, 1)
    disputed = judged(before, "disputed", NOW)
    assert before.status == "active"
    assert disputed.confidence < before.confidence
    assert (disputed.status, in_use(disputed), weak(disputed)) == ("weakening", False, True)
    later = NOW + timedelta(days=30)
    more = Evidence(id="new", scope=SCOPE, source="performance", at=later, alignment=1)
    restored, _ = reinforce(disputed, [more], later)
    assert (restored.status, in_use(restored), contested(restored)) == ("active", True, True)


@given(
    st.lists(st.floats(0, 1), max_size=5),
    st.sampled_from(["agreed", "disputed", "pinned", "forbidden"]),
)
def test_a_word_that_is_taken_back_leaves_no_trace(alignments: list[float], word: Verdict) -> None:
    before = belief(*alignments)
    after = judged(judged(before, word, NOW), "none", NOW)
    assert (after.alpha, after.beta) == pytest.approx((before.alpha, before.beta))
    assert (after.status, after.evidence_count, after.evidence_ids) == (
        before.status, before.evidence_count, before.evidence_ids,
    )  # fmt: skip


def test_a_rule_outweighs_the_evidence_and_weighs_nothing() -> None:
    pinned, forbidden = judged(belief(0, 0), "pinned", NOW), judged(belief(1, 1), "forbidden", NOW)
    assert (in_use(pinned), usable(pinned), pinned.evidence_count) == (True, True, 2)
    assert (in_use(forbidden), usable(forbidden), weak(forbidden)) == (False, False, False)
    assert contested(pinned)


@pytest.mark.parametrize(
    ("was", "is_now", "since", "until"),
    [
        ("active", "weakening", NOW, None),
        ("active", "deprecated", NOW, NOW + timedelta(days=9)),
        ("deprecated", "revived", NOW + timedelta(days=9), None),
    ],
)
def test_a_belief_holds_from_what_it_was_seen_in_until_it_is_given_up(
    was: Status, is_now: Status, since: datetime, until: datetime | None
) -> None:
    before = dated(None, belief().model_copy(update={"status": was}), NOW)
    moved = before.model_copy(update={"status": is_now})
    after = dated(before, moved, NOW + timedelta(days=9))
    assert (after.valid_from, after.valid_to) == (since, until)
