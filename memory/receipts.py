"""What an id stands for: one row of any kind, as a line that a receipt can show."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, Uuid, func, literal, or_, select, union_all

from core.text import shorten
from domain.amounts import in_money
from domain.prose import counted
from memory import (
    beliefs,
    calendar,
    connections,
    context,
    derived,
    files,
    inputs,
    ledger,
    market,
    market_signals,
    outcomes,
    people,
    performance,
    plans,
    predictions,
    releases,
    threads,
)
from memory.ctx import Ctx
from memory.tables import among


@dataclass(frozen=True)
class Found:
    """A row as a receipt names it; `author` and `private` say who may read the words."""

    kind: str
    id: UUID
    at: datetime | date | None
    text: str
    author: UUID | None = None
    private: bool = False


@dataclass(frozen=True)
class Kind:
    """Where rows of a kind lie, what they say and when they happened.

    `reads` names the columns that `says` needs; empty where it needs them all.
    """

    table: Table
    says: Callable[[Any], str]
    at: str = "created_at"
    words: bool = False
    reads: tuple[str, ...] = ()


_ALWAYS = ("id",)
TAKEN_BACK = "taken back by its author"

KINDS: dict[str, Kind] = {
    "vent": Kind(
        inputs.vent_entries,
        lambda row: TAKEN_BACK if row.deleted_at else row.text,
        "at",
        words=True,
    ),
    "answer": Kind(inputs.onboarding_responses, lambda row: row.answer or "", "at", words=True),
    "reply": Kind(threads.messages, lambda row: row.content["text"], "at", words=True),
    "activity": Kind(inputs.activities, lambda row: row.notes or "", "at"),
    "file": Kind(
        files.files,
        lambda row: row.name if row.withdrawn_at is None else "a file that was taken back",
        "at",
        words=True,
    ),
    "market_signal": Kind(
        market_signals.market_signals,
        lambda row: TAKEN_BACK if row.deleted_at else row.note,
        "at",
    ),
    "segment": Kind(
        derived.inferred_segments, lambda row: row.segment.replace("_", " "), reads=("segment",)
    ),
    "competitor": Kind(
        derived.competitive_intelligence, lambda row: row.competitor, reads=("competitor",)
    ),
    "extraction": Kind(
        context.context_extractions,
        lambda row: " about ".join(filter(None, ["a note", ", ".join(row.topics)])).replace(
            "_", " "
        ),
        "said_at",
        reads=("topics",),
    ),
    "theme": Kind(
        context.themes,
        lambda row: f"a concern about {row.topic.replace('_', ' ')}, voiced {row.count} times",
        "last_at",
    ),
    "signal": Kind(
        connections.signals, lambda row: f"{row.metric_name} moved in {row.period}", "created_at"
    ),
    "reading": Kind(
        connections.readings, lambda row: f"{row.metric_name}: {row.value:g} {row.unit}", "date"
    ),
    "record": Kind(
        performance.performance_records,
        lambda row: f"{row.metric} of {row.artifact_ref}: {row.value:g} {row.unit}",
        "date",
    ),
    "profile": Kind(
        people.business_profiles, lambda _: "what the business says of itself", "updated_at"
    ),
    "belief": Kind(
        beliefs.cdt_beliefs,
        lambda row: f"{row.belief_text} ({counted(row.evidence_count, 'piece')} of evidence)",
        "last_reinforced",
    ),
    "map": Kind(plans.execution_maps, lambda row: row.title, reads=("title",)),
    "artifact": Kind(plans.map_artifacts, lambda row: row.title, reads=("title",)),
    "prediction": Kind(
        predictions.predictions,
        lambda row: f"{row.metric} between {row.low:g} and {row.high:g} by {row.due_on}",
    ),
    "brief": Kind(plans.creator_briefs, lambda row: row.payload["brief"]["title"]),
    "assignment": Kind(
        market.assignments, lambda row: f"offer {row.status}", "offered_at", reads=("status",)
    ),
    "deliverable": Kind(
        market.deliverables, lambda row: f"version {row.version}", reads=("version",)
    ),
    "payment": Kind(
        ledger.creator_payments,
        lambda row: f"{row.kind} fee of {in_money(row.amount_cents, row.currency)}",
        "paid_at",
    ),
    "entry": Kind(calendar.calendar_entries, lambda row: row.title, "publish_on", reads=("title",)),
    "journey": Kind(
        performance.journeys,
        lambda row: f"revenue of {in_money(row.value_cents, row.currency)}",
        "converted_at",
    ),
    "credit": Kind(
        performance.credits,
        lambda row: (
            f"{in_money(row.amount_cents, row.currency)} credited through {row.channel} "
            f"({row.model.replace('_', ' ')})"
        ),
    ),
    "release": Kind(
        releases.cdt_versions,
        lambda row: f"version {row.version}: {row.verdict}",
        reads=("version", "verdict"),
    ),
}


async def of_kind(ctx: Ctx, kind: str, ids: Sequence[UUID]) -> list[Found]:
    """The rows of one kind with these ids, in the order of the ids."""
    known = KINDS.get(kind)
    if known is None or not ids:
        return []
    columns = [known.table.c[name] for name in (*_ALWAYS, known.at, *known.reads)]
    query = select(*(columns if known.reads else [known.table]))
    query = query.where(among(known.table.c.id, ids))
    rows = {row.id: row for row in await ctx.rows(query)}
    return [_found(kind, known, rows[each]) for each in ids if each in rows]


async def times(ctx: Ctx, kind: str, ids: Sequence[UUID]) -> dict[UUID, Any]:
    """When the rows of one kind happened, by id, in the order of the ids."""
    known = KINDS[kind]
    query = select(known.table.c.id, known.table.c[known.at].label("at"))
    found = {row.id: row.at for row in await ctx.rows(query.where(among(known.table.c.id, ids)))}
    return {each: found[each] for each in ids if each in found}


async def came_in(ctx: Ctx, wanted: Mapping[str, Collection[UUID]]) -> dict[UUID, datetime]:
    """When those of the rows came to be known here that the actor may read; kind → ids."""
    found: dict[UUID, datetime] = {}
    for kind, ids in wanted.items():
        if kind not in KINDS or not ids:
            continue
        known = KINDS[kind]
        query = select(known.table.c.id, known.table.c.created_at)
        query = query.where(among(known.table.c.id, ids))
        if known.words and ctx.actor.role != "worker":
            query = query.where(_open(known.table, ctx.actor.user_id))
        found |= {row.id: row.created_at for row in await ctx.rows(query)}
    return found


def _open(table: Table, who: UUID | None) -> Any:
    """Words that anybody may read, or that are somebody's own."""
    mine = or_(table.c.author_id.is_(None), table.c.author_id == who)
    return or_(mine, table.c.visibility == "team") if "visibility" in table.c else mine


