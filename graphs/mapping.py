"""Maps: gather → draft → criticise → record. Prices and predictions are part of the draft."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypedDict
from uuid import UUID

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from agents import cartographer
from cdt import beliefs as cdt_beliefs
from cdt import preference, release
from cdt.dataset import row_of
from cdt.preference import Preference, Row
from core.clock import month_of, months_before
from domain.maps import MapUnsound, Proposal, faults, mode_faults
from domain.modes import chosen
from domain.opinions import in_use, usable
from domain.planning import Combination, Evidence, Held, Shift, Theme
from memory import beliefs, connections, context, people, plans
from memory.ctx import Ctx
from memory.recurrence import central
from tools.context import shared_topic
from tools.planning import missing, standing
from tools.plans import Publication, publish_maps
from tools.search import Question, search_context

NEAR = 0.45  # cosine from which a passage says nearly the same
PROFILE = ("industry", "business_model", "icp_titles", "icp_pains", "products")
"""What a map's wording may know of the business; not its name, which briefs would inherit."""


class State(TypedDict, total=False):
    """The week, what is known, and what is proposed."""

    week: str
    known: Evidence
    proposal: Proposal
    map_ids: list[UUID]


async def gather(state: State, runtime: Runtime[Ctx]) -> State:
    """Everything a map may rest on, and plainly what is missing."""
    ctx = runtime.context
    measured = await cdt_beliefs.measured(ctx)
    maps = await plans.all_maps(ctx)
    proposed = frozenset(row.guard for row in maps)
    business, held = await people.business(ctx), await beliefs.held(ctx)
    known = replace(
        await standing(ctx, measured),
        mode=chosen(business.settings).map if business else "adaptive",
        forbidden=frozenset(_scope(one) for one in held if not usable(one)),
        beliefs=[_held(one) for one in held if usable(one)],
        combinations=await _combinations(ctx, measured),
        shifts=_shifts(await connections.all_signals(ctx), ctx.at.date()),
        proposed=proposed,
        undecided=sum(row.status == "proposed" for row in maps),
    )
    known = replace(known, themes=await _themes(ctx, known))
    return {"known": replace(known, missing=missing(known))}


async def draft(state: State, runtime: Runtime[Ctx]) -> State:
    """The cartographer's proposal: drafted by code, worded by a model where one is configured."""
    profile = await people.profile(runtime.context)
    about = {name: getattr(profile, name, None) for name in PROFILE}
    return {"proposal": await cartographer.propose(runtime.context, state["known"], about)}


async def criticise(state: State) -> State:
    """Every map keeps the rules, or nothing is recorded at all."""
    known = state["known"]
    for plan in state["proposal"].maps:
        wrong = [*faults(plan, known.today, known.ids), *mode_faults(plan)]
        if wrong:
            raise MapUnsound("; ".join(wrong), value=plan.title)
    return {}


async def record(state: State, runtime: Runtime[Ctx]) -> State:
    """Publish what is new."""
    ask = Publication(week=state["week"], proposal=state["proposal"])
    return {"map_ids": (await publish_maps(runtime.context, ask)).map_ids}


async def _themes(ctx: Ctx, known: Evidence) -> list[Theme]:
    found = []
    for row in await context.recurring(ctx, 2):
        said = await context.quotes_of(ctx, row.id)
        topic = shared_topic(said)
        on_topic = sorted(said, key=lambda one: topic not in one.topics)
        quotes = tuple((one.extraction_id, one.quote) for one in on_topic)
        theme = Theme(
            row.id, topic, row.count, quotes, row.first_at.date(), row.last_at.date(),
            segment=_named_most([one.quote for one in said], known.segments),
        )  # fmt: skip
        if cartographer.answers(theme, known.proposed):
            theme = replace(theme, heard=await _heard(ctx, (await central(ctx, said)).quote))
        found.append(theme)
    return found


async def _heard(ctx: Ctx, quote: str) -> tuple[tuple[str, UUID, date], ...]:
    """Team activities in which nearly the same was said, nearest first."""
    near = await search_context(ctx, Question(query=quote, limit=8, kinds=["activity"]))
    return tuple(
        (one.source_type, one.source_id, one.said_at.date())
        for one in near.items
        if one.similarity >= NEAR and one.said_at
    )


def _named_most(quotes: Sequence[str], segments: frozenset[str]) -> str:
    """The group that most of the quotes name, or ''; what is written alike counts as one."""
    counts = {name: sum(name in quote.casefold() for quote in quotes) for name in segments}
    best = max(sorted(counts), key=lambda name: counts[name], default="")
    return best if counts.get(best) else ""


def _scope(one: beliefs.Belief) -> tuple[str, str, str]:
    return one.scope.category, one.scope.subject, one.scope.segment


def _held(one: beliefs.Belief) -> Held:
    scope = one.scope
    return Held(
        UUID(one.id), scope.category, scope.subject, scope.segment, one.claim, one.confidence,
        one.evidence_count, in_use(one), one.direction,
        one.last_reinforced.date() if one.last_reinforced else None,
    )  # fmt: skip


async def _combinations(ctx: Ctx, measured: list[cdt_beliefs.Measured]) -> list[Combination]:
    """Every segment, angle and channel that occurred, best first, by the live model (or a fresh
    one before the first release)."""
    if not measured:
        return []
    live, _ = await release.answering(ctx, f"maps {month_of(ctx.at)}")
    rows = [row_of(one) for one in measured]
    model: Preference = live or preference.fit(rows, ctx.at)
    options: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        options.setdefault(
            (row.segment, row.angle, row.channel), row.model_copy(update={"at": ctx.at})
        )
    asked = list(options.values())
    mean, sd = preference.predict(model, asked)
    found = [
        Combination(row.segment, row.angle, row.channel, float(m), float(m - 1.64 * s))
        for row, m, s in zip(asked, mean, sd, strict=True)
        if row.segment and row.angle and row.channel
    ]
    return sorted(found, key=lambda one: (-one.low, one.segment, one.angle, one.channel))


def _shifts(rows: list[Any], today: date) -> list[Shift]:
    """What moved in the last two months; older news is no reason to act now."""
    since = month_of(months_before(today, 2))
    return [
        Shift(
            row.id, row.metric_name, row.period, row.payload["direction"],
            float(row.payload["value"]), float(row.payload["expected"] or 0),
        )
        for row in rows
        if row.period >= since
    ][:3]  # fmt: skip


_graph = StateGraph(State, context_schema=Ctx)
_graph.add_node("gather", gather)
_graph.add_node("draft", draft)
_graph.add_node("criticise", criticise)
_graph.add_node("record", record)
_graph.add_edge(START, "gather")
_graph.add_edge("gather", "draft")
_graph.add_edge("draft", "criticise")
_graph.add_edge("criticise", "record")
_graph.add_edge("record", END)
graph = _graph.compile()
