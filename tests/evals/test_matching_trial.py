"""The simulation of matching asks the product's own ranking, and its small world keeps its bars.

The bars of the promise (500 creators, 20,000 briefs: 95 % of the oracle's quality, newcomers at
least 10 % of offers) are held with `--torture`.
"""

import numpy as np
import pytest

from evals.matching_trial import MatchingParameters, gini, jobs, people, run_matching_trial

FEW = MatchingParameters(creators=60, briefs=1_200, days=300, seed=4)


def test_a_small_market_finds_skill_and_leaves_room_for_newcomers() -> None:
    found = run_matching_trial(FEW)
    assert found.quality_of_oracle >= 0.9
    assert found.newcomer_share >= 0.1
    assert found.gini < found.ginis["greedy"]
    assert found.over_capacity == 0
    assert min(found.placed.values()) > 0.9
    low, high = found.intervals["quality_of_oracle"]
    assert low <= found.quality_of_oracle <= high


@pytest.mark.torture
def test_five_hundred_creators_and_twenty_thousand_briefs_reach_the_bars() -> None:
    found = run_matching_trial(MatchingParameters(), 2)
    assert found.quality_of_oracle >= 0.95
    assert found.newcomer_share >= 0.1
    assert found.gini < found.ginis["greedy"]


def test_a_place_is_never_empty_and_nobody_works_before_they_come() -> None:
    everybody = people(FEW, np.random.default_rng(1))
    for day in (0.0, 100.0, 250.0):
        assert sum(one.comes <= day < one.leaves for one in everybody.values()) == FEW.creators
    days = [job.day for job in jobs(FEW, np.random.default_rng(1))]
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("values", "expected"), [([1, 1, 1], 0.0), ([0, 0, 0], 0.0), ([0, 0, 9], 2 / 3), ([1, 3], 0.25)]
)
def test_gini_of_known_shares(values: list[int], expected: float) -> None:
    assert gini(values) == pytest.approx(expected)
