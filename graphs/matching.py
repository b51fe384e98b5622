"""Matching: look at the offers so far → rank who is left → offer to the next, or say nobody is.

For premium work the next three are asked for sealed bids instead of one for an answer.
"""

from typing import Any, TypedDict
from uuid import UUID

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from agents import matchmaker
from agents.matchmaker import Seen
from domain.assignments import FREE
from domain.matching import BIDDERS, Ask, Candidate, Ranking
from memory import market, plans
from memory.ctx import Ctx
from tools.bids import ask_for_bids, close_bids
from tools.briefs import BriefId, brief_of, came_to_leak, tenant_of
from tools.offers import Offer, offer
from tools.payments import return_funds


class State(TypedDict, total=False):
    """The brief, whom it was offered to, and who comes next."""

    brief_id: UUID
    brief: Any
    premium: bool
    asked: list[Any]
    ranking: Ranking
    prices: dict[str, dict[str, int]]


async def look(state: State, runtime: Runtime[Ctx]) -> State:
    """The brief and the offers it has had."""
    ctx, brief_id = runtime.context, state["brief_id"]
    brief = await plans.brief_alone(ctx, brief_id)  # nobody takes it back meanwhile
    if brief.status == "ready" and await came_to_leak(ctx, brief):
        brief = await plans.brief_alone(ctx, brief_id)
    await close_bids(ctx, brief_id)
    artifact = await plans.artifact(ctx, brief.artifact_id)
    plan = await plans.one_map(ctx, artifact.map_id)
    asked = await market.assignments_of(ctx, brief_id)
    return {"brief": brief, "asked": asked, "premium": plan.premium}


async def rank(state: State, runtime: Runtime[Ctx]) -> State:
    """The matchmaker's order, by fit and by results."""
    ctx, brief = runtime.context, state["brief"]
    ask = Ask(
        brief=str(brief.id),
        specialization=brief.specialization,
        artifact_type=brief.artifact_type,
        premium=state["premium"],
        fee=brief.fee_cents,
        business=str(ctx.business_id),
    )
    creators = await market.all_creators(ctx)
    seen = Seen(
        records=await market.records(ctx), declined=await market.declines(ctx),
        day=f"{brief.created_at:%Y-%m-%d}",
    )  # fmt: skip
    return {
        "ranking": matchmaker.draft(ask, creators, seen, ctx.at),
        "prices": {str(row.id): row.price_cents for row in creators},
    }


async def ask(state: State, runtime: Runtime[Ctx]) -> State:
    """Offer to the next who was not asked yet, or ask the next three for sealed bids."""
    ctx, brief = runtime.context, state["brief"]
    following = _next(state)
    if not following:
        await return_funds(ctx, BriefId(brief_id=brief.id))
        return {}
    said, tenant = brief_of(brief), await tenant_of(ctx)
    made = [
        Offer(
            brief_id=brief.id,
            creator_id=UUID(one.creator),
            rank=len(state["asked"]) + place,
            fee_cents=brief.fee_cents if state["premium"] else _fee(state, one),
            for_founder=one.for_founder,
            for_creator=await matchmaker.explain(ctx, said, tenant, one),
            score=one.score,
        )
        for place, one in enumerate(following, start=1)
    ]
    if state["premium"]:
        await ask_for_bids(ctx, made)
    else:
        await offer(ctx, made[0])
    return {}


def _fee(state: State, one: Candidate) -> int:
    """What the creator asks for this kind of work, and never more than was set aside."""
    brief = state["brief"]
    asks = state["prices"][one.creator].get(brief.artifact_type)
    return min(brief.fee_cents, asks) if asks else brief.fee_cents


def _next(state: State) -> list[Candidate]:
    asked = {str(row.creator_id) for row in state["asked"]}
    left = [one for one in state["ranking"].candidates if one.creator not in asked]
    return left[: BIDDERS if state["premium"] else 1]


def _free(state: State) -> str:
    """A blocked brief is offered to nobody, and one that somebody has is not offered again."""
    taken = any(row.status not in FREE for row in state["asked"])
    return END if taken or state["brief"].status != "ready" else "rank"


_graph = StateGraph(State, context_schema=Ctx)
_graph.add_node("look", look)
_graph.add_node("rank", rank)
_graph.add_node("ask", ask)
_graph.add_edge(START, "look")
_graph.add_conditional_edges("look", _free, ["rank", END])
_graph.add_edge("rank", "ask")
_graph.add_edge("ask", END)
graph = _graph.compile()
