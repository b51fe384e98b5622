"""An offer says to its creator why they were chosen, and never who asks."""

from collections.abc import Callable, Sequence

import pytest

from agents import matchmaker
from cdt.model_says import Brain, Give, Reply
from cdt.model_server import ModelServer
from domain.matching import Candidate, Score
from memory.ctx import Ctx
from tests.agents.plans import TENANT, a_brief

Served = Callable[[Brain | Sequence[Reply]], ModelServer]
CHOSEN = Candidate(
    creator="c1", score=0.7, similar=Score(0.7, 0.1, 4), quality=Score(0.8, 0.1, 6),
    newcomer=False, explored=False, for_founder="For you.", for_creator="Ranked by 4 briefs.",
)  # fmt: skip


async def test_without_a_model_the_reason_is_that_of_code(ctx: Ctx) -> None:
    assert await matchmaker.explain(ctx, a_brief(), TENANT, CHOSEN) == "Ranked by 4 briefs."


async def test_a_reason_may_be_better_with_the_figures_given(ctx: Ctx, served: Served) -> None:
    words = "You finished 4 briefs like this one, and 6 pieces of this kind."
    served([Give({"for_creator": words})])
    assert await matchmaker.explain(ctx, a_brief(), TENANT, CHOSEN) == words


@pytest.mark.parametrize(
    "words", ["Quillmark wants you.", "You are the best of 900.", "", "x" * 700]
)
async def test_a_reason_that_says_too_much_is_dropped(ctx: Ctx, served: Served, words: str) -> None:
    served(lambda _body: Give({"for_creator": words}))
    assert await matchmaker.explain(ctx, a_brief(), TENANT, CHOSEN) == "Ranked by 4 briefs."
