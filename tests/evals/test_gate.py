"""The gate judges both models on the same held-out items, and blocks what was tampered with."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cdt.lookup import looked_up
from cdt.preference import Preference, Row, fit, manifest_hash
from core.ids import new_id
from evals.gate import Trial, judge
from evals.regressions import Golden

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


def rows(count: int, seed: int, name: str = "r") -> list[Row]:
    """Artifacts of which e-mails do much better than searches."""
    rng = np.random.default_rng(seed)
    made = []
    for n in range(count):
        channel = str(rng.choice(["email", "seo"]))
        outcome = float(np.clip(0.35 + 0.4 * (channel == "email") + rng.normal(0, 0.1), 0, 1))
        made.append(
            Row(id=f"{name}{n}", at=NOW - timedelta(days=n), segment="ops", channel=channel,
                angle="time", outcome=outcome)
        )  # fmt: skip
    return made


LEARNED, BLANK = fit(rows(120, 1), NOW), fit([], NOW)


def trial(candidate: Preference, incumbent: Preference | None = None, **changes: object) -> Trial:
    """A candidate before sixty held-out artifacts."""
    given = {
        "version": 2, "candidate": candidate, "incumbent": incumbent,
        "incumbent_saw": frozenset(), "holdout": rows(60, 2, "h"), "leaked": (),
    }  # fmt: skip
    return Trial(**(given | changes))


def test_what_learned_is_released_over_what_did_not() -> None:
    seen = judge(trial(LEARNED, BLANK), seed=1)
    assert seen.verdict.decision == "release"
    assert seen.arms["candidate"] > seen.arms["incumbent"] == seen.arms["nothing learned"] == 0.5


def test_what_is_worse_than_the_incumbent_is_not_released() -> None:
    assert judge(trial(BLANK, LEARNED), seed=1).verdict.decision in {"keep", "block"}
    assert judge(trial(LEARNED, LEARNED), seed=1).verdict.decision == "keep"


def test_items_that_the_incumbent_was_trained_on_are_left_out_for_both() -> None:
    saw = frozenset(f"h{n}" for n in range(50))
    verdict = judge(trial(LEARNED, BLANK, incumbent_saw=saw), seed=1).verdict
    assert (verdict.decision, "10 items" in verdict.sentence) == ("not_enough_evidence", True)


def test_without_a_holdout_nothing_is_known() -> None:
    seen = judge(trial(LEARNED, holdout=[]), seed=1)
    assert seen.verdict.decision == "not_enough_evidence"
    assert seen.cases == ()
    assert seen.arms == {
        "candidate": 0.5,
        "most alike looked up": 0.5,
        "nothing learned": 0.5,
    }


def test_a_leak_or_a_changed_file_blocks_whatever_the_score() -> None:
    leaked = judge(trial(LEARNED, leaked=("h1",)), seed=1).verdict
    changed = LEARNED.model_copy(update={"mean": tuple(2 * one for one in LEARNED.mean)})
    tampered = judge(trial(changed), seed=1).verdict
    assert (leaked.decision, tampered.decision) == ("block", "block")
    assert "hash" in tampered.sentence


@settings(max_examples=10)
@given(st.permutations(range(40)))
def test_the_order_of_the_items_changes_nothing(order: list[int]) -> None:
    holdout = rows(40, 3, "h")
    shuffled = judge(trial(LEARNED, holdout=[holdout[n] for n in order]), 7)
    straight = judge(trial(LEARNED, holdout=holdout), 7)
    assert (shuffled.verdict, shuffled.arms) == (straight.verdict, straight.arms)


def test_what_was_seen_is_told_case_by_case_and_metric_by_metric() -> None:
    seen = judge(trial(LEARNED, BLANK, titles={"h0": "A letter"}), seed=1)
    metrics = {one.name: one for one in seen.metrics}
    first = metrics["recommendation_accuracy"]
    assert (first.verdict, first.role, first.n, first.against) == (
        "pass",
        "blocks",
        60,
        "incumbent",
    )
    assert first.low is not None
    assert first.high is not None
    assert 0 < first.low < (first.difference or 0) < first.high
    assert metrics["groundedness"].verdict == "not_measured"
    assert metrics["held_out_leaks"].arms == {"candidate": 0}
    case = next(one for one in seen.cases if "A letter" in one.words.input)
    assert set(case.words.answers) == {
        "candidate",
        "incumbent",
        "most alike looked up",
        "nothing learned",
    }
    assert case.words.answers["candidate"].startswith("Expect ")


def test_a_golden_artifact_is_asked_of_both_and_a_loss_is_named() -> None:
    row = rows(1, 5)[0].model_copy(update={"id": str(new_id())})
    seen = judge(trial(BLANK, LEARNED, golden=[Golden("H-1", row, "A letter")]), seed=1)
    golden = next(one for one in seen.metrics if one.name == "golden_cases")
    assert (golden.verdict, golden.n) == ("warning", 1)
    assert "H-1" in golden.why
    assert seen.cases[-1].kind == "golden"


def shuffled(seed: int) -> Preference:
    """Trained on outcomes that were dealt out anew."""
    known = rows(120, 1)
    dealt = np.random.default_rng(seed).permutation([one.outcome for one in known])
    mixed = [
        one.model_copy(update={"outcome": float(value)})
        for one, value in zip(known, dealt, strict=True)
    ]
    return fit(mixed, NOW)


def upside_down() -> Preference:
    """Trained on the wrong base: what did well is taken to have done badly."""
    known = rows(120, 1)
    turned = [one.model_copy(update={"outcome": 1 - (one.outcome or 0)}) for one in known]
    return fit(turned, NOW)


def unlucky() -> Preference:
    """Trained on a single e-mail, which happened to fail."""
    email = next(one for one in rows(20, 1) if one.channel == "email")
    return fit([email.model_copy(update={"outcome": 0.05})], NOW)


def broken(value: float) -> Preference:
    """A model with one weight that is not a number, under a hash of its own."""
    bad = LEARNED.model_copy(update={"mean": (value, *LEARNED.mean[1:])})
    return bad.model_copy(update={"hash": manifest_hash(bad)})


@pytest.mark.parametrize(
    ("candidate", "incumbent", "verdicts"),
    [
        pytest.param(LEARNED, None, {"release"}, id="good"),
        pytest.param(unlucky(), LEARNED, {"keep", "block"}, id="under-trained"),
        pytest.param(shuffled(2), LEARNED, {"keep", "block"}, id="shuffled"),
        pytest.param(shuffled(2), None, {"keep", "block", "not_enough_evidence"}, id="first"),
        pytest.param(LEARNED, LEARNED, {"keep"}, id="A/A"),
        pytest.param(upside_down(), LEARNED, {"block"}, id="wrong base"),
        pytest.param(broken(float("nan")), LEARNED, {"block"}, id="NaN"),
        pytest.param(broken(float("inf")), None, {"block"}, id="infinite"),
    ],
)
def test_each_kind_of_candidate_gets_its_verdict(
    candidate: Preference, incumbent: Preference | None, verdicts: set[str]
) -> None:
    assert judge(trial(candidate, incumbent), seed=1).verdict.decision in verdicts


def test_tiny_data_are_never_enough() -> None:
    seen = judge(trial(LEARNED, holdout=rows(8, 2, "h")), seed=1)
    assert seen.verdict.decision == "not_enough_evidence"


def test_what_looking_up_holds_must_not_be_held_out() -> None:
    held = rows(60, 2, "h")
    leaking = looked_up([*rows(40, 1), held[3]], {})
    verdict = judge(trial(LEARNED, holdout=held, lookup=leaking), seed=1).verdict
    assert (verdict.decision, "held-out" in verdict.sentence) == ("block", True)


def test_an_artifact_is_counted_once_against_the_same_incumbent() -> None:
    first = judge(trial(LEARNED, BLANK), seed=1)
    assert len(first.fresh) == 60
    counted = frozenset(item.id for item in first.fresh)
    again = judge(trial(LEARNED, BLANK, looks=[first.fresh], counted=counted), seed=1)
    assert again.fresh == ()
    assert [one.n for one in again.verdict.comparisons] == [60, 60, 60]
    assert again.verdict.comparisons == first.verdict.comparisons


def test_evidence_of_earlier_months_counts_towards_the_release() -> None:
    early = judge(trial(LEARNED, BLANK, holdout=rows(28, 8, "e")), seed=1)
    later = trial(LEARNED, BLANK, holdout=rows(28, 9, "l"), looks=[early.fresh])
    assert early.verdict.decision == "not_enough_evidence"
    assert judge(later, seed=1).verdict.decision == "release"


def test_all_four_arms_are_told() -> None:
    known = looked_up(rows(120, 1), {})
    seen = judge(trial(LEARNED, BLANK, lookup=known), seed=1)
    assert list(seen.arms) == ["candidate", "incumbent", "nothing learned", "most alike looked up"]
    assert seen.arms["most alike looked up"] > 0.6
    metric = next(one for one in seen.metrics if one.name == "not_worse_than_looking_up")
    assert (metric.role, metric.verdict) == ("blocks", "pass")
