"""The marketplace: creators, offers and the work that follows, and each creator's record."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Text,
    Uuid,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id, new_id
from domain.assignments import HOLDS
from memory import people, plans
from memory.ctx import Ctx
from memory.tables import (
    among,
    created,
    document,
    global_table,
    moment,
    sealed,
    tenant_table,
    texts,
    unique,
)

creators = global_table(
    "creators",
    "a creator works for many businesses; the row holds nothing of any but who invited them",
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid),
    Column("name", Text, nullable=False),
    texts("specializations"),
    texts("artifact_types"),
    Column("tier", Text, nullable=False, server_default="rising"),
    Column("performance_score", Float),
    Column("total_briefs_completed", Integer, nullable=False, server_default="0"),
    Column("acceptance_rate", Float),
    Column("avg_delivery_time", Float),
    Column("revision_rate", Float),
    Column("capacity", Integer, nullable=False, server_default="1"),
    Column("active_briefs", Integer, nullable=False, server_default="0"),
    document("price_cents"),
    document("history", default="[]"),
    Column("portfolio", Text, nullable=False, server_default=""),
    texts("languages"),
    Column("vetted", Boolean, nullable=False, server_default="true"),
    Column("invited_by", Uuid, ForeignKey("businesses.id", ondelete="SET NULL")),
    moment("left_at"),
    created(),
    CheckConstraint("active_briefs >= 0", name="load_never_negative"),
)

assignments = tenant_table(
    "assignments",
    Column("creator_id", Uuid, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("fee_cents", BigInteger, nullable=False),
    Column("bonus_cents", BigInteger, nullable=False, server_default="0"),
    Column("revisions", Integer, nullable=False, server_default="0"),
    Column("decline_reason", Text),
    Column("decline_kind", Text),
    Column("fault", Text),
    document("because"),
    moment("offered_at", nullable=False),
    moment("expires_at", nullable=False),
    moment("answered_at"),
    moment("delivered_at"),
    moment("passed_at"),
    moment("escalated_at"),
    Column("bid_cents", BigInteger),
    Column("paid_percent", Integer, nullable=False, server_default="100"),
    unique("brief_id", "creator_id"),
    refers={"brief_id": "creator_briefs"},
)

Index("ix_assignments_creator_id", assignments.c.creator_id)
Index(
    "uq_assignments_one_holder",
    assignments.c.business_id,
    assignments.c.brief_id,
    unique=True,
    postgresql_where=assignments.c.status.in_(HOLDS),
)

deliverables = tenant_table(
    "deliverables",
    Column("creator_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    sealed("text", nullable=False),
    Column("passed", Boolean),
    sealed("review"),
    Column("fault", Text),
    Column("blob", Text),
    Column("kind", Text, nullable=False, server_default="text"),
    Column("size", BigInteger, nullable=False, server_default="0"),
    Column("ai_use", Text, nullable=False, server_default="none"),
    sealed("note"),
    Column("reviewed_by", Uuid),
    unique("assignment_id", "version"),
    refers={"assignment_id": "assignments"},
)

work_drafts = tenant_table(
    "work_drafts",
    Column("creator_id", Uuid, nullable=False),
    Column("blob", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    sealed("note"),
    unique("assignment_id", "blob"),
    refers={"assignment_id": "assignments"},
)

creator_performance = tenant_table(
    "creator_performance",
    Column("creator_id", Uuid, nullable=False),
    Column("quality_score", Float, nullable=False),
    Column("delivery_time", Float, nullable=False),
    Column("revision_count", Integer, nullable=False),
    Column("customer_satisfaction", Float),
    document("artifact_performance"),
    unique("brief_id"),
    refers={"brief_id": "creator_briefs"},
)


async def keep_creators(ctx: Ctx, rows: Sequence[dict[str, Any]]) -> list[UUID]:
    """Write creators; one that is known is left as it is. Returns the ids that are new."""
    full = [{**row, "id": creator_id(row.pop("external_id"))} for row in map(dict, rows)]
    made = insert(creators).on_conflict_do_nothing().returning(creators.c.id)
    return [*(await ctx.db.scalars(made, full))]


def creator_id(external_id: str) -> UUID:
    """Our id of a creator who came in by a file; the same for ever."""
    return derived_id("creator", external_id)


def own_id(user_id: UUID) -> UUID:
    """The id of a person who becomes a creator here for the first time."""
    return derived_id("creator", "person", user_id)


async def seat_for(ctx: Ctx, user_id: UUID) -> UUID:
    """The id under which a person is a creator, or becomes one; who left before begins anew."""
    if known := await people.creator_of(ctx, user_id):
        return known
    first = own_id(user_id)
    return first if await creator(ctx, first) is None else new_id(ctx.at)


async def all_creators(ctx: Ctx) -> list[Any]:
    """Every creator of the marketplace who has not left."""
    here = creators.c.left_at.is_(None)
    return await ctx.rows(select(creators).where(here).order_by(creators.c.id))


async def ever(ctx: Ctx) -> list[Any]:
    """Id, name and tier of every creator whom there ever was; those who left have no name."""
    return await ctx.rows(select(creators.c.id, creators.c.name, creators.c.tier))


async def keep_assignment(ctx: Ctx, row: dict[str, Any]) -> bool:
    """Write an offer; False when this creator was offered this brief before."""
    made = insert(assignments).values(business_id=ctx.business_id, **row)
    kept = made.on_conflict_do_nothing().returning(assignments.c.id)
    return (await ctx.value(kept)) is not None


async def assignment(ctx: Ctx, assignment_id: UUID) -> Any:
    """One assignment or None; where something may be written, locked so that it is done once."""
    query = select(assignments).where(assignments.c.id == assignment_id)
    return await ctx.row(query if ctx.read_only else query.with_for_update())


async def assignments_of(ctx: Ctx, brief_id: UUID) -> list[Any]:
    """Every offer of one brief, first offered first."""
    table = assignments
    return await ctx.rows(select(table).where(table.c.brief_id == brief_id).order_by(table.c.rank))


async def all_assignments(ctx: Ctx) -> list[Any]:
    """Every offer of the business (for a creator, those to them), first offered first."""
    table = assignments
    query = select(table).where(table.c.business_id == ctx.actor.business_id)
    return await ctx.rows(query.order_by(table.c.offered_at, table.c.id))


async def stands(ctx: Ctx) -> list[Any]:
    """Brief, creator and status of every offer of the business, first offered first."""
    table = assignments
    query = select(table.c.brief_id, table.c.creator_id, table.c.status)
    return await ctx.rows(query.order_by(table.c.offered_at, table.c.id))


async def assignments_that_are(ctx: Ctx, *states: str) -> list[Any]:
    """Offers of the business in one of these states, first offered first."""
    table = assignments
    query = select(table).where(
        table.c.business_id == ctx.actor.business_id, among(table.c.status, states)
    )
    return await ctx.rows(query.order_by(table.c.offered_at, table.c.id))


async def desks(ctx: Ctx, assignment_id: UUID | None = None) -> list[UUID]:
    """The businesses that made the creator of `ctx` an offer: all, or the one of an assignment."""
    table = assignments
    query = select(table.c.business_id).distinct().order_by(table.c.business_id)
    if assignment_id is not None:
        query = query.where(table.c.id == assignment_id)
    return [row.business_id for row in await ctx.rows(query)]


async def desk_of_file(ctx: Ctx, file_id: UUID) -> list[UUID]:
    """The business for which the creator of `ctx` handed in a version or a draft, if any."""
    for table in (deliverables, work_drafts):
        query = select(table.c.business_id).where(table.c.id == file_id)
        if found := await ctx.row(query):
            return [found.business_id]
    return []


async def declines(ctx: Ctx) -> list[Any]:
    """Offers of the business that were declined with a reason, newest first, with their briefs."""
    table, briefs = assignments, plans.creator_briefs
    query = select(
        table.c.creator_id, table.c.answered_at, table.c.decline_kind, table.c.fee_cents,
        briefs.c.specialization, briefs.c.artifact_type,
    ).join(briefs, briefs.c.id == table.c.brief_id)  # fmt: skip
    told = (table.c.status == "declined", table.c.decline_kind.is_not(None))
    return await ctx.rows(query.where(*told).order_by(table.c.answered_at.desc()))


async def change_assignment(ctx: Ctx, assignment_id: UUID, **values: Any) -> None:
    """Write the new state of an assignment."""
    table = assignments
    await ctx.db.execute(update(table).where(table.c.id == assignment_id).values(**values))


async def take_on(ctx: Ctx, creator: UUID) -> bool:
    """A creator takes on one more brief; False, and nothing changes, where there is no room."""
    table = creators
    room = table.c.active_briefs < table.c.capacity
    write = update(table).where(table.c.id == creator, room)
    made = write.values(active_briefs=table.c.active_briefs + 1).returning(table.c.id)
    return (await ctx.value(made)) is not None


async def set_free(ctx: Ctx, creator: UUID) -> None:
    """A creator is done with a brief."""
    table = creators
    load = table.c.active_briefs - 1
    await ctx.db.execute(update(table).where(table.c.id == creator).values(active_briefs=load))


async def keep_deliverable(ctx: Ctx, row: dict[str, Any]) -> bool:
    """Keep a version handed in; False when it was handed in before."""
    made = insert(deliverables).values(business_id=ctx.business_id, **row)
    kept = made.on_conflict_do_nothing().returning(deliverables.c.id)
    return (await ctx.value(kept)) is not None


async def deliverable(ctx: Ctx, deliverable_id: UUID) -> Any:
    """One version handed in, or None."""
    return await ctx.row(select(deliverables).where(deliverables.c.id == deliverable_id))


async def deliverables_of(ctx: Ctx, assignment_id: UUID) -> list[Any]:
    """Every version of one assignment, first first."""
    table = deliverables
    query = select(table).where(table.c.assignment_id == assignment_id)
    return await ctx.rows(query.order_by(table.c.version))


async def all_deliverables(ctx: Ctx) -> list[Any]:
    """Every version handed in to this business (by a creator, theirs), oldest first."""
    table = deliverables
    query = select(table).where(table.c.business_id == ctx.business_id)
    return await ctx.rows(query.order_by(table.c.created_at, table.c.id))


async def judge_deliverable(
    ctx: Ctx, deliverable_id: UUID, passed: bool, review: Any, fault: str | None
) -> None:
    """Write the review of a version; `fault` says whose it is that it did not pass."""
    table = deliverables
    values = {
        "passed": passed, "review": review, "fault": fault, "reviewed_by": ctx.actor.user_id
    }  # fmt: skip
    await ctx.db.execute(update(table).where(table.c.id == deliverable_id).values(**values))


async def note_findings(ctx: Ctx, deliverable_id: UUID, review: dict[str, Any]) -> None:
    """Write what code found in a version on which a person decides; it is not judged by that."""
    table = deliverables
    write = update(table).where(table.c.id == deliverable_id)
    await ctx.db.execute(write.values(review=review))


async def keep_record(ctx: Ctx, row: dict[str, Any]) -> None:
    """Write a creator's record of one brief; the first stays."""
    values = {"id": derived_id(row["brief_id"], "record"), "business_id": ctx.business_id, **row}
    await ctx.db.execute(insert(creator_performance).values(values).on_conflict_do_nothing())


