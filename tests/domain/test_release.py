"""The gate releases what is better, and almost never what is not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.evidence import Item, Look, look
from domain.release import (
    LOOKS,
    Arm,
    ArmsDoNotMatch,
    Candidate,
    Integrity,
    Rival,
    allowance,
    compare,
    decide,
    in_canary,
    monthly_alpha,
    regressed,
)

SOUND = Integrity(manifest_hash="a", found_hash="a")
ARMS = ("candidate", "in use", "nothing", "lookup")


def arm(name: str, values) -> Arm:
    return Arm(name=name, scores={f"i{n}": float(v) for n, v in enumerate(values)})


def month(rng, count, skills, name="m") -> list[Item]:
    """Artifacts that arms expect with so much skill (correlation)."""
    worth = rng.standard_normal(count)
    return [
        Item(
            id=f"{name}{n}",
            outcome=float(1 / (1 + np.exp(-worth[n]))),
            expected={
                arm: float(skill * worth[n] + (1 - skill**2) ** 0.5 * rng.standard_normal())
                for arm, skill in zip(ARMS, skills, strict=True)
            },
        )
        for n in range(count)
    ]


def candidate(months, integrity=SOUND, spent=0, first=False) -> Candidate:
    roles = {"nothing": "beat"} if first else {"in use": "beat", "nothing": "floor"}
    rivals = tuple(
        Rival(name, role, seen := tuple(look(one, "candidate", name) for one in months), seen[-1])
        for name, role in (roles | {"lookup": "not_worse"}).items()
    )
    return Candidate(7, integrity, (), rivals, spent)


def said(skills, count=60, **more) -> str:
    return decide(candidate([month(np.random.default_rng(5), count, skills)], **more)).decision


def test_releases_of_a_year_together_take_at_most_five_per_cent():
    assert sum(allowance(spent) for spent in range(50)) <= 0.05
    assert allowance(0) > allowance(1) > allowance(2) > 0


def test_twelve_separate_tests_of_a_year_spend_five_per_cent():
    alphas = [monthly_alpha(one) for one in range(1, LOOKS + 1)]
    assert 1 - np.prod([1 - alpha for alpha in alphas]) == pytest.approx(0.05)


def test_a_clearly_better_candidate_is_released():
    verdict = decide(candidate([month(np.random.default_rng(5), 60, (0.9, 0.1, 0, 0))]))
    assert verdict.decision == "release"
    assert verdict.sentence.startswith("Version 7 is released: on 60 items it is 0.")
    assert [one.against for one in verdict.comparisons] == ["in use", "nothing", "lookup"]


def test_evidence_of_several_months_adds_up_to_a_release():
    rng = np.random.default_rng(8)
    months = [month(rng, 20, (0.75, 0.35, 0, 0), f"{n}-") for n in range(6)]
    decisions = [decide(candidate(months[: n + 1])).decision for n in range(6)]
    assert decisions[0] == "not_enough_evidence"
    assert decisions[-1] == "release"


def test_a_year_that_released_already_asks_for_more():
    one = month(np.random.default_rng(5), 60, (0.85, 0.4, 0, 0))
    first, third = (decide(candidate([one], spent=spent)) for spent in (0, 2))
    assert third.comparisons[0].needed > 5 * first.comparisons[0].needed


def test_a_worse_candidate_is_blocked_and_the_sentence_says_so():
    verdict = decide(candidate([month(np.random.default_rng(3), 60, (0.0, 0.95, 0, 0))]))
    assert verdict.decision == "block"
    assert "worse than in use" in verdict.sentence


def test_a_promising_candidate_with_weak_proof_waits():
    assert said((0.5, 0.4, 0, 0)) == "not_enough_evidence"


def test_what_only_equals_the_version_in_use_is_not_released():
    assert said((0.5, 0.5, 0, 0)) in {"keep", "not_enough_evidence"}


def test_what_looking_up_does_better_is_not_released():
    verdict = decide(candidate([month(np.random.default_rng(5), 60, (0.6, -0.6, 0, 0.99))]))
    assert verdict.decision in {"keep", "block"}
    assert "lookup" in verdict.sentence


def test_fewer_than_thirty_items_are_not_enough():
    verdict = decide(candidate([month(np.random.default_rng(5), 29, (0.99, -0.9, 0, 0))]))
    assert (verdict.decision, "29 items" in verdict.sentence) == ("not_enough_evidence", True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"found_hash": "b"}, "hash"),
        ({"weights_finite": False}, "finite"),
        ({"leaked_items": ("i1",)}, "held-out"),
        ({"leaked_strings": ("canary",)}, "secret"),
        ({"output_validity": 0.9}, "valid"),
        ({"calibration_error": 0.2}, "calibration"),
        ({"calibration_error": float("nan")}, "calibration"),
    ],
)
def test_a_broken_candidate_is_blocked_however_well_it_scores(change, words):
    broken = SOUND.model_copy(update=change)
    one = month(np.random.default_rng(5), 60, (0.9, 0.1, 0, 0))
    verdict = decide(candidate([one], broken))
    assert verdict.decision == "block"
    assert words in verdict.sentence


def test_scores_that_are_not_numbers_block():
    one = candidate([month(np.random.default_rng(5), 60, (0.9, 0.1, 0, 0))])
    broken = Candidate(7, SOUND, (arm("candidate", [1.0, float("nan")]),), one.rivals)
    assert decide(broken).decision == "block"


def test_the_first_version_ever_needs_only_to_beat_what_nobody_learned():
    assert said((0.9, 0.95, 0, 0), first=True) == "release"


def test_a_live_version_that_does_worse_is_seen_and_an_equal_one_is_not():
    rng = np.random.default_rng(4)
    bad = [look(month(rng, 40, (0.0, 0.6, 0, 0), f"{n}"), "candidate", "in use") for n in range(3)]
    even = [look(month(rng, 40, (0.5, 0.5, 0, 0), f"{n}"), "candidate", "in use") for n in range(3)]
    found = regressed(bad)
    assert found is not None
    assert found.mean < 0
    assert regressed(even) is None
    assert regressed([]) is None


def test_a_share_of_subjects_is_on_trial_always_the_same_ones():
    chosen = [in_canary("cdt-1", f"subject {n}", 0.2) for n in range(2_000)]
    assert np.mean(chosen) == pytest.approx(0.2, abs=0.03)
    assert chosen == [in_canary("cdt-1", f"subject {n}", 0.2) for n in range(2_000)]
    assert not any(in_canary("cdt-1", f"{n}", 0.0) for n in range(50))


def test_arms_that_answered_different_items_are_refused():
    with pytest.raises(ArmsDoNotMatch):
        compare(arm("a", [1, 1]), arm("b", [1]), np.random.default_rng(1))


@given(st.lists(st.floats(-1, 1), min_size=30, max_size=60), st.integers(0, 99))
def test_the_lower_bound_never_lies_above_the_mean(differences, seed):
    new = [0.5 + d / 2 for d in differences]
    old = [0.5 - d / 2 for d in differences]
    one = compare(arm("a", new), arm("b", old), np.random.default_rng(seed))
    assert one.lower <= one.mean + 1e-9
    assert 0 < one.p <= 1


def test_an_empty_month_changes_nothing():
    one = month(np.random.default_rng(5), 60, (0.85, 0.4, 0, 0))
    nothing: list[Item] = []
    assert isinstance(look(nothing, "candidate", "in use"), Look)
    assert decide(candidate([nothing, one])).decision in {"release", "not_enough_evidence"}
