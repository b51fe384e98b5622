"""The gate judges both models on the same held-out items, and blocks what was tampered with."""

from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cdt.preference import Preference, Row, fit
from evals.gate import Trial, judge

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
        "incumbent_saw": frozenset(), "holdout": rows(60, 2, "h"), "leaked": (), "look": 3,
    }  # fmt: skip
    return Trial(**(given | changes))


def test_what_learned_is_released_over_what_did_not() -> None:
    verdict, arms = judge(trial(LEARNED, BLANK), seed=1)
    assert verdict.decision == "release"
    assert arms["candidate"] > arms["incumbent"] == arms["nothing learned"] == 0.5


def test_what_is_worse_than_the_incumbent_is_not_released() -> None:
    assert judge(trial(BLANK, LEARNED), seed=1)[0].decision == "keep"
    assert judge(trial(LEARNED, LEARNED), seed=1)[0].decision == "keep"


def test_items_that_the_incumbent_was_trained_on_are_left_out_for_both() -> None:
    saw = frozenset(f"h{n}" for n in range(50))
    verdict, _ = judge(trial(LEARNED, BLANK, incumbent_saw=saw), seed=1)
    assert (verdict.decision, "10 items" in verdict.sentence) == ("not_enough_evidence", True)


def test_without_a_holdout_nothing_is_known() -> None:
    verdict, arms = judge(trial(LEARNED, holdout=[]), seed=1)
    assert verdict.decision == "not_enough_evidence"
    assert arms == {"candidate": 0.5, "nothing learned": 0.5}


def test_a_leak_or_a_changed_file_blocks_whatever_the_score() -> None:
    leaked, _ = judge(trial(LEARNED, leaked=("h1",)), seed=1)
    changed = LEARNED.model_copy(update={"mean": tuple(2 * one for one in LEARNED.mean)})
    tampered, _ = judge(trial(changed), seed=1)
    assert (leaked.decision, tampered.decision) == ("block", "block")
    assert "hash" in tampered.sentence


@settings(max_examples=10)
@given(st.permutations(range(40)))
def test_the_order_of_the_items_changes_nothing(order: list[int]) -> None:
    holdout = rows(40, 3, "h")
    shuffled = [holdout[n] for n in order]
    assert judge(trial(LEARNED, holdout=shuffled), 7) == judge(trial(LEARNED, holdout=holdout), 7)
