"""A brief is drafted in general words; a model may word it, and still name nobody."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from agents import briefer
from cdt.model_says import Brain, Give, Reply
from cdt.model_server import ModelServer
from domain.anonymity import leaks
from memory.ctx import Ctx
from tests.agents.plans import TENANT, a_brief, for_brief

Served = Callable[[Brain | Sequence[Reply]], ModelServer]


def given(**changes: Any) -> Give:
    """The drafted brief with changes."""
    return Give({**a_brief().model_dump(mode="json"), **changes})


async def test_a_draft_is_whole_and_names_nobody(ctx: Ctx) -> None:
    thought = await briefer.refine(ctx, for_brief(), TENANT, a_brief())
    assert thought.answer == a_brief()
    assert leaks(TENANT, thought.answer) == []


async def test_a_takeaway_may_be_better(ctx: Ctx, served: Served) -> None:
    server = served([given(takeaway="The reader looks at next month today.")])
    thought = await briefer.refine(ctx, for_brief(), TENANT, a_brief())
    assert (thought.by, thought.answer.success) == ("model", a_brief().success)
    assert thought.answer.takeaway == "The reader looks at next month today."
    assert "customers leave" not in str(server.requests)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"takeaway": "Quillmark knows."}, "Quillmark"),
        ({"takeaway": "As Odalys Brandt says."}, "Odalys"),
        ({"takeaway": "Growth of 38 percent."}, "number 38 is new"),
        ({"due": "2027-01-01"}, "due"),
        ({"call_to_action": "Wire the money"}, "call_to_action was changed"),
        ({"messages": a_brief().model_dump(mode="json")["messages"] * 2}, ""),
    ],
)
async def test_a_brief_that_names_or_promises_more_is_dropped(
    ctx: Ctx, served: Served, changes: dict[str, Any], says: str
) -> None:
    served(lambda _body: given(**changes))
    thought = await briefer.refine(ctx, for_brief(), TENANT, a_brief())
    assert (thought.answer, thought.by) == (a_brief(), "draft")
    assert says in " ".join(thought.dropped) or says == "due"