async def records(ctx: Ctx) -> list[Any]:
    """Creators' records within this business; for a creator without one, their own everywhere."""
    return await ctx.rows(select(creator_performance).order_by(creator_performance.c.id))


async def record_of(ctx: Ctx, brief_id: UUID) -> Any:
    """The record of one brief within this business, or None."""
    table = creator_performance
    return await ctx.row(select(table).where(table.c.brief_id == brief_id))


async def keep_result(
    ctx: Ctx, brief_id: UUID, outcome: float | None, settlement: dict[str, Any]
) -> None:
    """Write how far a finished piece reached its metric, 0 to 1 (None: not known), and what its
    bonus came to, into its creator's record."""
    table = creator_performance
    found = table.c.artifact_performance.concat({"outcome": outcome, "bonus": settlement})
    write = update(table).where(table.c.brief_id == brief_id)
    await ctx.db.execute(write.values(artifact_performance=found))


async def rate(ctx: Ctx, brief_id: UUID, satisfaction: float) -> bool:
    """Write how content the founder is with finished work; False where there is no record."""
    table = creator_performance
    write = update(table).where(table.c.brief_id == brief_id)
    made = write.values(customer_satisfaction=satisfaction).returning(table.c.id)
    return (await ctx.value(made)) is not None


async def everywhere(ctx: Ctx) -> list[Any]:
    """Every offer to the creator of `ctx`, whichever business made it, first offered first."""
    table = assignments
    query = select(table).where(table.c.creator_id == ctx.actor.creator_id)
    return await ctx.rows(query.order_by(table.c.offered_at, table.c.id))


