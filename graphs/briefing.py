"""A brief: gather → draft → guard → record. The guard reads what a creator would read."""

from typing import Any, TypedDict
from uuid import UUID

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from agents import anonymiser, briefer, hearing, matchmaker
from agents.briefer import Known
from core.ids import derived_id
from domain import matching
from domain.anonymity import leaks_of
from domain.brief_text import render
from domain.briefs import Brief
from domain.leak_report import LeakReport
from domain.maps import Artifact, ExecutionMap, Source
from domain.opinions import usable
from memory import beliefs, market, people, plans
from memory.ctx import Ctx
from tools.attacks import attacked, candidates
from tools.backgrounds import background
from tools.briefs import WrittenBrief, keep_brief, tenant_of

AXES = ("formality", "technicality", "boldness", "playfulness")


class State(TypedDict, total=False):
    """The artifact, what its brief may say, and the brief with what is wrong with it."""

    artifact_id: UUID
    known: Known
    specialization: str
    brief: Brief
    faults: list[str]
    report: LeakReport


async def gather(state: State, runtime: Runtime[Ctx]) -> State:
    """The artifact with its map, the voice, and how sure its first message may sound."""
    ctx = runtime.context
    row = await plans.artifact(ctx, state["artifact_id"])
    plan = ExecutionMap.model_validate((await plans.one_map(ctx, row.map_id)).payload)
    profile = await people.profile(ctx)
    voice = {axis: getattr(profile, f"voice_{axis}", None) or 0.0 for axis in AXES}
    cited = {source.id for source in plan.sources() if source.kind == "belief"}
    held = [
        one
        for one in await beliefs.held(ctx)
        if UUID(one.id) in cited and usable(one) and one.scope.category == "messaging"
    ]
    best = max(held, key=lambda one: one.confidence, default=None)
    around = await background(ctx, plan.segment)
    piece = Artifact.model_validate(row.outline)
    known = Known(
        brief_id=str(derived_id(state["artifact_id"], "brief")), plan=plan,
        artifact=piece, voice=voice,
        heard=hearing.paraphrase(piece.angle, around.overheard), offer=around.offer,
        trade=around.trade, vocabulary=around.vocabulary,
        confidence=best.confidence if best else 0.5, n=best.evidence_count if best else 0,
    )  # fmt: skip
    return {"known": known, "specialization": await _field(ctx, profile)}


async def draft(state: State, runtime: Runtime[Ctx]) -> State:
    """The briefer's draft, in better words where a model is configured."""
    ctx, known = runtime.context, state["known"]
    drafted = briefer.draft(known)
    return {"brief": (await briefer.refine(ctx, known, await tenant_of(ctx), drafted)).answer}


async def guard(state: State, runtime: Runtime[Ctx]) -> State:
    """What points to the business becomes general, also where only an attack does; what still does
    blocks the brief."""
    ctx = runtime.context
    tenant, pool = await tenant_of(ctx), await candidates(ctx)
    brief = state["brief"]
    first = leaked = leaks_of(tenant, brief, render(brief))
    if leaked:
        brief = anonymiser.generalised(brief, leaked)
        leaked = leaks_of(tenant, brief, render(brief))
    guarded = anonymiser.guarded(brief, lambda one: attacked(pool, one))
    report = LeakReport(
        leaks=tuple(leaked),
        generalised=tuple(one for one in first if one not in leaked),
        coarsened=guarded.coarsened, attack=guarded.attack,
    )  # fmt: skip
    return {"brief": guarded.brief, "faults": report.faults(), "report": report}


async def record(state: State, runtime: Runtime[Ctx]) -> State:
    """Keep the brief; creators see it only without a fault."""
    ask = WrittenBrief(
        artifact_id=state["artifact_id"], brief=state["brief"],
        specialization=state["specialization"], faults=state["faults"], report=state["report"],
        heard=_cited(state),
    )  # fmt: skip
    await keep_brief(runtime.context, ask)
    return {}


def _cited(state: State) -> Source | None:
    """The note in which a customer was heard, where the brief still tells of it."""
    heard = state["known"].heard
    told = heard is not None and heard.text == state["brief"].audience.words
    return Source(kind=heard.kind, id=heard.id) if heard is not None and told else None


async def _field(ctx: Ctx, profile: Any) -> str:
    """The field of work that the business needs a creator from."""
    business = await people.business(ctx)
    told = [business.settings.get("industry", "") if business else ""]
    if profile is not None:
        told += [profile.industry or "", *(profile.business_model or [])]
    return matching.field_of(
        " ".join(told), [matchmaker.creator(row) for row in await market.all_creators(ctx)]
    )


_graph = StateGraph(State, context_schema=Ctx)
_graph.add_node("gather", gather)
_graph.add_node("draft", draft)
_graph.add_node("guard", guard)
_graph.add_node("record", record)
_graph.add_edge(START, "gather")
_graph.add_edge("gather", "draft")
_graph.add_edge("draft", "guard")
_graph.add_edge("guard", "record")
_graph.add_edge("record", END)
graph = _graph.compile()
