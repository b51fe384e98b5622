"""A map is drafted from evidence; a model may word it, and nothing that was computed changes."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import pytest

from agents import cartographer
from cdt.model_says import Brain, Give, Reply
from cdt.model_server import ModelServer
from memory.ctx import Ctx
from tests.agents.plans import KNOWN, a_map

Served = Callable[[Brain | Sequence[Reply]], ModelServer]


def given(**changes: Any) -> Give:
    """The drafted map with changes."""
    return Give({**a_map().model_dump(mode="json"), **changes})


async def test_a_theme_that_keeps_coming_back_becomes_a_map(ctx: Ctx) -> None:
    proposal = await cartographer.propose(ctx, KNOWN, {})
    assert proposal == cartographer.draft(KNOWN)
    assert len(proposal.maps) == 1
    assert proposal.maps[0].guard


async def test_words_may_be_better(ctx: Ctx, served: Served) -> None:
    served([given(title="Keep the customers you have", message="Onboarding in a day.")])
    [plan] = (await cartographer.propose(ctx, KNOWN, {"industry": "software"})).maps
    assert plan.title == "Keep the customers you have"
    assert plan.artifacts == a_map().artifacts
    assert plan.sources() == a_map().sources()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"reserve": 10**6}, "reserve was changed"),
        ({"segment": "everybody"}, "segment was changed"),
        ({"quote_valid_until": "2027-01-01"}, "quote_valid_until was changed"),
        ({"title": "Win 300 customers back"}, "number 300 is new"),
        (
            {"why_now": [{"text": "So", "evidence": [{"kind": "theme", "id": str(UUID(int=99))}]}]},
            "is not known",
        ),
        ({"why_now": []}, "why_now"),
        ({"cost_low": 1}, ""),
    ],
)
async def test_a_map_with_other_facts_is_dropped(
    ctx: Ctx, served: Served, changes: dict[str, Any], says: str
) -> None:
    served(lambda _body: given(**changes))
    thought = await cartographer.refine(ctx, KNOWN, {}, a_map())
    assert (thought.answer, thought.by) == (a_map(), "draft")
    assert says in " ".join(thought.dropped) or says == "why_now"


async def test_an_artifact_less_is_dropped(ctx: Ctx, served: Served) -> None:
    artifacts = a_map().model_dump(mode="json")["artifacts"][:1]
    cost = {"cost_low": artifacts[0]["price_low"], "cost_high": artifacts[0]["price_high"]}
    served(lambda _body: given(artifacts=artifacts, **cost))
    thought = await cartographer.refine(ctx, KNOWN, {}, a_map())
    assert "artifacts was changed" in thought.dropped
