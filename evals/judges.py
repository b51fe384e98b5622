"""DeepEval metrics that need no model, no login and no network.

Plain code behind DeepEval's face.
"""

import json
from typing import Any

from deepeval.metrics import BaseMetric
from deepeval.test_case import LLMTestCase


class PairedOrder(BaseMetric):
    """Recommendation accuracy of one item: the share of others that it was ranked rightly against.

    The test case's `actual_output` is the predicted value as JSON, `expected_output` the outcome,
    and `context` holds "predicted outcome" of the other items, as JSON pairs. A tie counts half.
    """

    def __init__(self, threshold: float = 0.5) -> None:
        self.threshold = threshold
        self.async_mode = False
        self.include_reason = True
        self.evaluation_cost = 0.0

    def measure(self, test_case: LLMTestCase, *_args: Any, **_kwargs: Any) -> float:
        """The score in [0, 1]; also kept as `score`, with `success` and a `reason`."""
        predicted = float(json.loads(test_case.actual_output or "0"))
        outcome = float(json.loads(test_case.expected_output or "0"))
        others = [json.loads(pair) for pair in test_case.context or []]
        marks = [_mark(predicted - p, outcome - o) for p, o in others if o != outcome]
        score = sum(marks) / len(marks) if marks else 0.5
        self.score = score
        self.success = score >= (self.threshold or 0)
        self.reason = f"ranked rightly against {score:.0%} of {len(marks)} others"
        return score

    async def a_measure(self, test_case: LLMTestCase, *args: Any, **kwargs: Any) -> float:
        """The same; there is nothing to wait for."""
        return self.measure(test_case, *args, **kwargs)

    def is_successful(self) -> bool:
        """Whether the last score reached the threshold."""
        return bool(self.success)


def _mark(predicted: float, actual: float) -> float:
    if predicted == 0:
        return 0.5
    return 1.0 if (predicted > 0) == (actual > 0) else 0.0
