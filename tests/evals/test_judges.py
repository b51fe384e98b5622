"""The judge of order is plain arithmetic behind DeepEval's face."""

import json

import pytest
from deepeval.test_case import LLMTestCase
from hypothesis import given
from hypothesis import strategies as st

from evals.judges import PairedOrder

SHARE = st.floats(0, 1)


def score(predicted: float, outcome: float, others: list[tuple[float, float]]) -> float:
    """The judge's score of one item among others (predicted, outcome)."""
    case = LLMTestCase(
        input="?", actual_output=json.dumps(predicted), expected_output=json.dumps(outcome),
        context=[json.dumps(pair) for pair in others],
    )  # fmt: skip
    return PairedOrder().measure(case)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([(0.2, 0.1), (0.9, 0.95)], 1.0),
        ([(0.9, 0.1), (0.2, 0.95)], 0.0),
        ([(0.2, 0.1), (0.3, 0.95)], 0.5),
        ([(0.5, 0.1)], 0.5),
        ([(0.1, 0.6)], 0.5),
        ([], 0.5),
    ],
)
def test_items_are_ranked_against_each_other(
    others: list[tuple[float, float]], expected: float
) -> None:
    assert score(0.5, 0.6, others) == expected


@given(SHARE, SHARE, st.lists(st.tuples(SHARE, SHARE), max_size=8))
def test_a_score_is_a_share_and_its_mirror_the_rest(
    predicted: float, outcome: float, others: list[tuple[float, float]]
) -> None:
    one = score(predicted, outcome, others)
    assert 0 <= one <= 1
    mirrored = score(-predicted, outcome, [(-p, o) for p, o in others])
    assert one + mirrored == pytest.approx(1)


async def test_waiting_changes_nothing() -> None:
    case = LLMTestCase(
        input="?", actual_output="0.9", expected_output="0.9", context=["[0.1, 0.2]"]
    )
    judge = PairedOrder()
    assert await judge.a_measure(case) == 1.0
    assert judge.is_successful()
    assert "1 others" in judge.reason
