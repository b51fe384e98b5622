"""Matching: look at the offers so far → rank who is left → offer to the next, or say nobody is."""

from typing import Any, TypedDict
from uuid import UUID

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from agents import matchmaker
from domain.assignments import FREE
from domain.matching import Ask, Candidate, Ranking
from memory import market, plans
from memory.ctx import Ctx
from tools.briefs import BriefId, brief_of, tenant_of
from tools.offers import Offer, offer
from tools.payments import return_funds


class State(TypedDict, total=False):
    """The brief, whom it was offered to, and who comes next."""

    brief_id: UUID
    brief: Any
    asked: list[Any]
    ranking: Ranking
    prices: dict[str, dict[str, int]]


async def look(state: State, runtime: Runtime[Ctx]) -> State:
    """The brief and the offers it has had."""
    ctx, brief_id = runtime.context, state["brief_id"]
    brief = await plans.brief_alone(ctx, brief_id)  # nobody takes it back meanwhile
    return {"brief": brief, "asked": await market.assignments_of(ctx, brief_id)}


async def rank(state: State, runtime: Runtime[Ctx]) -> State:
    """The matchmaker's order, by fit and by results."""
    ctx, brief = runtime.context, state["brief"]
    ask = Ask(
        brief=str(brief.id),
        specialization=brief.specialization,
        artifact_type=brief.artifact_type,
    )
    creators = await market.all_creators(ctx)
    records = await market.records(ctx)
    day = f"{brief.created_at:%Y-%m-%d}"
    return {
        "ranking": matchmaker.draft(ask, creators, records, ctx.at, day),
        "prices": {str(row.id): row.price_cents for row in creators},
    }


async def ask(state: State, runtime: Runtime[Ctx]) -> State:
    """Offer to the next who was not asked yet."""
    ctx, brief = runtime.context, state["brief"]
    following = _next(state)
    if following is None:
        await return_funds(ctx, BriefId(brief_id=brief.id))
        return {}
    asks = state["prices"][following.creator].get(brief.artifact_type)
    why = await matchmaker.explain(ctx, brief_of(brief), await tenant_of(ctx), following)
    made = Offer(
        brief_id=brief.id,
        creator_id=UUID(following.creator),
        rank=len(state["asked"]) + 1,
        fee_cents=min(brief.fee_cents, asks) if asks else brief.fee_cents,
        for_founder=following.for_founder,
        for_creator=why,
        score=following.score,
    )
    await offer(ctx, made)
    return {}


def _next(state: State) -> Candidate | None:
    asked = {str(row.creator_id) for row in state["asked"]}
    return next((one for one in state["ranking"].candidates if one.creator not in asked), None)


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
