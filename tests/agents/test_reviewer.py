"""A review by code decides; a model may only say better what has to change."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from agents import reviewer
from agents.reviewer import Handed
from cdt.model_says import Brain, Give, Reply
from cdt.model_server import ModelServer, agrees
from domain.reviews import Judgement
from memory.ctx import Ctx
from tests.agents.plans import TENANT, a_brief

Served = Callable[[Brain | Sequence[Reply]], ModelServer]
SHORT = "This is far too short. Book a call."


def judged(text: str = SHORT) -> Judgement:
    """The review by code."""
    return reviewer.draft(a_brief(), Handed(text), TENANT, [])


def noted(note: str, **changes: Any) -> dict[str, Any]:
    """The review with this note on each unmet point."""
    points = [
        {**point.model_dump(), **({} if point.met else {"note": note})} for point in judged().points
    ]
    return {**judged().model_dump(mode="json"), "points": points, **changes}


async def test_a_note_may_be_better(ctx: Ctx, served: Served) -> None:
    served([Give(noted("Tell one ordinary day in the middle part."))])
    review = await reviewer.refine(ctx, a_brief(), SHORT, TENANT, judged())
    assert set(review.notes) == {"Tell one ordinary day in the middle part."}
    assert (review.passed, review.score) == (False, judged().score)


@pytest.mark.parametrize(
    "answer",
    [
        noted("", passed=True),
        noted("Fine.", score=1.0),
        noted(" "),
        noted("Ask Quillmark about it."),
        noted("Write 4,321 words more."),
    ],
)
async def test_the_verdict_of_code_stands(ctx: Ctx, served: Served, answer: dict[str, Any]) -> None:
    served(lambda _body: Give(answer))
    assert await reviewer.refine(ctx, a_brief(), SHORT, TENANT, judged()) == judged()


async def test_work_that_passed_costs_no_call(ctx: Ctx, served: Served) -> None:
    server = served(agrees)
    passed = judged().model_copy(update={"passed": True})
    assert await reviewer.refine(ctx, a_brief(), SHORT, TENANT, passed) == passed
    assert server.requests == []


def test_the_nearest_passage_counts() -> None:
    message = a_brief().messages[0].text
    near = reviewer.likeness(a_brief(), f"Something else entirely. {message}.")
    assert near[0] > 0.5
    assert reviewer.likeness(a_brief(), "") == [0.0] * len(a_brief().messages)