async def creator(ctx: Ctx, one: UUID) -> Any:
    """One creator of the marketplace, or None."""
    return await ctx.row(select(creators).where(creators.c.id == one))


async def admit(ctx: Ctx, row: dict[str, Any]) -> None:
    """Let a person in as a creator, or write their terms anew where they are one."""
    write = insert(creators).values(row)
    terms = {name: write.excluded[name] for name in row if name not in ("id", "user_id")}
    await ctx.db.execute(write.on_conflict_do_update(index_elements=["id"], set_=terms))


async def bring_in(ctx: Ctx, row: dict[str, Any]) -> None:
    """Let somebody in whom the business of `ctx` invited: nobody vetted them yet."""
    values = {**row, "vetted": False, "invited_by": ctx.business_id}
    await ctx.db.execute(insert(creators).values(values))


async def change_tier(ctx: Ctx, one: UUID, tier: str) -> None:
    """Write the tier that a creator has now."""
    await ctx.db.execute(update(creators).where(creators.c.id == one).values(tier=tier))


async def keep_draft(ctx: Ctx, row: dict[str, Any]) -> bool:
    """Keep a draft as evidence of work; False when that very file was kept before."""
    made = insert(work_drafts).values(business_id=ctx.business_id, **row)
    kept = made.on_conflict_do_nothing().returning(work_drafts.c.id)
    return (await ctx.value(kept)) is not None


async def drafts_of(ctx: Ctx, assignment_id: UUID) -> list[Any]:
    """The drafts of one assignment, oldest first."""
    table = work_drafts
    query = select(table).where(table.c.assignment_id == assignment_id)
    return await ctx.rows(query.order_by(table.c.created_at, table.c.id))


async def draft(ctx: Ctx, draft_id: UUID) -> Any:
    """One draft, or None."""
    return await ctx.row(select(work_drafts).where(work_drafts.c.id == draft_id))