async def anything(ctx: Ctx, one: UUID) -> Found | None:
    """Whatever row of this business has the id."""
    asked = [
        select(literal(name).label("kind")).where(kind.table.c.id == one)
        for name, kind in KINDS.items()
    ]
    name = await ctx.value(union_all(*asked))
    found = await of_kind(ctx, name, [one]) if name else []
    return found[0] if found else None


async def links_from(ctx: Ctx, ids: Sequence[UUID]) -> list[Any]:
    """The evidence that each id rests on, in the order in which it was given."""
    table = outcomes.evidence_links
    query = select(table).where(among(table.c.from_id, ids))
    return await ctx.rows(query.order_by(table.c.created_at, table.c.id))


async def links_below(ctx: Ctx, one: UUID, deepest: int) -> list[Any]:
    """All links that can be reached from an id, level by level, as `links_from` gives them."""
    table = outcomes.evidence_links
    level = literal(0)
    start = select(literal(one, Uuid).label("id"), level.label("depth"))
    reached = start.cte("reached", recursive=True)
    step = select(table.c.to_id, reached.c.depth + 1).join(reached, table.c.from_id == reached.c.id)
    reached = reached.union(step.where(reached.c.depth < deepest - 1))
    nearest = select(reached.c.id, func.min(reached.c.depth).label("depth"))
    nearest = nearest.group_by(reached.c.id).subquery()
    query = select(table).join(nearest, table.c.from_id == nearest.c.id)
    return await ctx.rows(query.order_by(nearest.c.depth, table.c.created_at, table.c.id))


async def links_to(ctx: Ctx, one: UUID) -> list[Any]:
    """Everything that rests on an id."""
    table = outcomes.evidence_links
    return await ctx.rows(select(table).where(table.c.to_id == one).order_by(table.c.id))


async def links_into(ctx: Ctx, ids: Sequence[UUID]) -> list[Any]:
    """What rests on any of `ids`, in the order in which it was given."""
    table = outcomes.evidence_links
    query = select(table).where(among(table.c.to_id, ids))
    return await ctx.rows(query.order_by(table.c.created_at, table.c.id))


async def unresolved(ctx: Ctx) -> tuple[int, list[Any]]:
    """How many evidence links there are, and those with an end that does not exist."""
    table = outcomes.evidence_links
    links = await ctx.rows(select(table))
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for link in links:
        wanted[link.from_kind].add(link.from_id)
        wanted[link.to_kind].add(link.to_id)
    known: set[tuple[str, UUID]] = set()
    for kind, ids in wanted.items():
        if kind in KINDS:
            rows = KINDS[kind].table
            found = await ctx.rows(select(rows.c.id).where(among(rows.c.id, ids)))
            known |= {(kind, row.id) for row in found}
    broken = [
        link for link in links
        if (link.from_kind, link.from_id) not in known or (link.to_kind, link.to_id) not in known
    ]  # fmt: skip
    return len(links), broken


async def revenue_with_receipt(ctx: Ctx) -> UUID | None:
    """The largest revenue that a bought map's artifact had a part in, or else the largest."""
    table, credit, entry = performance.journeys, performance.credits, plans.map_artifacts
    bought = (
        select(table.c.id)
        .join(credit, credit.c.journey_id == table.c.id)
        .join(entry, entry.c.calendar_entry_id == credit.c.calendar_entry_id)
        .where(credit.c.model == "position")
        .order_by(table.c.value_cents.desc(), table.c.external_id)
        .limit(1)
    )
    largest = (
        select(table.c.id)
        .where(table.c.value_cents > 0)
        .order_by(table.c.value_cents.desc(), table.c.external_id)
        .limit(1)
    )
    return await ctx.value(bought) or await ctx.value(largest)


def _found(kind: str, known: Kind, row: Any) -> Found:
    private = known.words and getattr(row, "visibility", "private") != "team"
    return Found(
        kind, row.id, getattr(row, known.at), shorten(known.says(row), 400),
        getattr(row, "author_id", None) if known.words else None, private,
    )  # fmt: skip
