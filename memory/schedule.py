"""Everything that waits, as rows due by our clock; a ticker hands what is due to the queue."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Index, Text, select, text, update
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from domain.access import Actor, worker_for
from domain.work import BY_NAME, WORKS, Work
from memory import queue
from memory.ctx import Ctx, open_ctx
from memory.tables import document, moment, tenant_table, unique

scheduled_work = tenant_table(
    "scheduled_work",
    Column("key", Text, nullable=False),
    Column("work", Text, nullable=False),
    document("payload"),
    moment("due_at", nullable=False),
    moment("handed_at"),
    moment("cancelled_at"),
    unique("key"),
)
Index("ix_scheduled_work_due", scheduled_work.c.due_at)

_GOES_ON = [work.name() for work in WORKS if work.goes_on]
"""What falls due for a paused business too."""


async def wait_until(ctx: Ctx, due_at: datetime, work: Work) -> None:
    """Do `work` once our clock shows `due_at`; saying it twice changes nothing."""
    row = {
        "id": derived_id(ctx.business_id, "scheduled", work.key()),
        "business_id": ctx.business_id,
        "key": work.key(),
        "work": work.name(),
        "payload": work.model_dump(mode="json"),
        "due_at": due_at,
    }
    await ctx.db.execute(insert(scheduled_work).values(row).on_conflict_do_nothing())


async def known(ctx: Ctx, work: Work) -> bool:
    """Whether this work was ever scheduled, whatever became of it."""
    query = select(scheduled_work.c.id).where(scheduled_work.c.key == work.key())
    return await ctx.value(query) is not None


async def cancel(ctx: Ctx, work: Work) -> None:
    """What was waiting need not happen any more."""
    table = scheduled_work
    await ctx.db.execute(
        update(table)
        .where(table.c.key == work.key(), table.c.handed_at.is_(None))
        .values(cancelled_at=ctx.at)
    )


async def waiting(ctx: Ctx, work: Work) -> datetime | None:
    """When a piece of work falls due, as long as it waits; None once handed over, or never so."""
    table = scheduled_work
    query = select(table.c.due_at).where(
        table.c.key == work.key(), table.c.handed_at.is_(None), table.c.cancelled_at.is_(None)
    )
    return await ctx.value(query)


async def put_back(ctx: Ctx, work: Work, due_at: datetime | None = None) -> None:
    """Work that was taken up too early waits again: until the business is resumed, or `due_at`."""
    row = {
        "id": derived_id(ctx.business_id, "scheduled", work.key()), "business_id": ctx.business_id,
        "key": work.key(), "work": work.name(), "payload": work.model_dump(mode="json"),
        "due_at": due_at or ctx.at,
    }  # fmt: skip
    write = insert(scheduled_work).values(row)
    again = {"due_at": write.excluded.due_at, "handed_at": None, "cancelled_at": None}
    await ctx.db.execute(
        write.on_conflict_do_update(index_elements=["business_id", "key"], set_=again)
    )


async def next_due() -> datetime | None:
    """When the next waiting work of any business falls due; what is paused has no day."""
    async with open_ctx(Actor("operator"), read_only=True) as ctx:
        query = text("select next_due(cast(:names as text[]))")
        return (await ctx.db.execute(query, {"names": _GOES_ON})).scalar()


async def hand_over(now: datetime, most: int = 500) -> int:
    """Move what is due to the queue, one transaction per business; returns how many."""
    async with open_ctx(Actor("operator"), read_only=True) as ctx:
        query = text("select business_id, id from due_work(:now, :most, cast(:names as text[]))")
        asked = {"now": now, "most": most, "names": _GOES_ON}
        found = (await ctx.db.execute(query, asked)).all()
    by_business: dict[UUID, list[UUID]] = {}
    for business_id, row_id in found:
        by_business.setdefault(business_id, []).append(row_id)
    for business_id, ids in by_business.items():
        async with open_ctx(worker_for(business_id)) as ctx:
            await _hand(ctx, ids)
    return len(found)


async def _hand(ctx: Ctx, ids: list[UUID]) -> None:
    table = scheduled_work
    taken = await ctx.rows(
        update(table)
        .where(table.c.id.in_(ids), table.c.handed_at.is_(None), table.c.cancelled_at.is_(None))
        .values(handed_at=ctx.at)
        .returning(table.c.work, table.c.payload)
    )
    await queue.enqueue(ctx, [BY_NAME[row.work].model_validate(row.payload) for row in taken])
