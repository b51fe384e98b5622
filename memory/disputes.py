"""Disputes: a creator says that a review is wrong, and a person decides."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, Text, Uuid, select, update
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from memory.ctx import Ctx
from memory.tables import moment, sealed, tenant_table, unique

disputes = tenant_table(
    "disputes",
    Column("creator_id", Uuid, nullable=False),
    Column("claim", Text, nullable=False),
    sealed("reason", nullable=False),
    moment("opened_at", nullable=False),
    Column("status", Text, nullable=False, server_default="open"),
    sealed("decision"),
    moment("decided_at"),
    Column("decided_by", Uuid),
    sealed("reply"),
    moment("replied_at"),
    Column("replied_by", Uuid),
    unique("assignment_id"),
    refers={"assignment_id": "assignments"},
)


async def keep(ctx: Ctx, row: dict[str, Any]) -> bool:
    """Keep a dispute; False when there is one about this work already."""
    one = derived_id(row["assignment_id"], "dispute")
    made = insert(disputes).values(id=one, business_id=ctx.business_id, **row)
    kept = made.on_conflict_do_nothing().returning(disputes.c.id)
    return (await ctx.value(kept)) is not None


async def of_work(ctx: Ctx, assignment_id: UUID) -> Any:
    """The dispute about an assignment, or None."""
    return await ctx.row(select(disputes).where(disputes.c.assignment_id == assignment_id))


async def answer(ctx: Ctx, assignment_id: UUID, words: str) -> None:
    """Write what the other side says to a dispute."""
    table = disputes
    values = {"reply": words, "replied_at": ctx.at, "replied_by": ctx.actor.user_id}
    write = update(table).where(table.c.assignment_id == assignment_id, table.c.status == "open")
    await ctx.db.execute(write.values(**values))


async def decide(ctx: Ctx, assignment_id: UUID, status: str, decision: str) -> None:
    """Write how an open dispute about an assignment ended; without one nothing changes."""
    table = disputes
    values = {"status": status, "decision": decision, "decided_at": ctx.at}
    write = update(table).where(table.c.assignment_id == assignment_id, table.c.status == "open")
    await ctx.db.execute(write.values(**values, decided_by=ctx.actor.user_id))
