"""The judge that is a model, as a DeepEval metric: asked in both orders, and both are kept.

It joins the other metrics only where a model is configured; no gate and no verdict rests on it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from deepeval.test_case import LLMTestCase

from domain.access import Actor
from domain.pairwise import Comparison, Pair
from evals.metrics import CodeMetric
from evals.pairwise import compare
from memory.ctx import open_ctx

Ask = Callable[[Pair], Awaitable[Comparison]]
WORTH = {"other": 1.0, "tie": 0.5, "one": 0.0}
NOT_JUDGED = "The judge gave no verdict in both orders."


class Preferred(CodeMetric):
    """Whether the judge prefers `actual_output` to `expected_output` as an answer to `input`.

    1 preferred in both orders, 0 the other, 0.5 a tie or two orders that disagree. `comparison`
    holds both verdicts; without a verdict in both orders it is `skipped`.
    """

    name = "preferred"

    def __init__(self, ask: Ask, threshold: float = 0.5) -> None:
        super().__init__(threshold)
        self.ask = ask
        self.comparison: Comparison | None = None

    def judged(self, case: LLMTestCase) -> tuple[float, bool, str]:
        """The score from a comparison that was made of this case."""
        winner = self.comparison.winner if self.comparison else None
        if winner is None:
            self.skipped = True
            return 0.5, True, NOT_JUDGED
        score = WORTH[winner]
        why = f"asked {case.input!r} in both orders, the judge prefers: {winner}"
        return score, score >= (self.threshold or 0), why

    def measure(self, test_case: LLMTestCase, *_args: Any, **_kwargs: Any) -> float:
        """The score, where no event loop runs yet."""
        return asyncio.run(self.a_measure(test_case))

    async def a_measure(self, test_case: LLMTestCase, *_args: Any, **_kwargs: Any) -> float:
        """The score, after asking in both orders."""
        self.comparison = await self.ask(
            Pair(
                question=test_case.input,
                one=test_case.expected_output or "",
                other=test_case.actual_output or "",
                findings=tuple(test_case.context or ()),
            )
        )
        return super().measure(test_case)


def asking(actor: Actor) -> Ask:
    """Asks the configured model, each pair in a transaction of its own."""

    async def ask(pair: Pair) -> Comparison:
        async with open_ctx(actor) as ctx:
            return await compare(ctx, pair)

    return ask
