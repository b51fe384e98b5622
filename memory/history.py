"""What was believed when: every move and verdict of a belief, append-only, and what was unlearned.

A move keeps two times: `at`, when it came to be believed here, and `observed_at`, when what moved
it happened. It outlives the belief and holds no words of it; a verdict's reason is sealed.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Float, Identity, Index, Integer, Text, Uuid, func, select
from sqlalchemy.dialects.postgresql import insert

from core.ids import new_id
from memory.ctx import Ctx
from memory.tables import among, document, moment, sealed, tenant_table, texts

unlearnings = tenant_table(
    "unlearnings",
    Column("source_kind", Text, nullable=False),
    Column("source_id", Uuid, nullable=False),
    Column("pieces", Integer, nullable=False, server_default="0"),
    document("rests"),
    Column("user_id", Uuid),
    moment("at", nullable=False),
)
Index("ix_unlearnings_source", unlearnings.c.business_id, unlearnings.c.source_id)

belief_moves = tenant_table(
    "belief_moves",
    Column("seq", BigInteger, Identity(), nullable=False),
    Column("belief_id", Uuid, nullable=False),
    Column("cause", Text, nullable=False),
    Column("direction", Integer, nullable=False),
    Column("confidence_before", Float),
    Column("confidence_after", Float),
    Column("status_before", Text),
    Column("status_after", Text),
    Column("verdict_before", Text, nullable=False, server_default="none"),
    Column("verdict_after", Text, nullable=False, server_default="none"),
    Column("alpha", Float),
    Column("beta", Float),
    Column("evidence_count", Integer, nullable=False, server_default="0"),
    Column("counter_count", Integer, nullable=False, server_default="0"),
    texts("keys"),
    moment("observed_at"),
    Column("user_id", Uuid),
    sealed("reason"),
    moment("at", nullable=False),
    refers={"unlearning_id": "unlearnings"},
)
Index("ix_belief_moves_belief", belief_moves.c.business_id, belief_moves.c.belief_id)
Index("ix_belief_moves_at", belief_moves.c.business_id, belief_moves.c.at)


async def write_down(ctx: Ctx, rows: Sequence[dict[str, Any]]) -> None:
    """Append moves, in their order, as made now by who acts."""
    same = {"business_id": ctx.business_id, "at": ctx.at, "user_id": ctx.actor.user_id}
    full = [{"id": new_id(), **same, **row} for row in rows]
    if full:
        await ctx.db.execute(insert(belief_moves), full)


async def of_belief(ctx: Ctx, belief_id: UUID) -> list[Any]:
    """Every move of a belief, oldest first."""
    table = belief_moves
    return await ctx.rows(select(table).where(table.c.belief_id == belief_id).order_by(table.c.seq))


async def standing(ctx: Ctx, at: datetime) -> dict[UUID, Any]:
    """Belief → its last move up to a moment; what was gone by then is not among them."""
    table = belief_moves
    query = select(table).distinct(table.c.belief_id).where(table.c.at <= at, _moved())
    rows = await ctx.rows(query.order_by(table.c.belief_id, table.c.seq.desc()))
    return {row.belief_id: row for row in rows if row.confidence_after is not None}


async def last(ctx: Ctx, ids: Collection[UUID], *causes: str) -> dict[UUID, Any]:
    """Belief → its last move of one of these causes, for those of the beliefs that have one."""
    table = belief_moves
    query = select(table).distinct(table.c.belief_id)
    query = query.where(among(table.c.belief_id, ids), among(table.c.cause, causes))
    rows = await ctx.rows(query.order_by(table.c.belief_id, table.c.seq.desc()))
    return {row.belief_id: row for row in rows}


async def unlearned_since(ctx: Ctx, at: datetime) -> set[UUID]:
    """Beliefs from which something was unlearned after a moment."""
    table = belief_moves
    query = select(table.c.belief_id).distinct().where(table.c.cause == "unlearned")
    return {row.belief_id for row in await ctx.rows(query.where(table.c.at > at))}


async def first_day(ctx: Ctx) -> datetime | None:
    """When the history begins."""
    return await ctx.value(select(func.min(belief_moves.c.at)))


async def keep_unlearning(ctx: Ctx, row: dict[str, Any]) -> None:
    """Keep that something was unlearned."""
    values = {"business_id": ctx.business_id, "at": ctx.at, "user_id": ctx.actor.user_id, **row}
    await ctx.db.execute(insert(unlearnings).values(values))


async def all_unlearnings(ctx: Ctx, limit: int) -> list[Any]:
    """What was unlearned, the last first, with how many beliefs each moved."""
    table, moves = unlearnings, belief_moves
    count = select(func.count(moves.c.belief_id.distinct())).where(
        moves.c.unlearning_id == table.c.id
    )
    query = select(table, count.scalar_subquery().label("beliefs"))
    return await ctx.rows(query.order_by(table.c.at.desc(), table.c.id).limit(limit))


async def unlearning(ctx: Ctx, one: UUID) -> Any:
    """One report, or None."""
    return await ctx.row(select(unlearnings).where(unlearnings.c.id == one))


async def last_unlearning_of(ctx: Ctx, source_id: UUID) -> Any:
    """The last report about an input, or None."""
    table = unlearnings
    query = select(table).where(table.c.source_id == source_id)
    return await ctx.row(query.order_by(table.c.at.desc(), table.c.id.desc()).limit(1))


async def moves_of(ctx: Ctx, unlearning_id: UUID) -> list[Any]:
    """The moves that an unlearning made, in their order."""
    table = belief_moves
    query = select(table).where(table.c.unlearning_id == unlearning_id)
    return await ctx.rows(query.order_by(table.c.seq))


def _moved() -> Any:
    """Not those rows that say that somebody looked and left it."""
    return belief_moves.c.cause != "left"
