"""The attack over invented niches: a small one always, the whole one as torture."""

import pytest

from evals.anonymity_trial import AnonymityParameters, run_anonymity_trial


def test_a_small_trial_counts_what_it_says_and_is_the_same_again() -> None:
    asked = AnonymityParameters(niches=2, each=8, seed=3)
    found = run_anonymity_trial(asked)
    assert found == run_anonymity_trial(asked)
    assert found.chance_first == 0.125
    assert found.first <= found.among_three
    assert found.leaking == 0
    assert found.kept >= 0.95
    low, high = found.intervals["first"]
    assert low <= found.first <= high


@pytest.mark.torture
def test_two_hundred_briefs_tell_little_more_than_chance() -> None:
    found = run_anonymity_trial(AnonymityParameters())
    assert found.first <= 0.10
    assert found.among_three <= 0.25
    assert found.kept >= 0.95
