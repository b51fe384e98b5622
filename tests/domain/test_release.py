"""The gate releases what is better, and almost never what is not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.release import (
    LOOKS,
    Arm,
    ArmsDoNotMatch,
    Candidate,
    Integrity,
    compare,
    decide,
    monthly_alpha,
)

SOUND = Integrity(manifest_hash="a", found_hash="a")


def arm(name: str, values) -> Arm:
    return Arm(name=name, scores={f"i{n}": float(v) for n, v in enumerate(values)})


def candidate(new, old, base, integrity=SOUND) -> Candidate:
    return Candidate(
        version=7,
        integrity=integrity,
        scores=arm("the candidate", new),
        incumbent=arm("the version in use", old),
        base_rates=arm("the base rates", base),
    )


def coins(rng, rate, count):
    return (rng.random(count) < rate).astype(float)


def equals(rng, count) -> Candidate:
    """As good as the version in use; the base rates are no hurdle: the hardest null."""
    return candidate(coins(rng, 0.6, count), coins(rng, 0.6, count), np.zeros(count))


@given(st.sampled_from(["pocock", "obrien_like"]))
def test_the_looks_of_a_year_together_spend_five_per_cent(schedule):
    alphas = [monthly_alpha(look, schedule) for look in range(1, LOOKS + 1)]
    assert 1 - np.prod([1 - alpha for alpha in alphas]) == pytest.approx(0.05)
    assert sum(alphas) < 0.0515


@pytest.mark.parametrize("count", [30, 80])
def test_worthless_candidates_get_through_in_at_most_five_per_cent_of_years(count):
    rng = np.random.default_rng(5)
    years, released = 40, 0
    for _ in range(years):
        outcomes = (decide(equals(rng, count), look, rng).decision for look in range(1, LOOKS + 1))
        released += "release" in list(outcomes)
    assert released <= 5  # binomial(40, .05) exceeds 5 once in 70


@pytest.mark.parametrize("count", [40, 90])
def test_a_clearly_better_candidate_is_released(count):
    rng = np.random.default_rng(2)
    verdict = decide(
        candidate(coins(rng, 0.9, count), coins(rng, 0.4, count), coins(rng, 0.35, count)), 3, rng
    )
    assert verdict.decision == "release"
    assert verdict.sentence.startswith("Version 7 is released: on")
    assert [one.against for one in verdict.comparisons] == ["the version in use", "the base rates"]


def test_beating_the_version_in_use_is_not_enough_if_nothing_was_learned():
    rng = np.random.default_rng(3)
    new = coins(rng, 0.8, 60)
    assert decide(candidate(new, coins(rng, 0.2, 60), new), 1, rng).decision == "keep"


def test_a_worse_candidate_is_not_released_and_the_sentence_says_so():
    rng = np.random.default_rng(3)
    verdict = decide(candidate(np.zeros(60), np.ones(60), np.zeros(60)), 1, rng)
    assert verdict.decision == "keep"
    assert "1.000 worse than the version in use" in verdict.sentence


def test_a_promising_candidate_with_weak_proof_waits():
    rng = np.random.default_rng(3)
    new, old = np.zeros(60), np.zeros(60)
    new[:3] = 1
    assert decide(candidate(new, old, old), 1, rng).decision == "not_enough_evidence"


def test_fewer_than_thirty_items_are_not_enough():
    rng = np.random.default_rng(3)
    verdict = decide(candidate(np.ones(29), np.zeros(29), np.zeros(29)), 1, rng)
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
    rng = np.random.default_rng(3)
    broken = SOUND.model_copy(update=change)
    verdict = decide(candidate(np.ones(60), np.zeros(60), np.zeros(60), broken), 1, rng)
    assert verdict.decision == "block"
    assert words in verdict.sentence


def test_scores_that_are_not_numbers_block():
    rng = np.random.default_rng(3)
    values = np.ones(60)
    values[4] = np.nan
    assert decide(candidate(values, np.zeros(60), np.zeros(60)), 1, rng).decision == "block"


def test_the_first_version_ever_needs_only_to_beat_the_base_rates():
    first = candidate(np.ones(40), np.zeros(40), np.zeros(40)).model_copy(
        update={"incumbent": None}
    )
    assert decide(first, 1, np.random.default_rng(1)).decision == "release"


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


def test_the_same_seed_gives_the_same_verdict():
    rng = np.random.default_rng(8)
    case = candidate(coins(rng, 0.6, 60), coins(rng, 0.5, 60), coins(rng, 0.4, 60))
    first, second = (decide(case, 2, np.random.default_rng(1)) for _ in range(2))
    assert first == second
