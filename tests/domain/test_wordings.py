"""A challenger is released on proof alone, and few inputs prove nothing."""

import numpy as np
import pytest

from domain.wordings import ruled


def arms(pairs: list[tuple[float, float]]) -> tuple[dict[str, float], dict[str, float]]:
    """Scores of champion and challenger by input."""
    return (
        {str(place): one for place, (one, _) in enumerate(pairs)},
        {str(place): other for place, (_, other) in enumerate(pairs)},
    )


@pytest.mark.parametrize(
    ("pairs", "decision", "reason"),
    [
        ([(0, 1)] * 12, "not_enough_evidence", "12 inputs are too few; 30 are needed."),
        ([(0, 1)] * 12 + [(1, 1)] * 24, "release", "better"),
        ([(1, 0)] * 12 + [(1, 1)] * 24, "keep", "worse"),
        ([(1, 1)] * 36, "keep", "Nothing speaks"),
        ([(0, 1)] * 2 + [(1, 1)] * 34, "not_enough_evidence", "chance"),
        ([], "not_enough_evidence", "0 inputs"),
    ],
)
def test_what_becomes_of_a_challenger(
    pairs: list[tuple[float, float]], decision: str, reason: str
) -> None:
    found = ruled(*arms(pairs), seed=1)
    assert (found.decision, found.n) == (decision, len(pairs))
    assert reason in found.reason
    assert found.low <= found.difference <= found.high


def test_a_challenger_that_is_no_better_is_released_in_one_of_twenty_at_most() -> None:
    rng, released = np.random.default_rng(5), 0
    for seed in range(200):
        scores = rng.binomial(1, 0.8, (36, 2)).astype(float)
        released += ruled(*arms([(a, b) for a, b in scores]), seed=seed).decision == "release"
    assert released <= 17
