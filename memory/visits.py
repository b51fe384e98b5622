"""When each person last looked in, so that a page can say what changed since; and those changes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, Uuid, case, select
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from memory.ctx import Ctx
from memory.events import events
from memory.tables import moment, tenant_table, unique

APART = timedelta(minutes=30)
"""Looking in again within this time is still the same visit."""

visits = tenant_table(
    "visits",
    Column("user_id", Uuid, nullable=False),
    moment("at", nullable=False),
    Column("seq", BigInteger, nullable=False),
    moment("since_at"),
    Column("since_seq", BigInteger),
    unique("user_id"),
)
"""`at` and `seq`: when the person looked in last, and the newest event then. `since_…`: the same of
the visit before, which stays as it is for as long as the present visit lasts."""


async def look_in(ctx: Ctx, seq: int) -> Any:
    """Note that the person of `ctx` looks in and sees events up to `seq`; returns their row."""
    table = visits
    row = {
        "id": derived_id(ctx.business_id, "visit", ctx.actor.user_id),
        "business_id": ctx.business_id, "user_id": ctx.actor.user_id, "at": ctx.at, "seq": seq,
    }  # fmt: skip
    new = table.c.at < ctx.at - APART
    write = insert(table).values(row)
    write = write.on_conflict_do_update(
        index_elements=["business_id", "user_id"],
        set_={
            "since_at": case((new, table.c.at), else_=table.c.since_at),
            "since_seq": case((new, table.c.seq), else_=table.c.since_seq),
            "at": write.excluded.at,
            "seq": write.excluded.seq,
        },
    )
    return await ctx.row(write.returning(*table.c))


async def known(ctx: Ctx) -> bool:
    """Whether the person of `ctx` looked in before."""
    query = select(visits.c.id).where(visits.c.user_id == ctx.actor.user_id)
    return await ctx.value(query) is not None


async def changes(
    ctx: Ctx, names: Sequence[str], seq: int, since: datetime | None, limit: int = 1000
) -> list[Any]:
    """Events of these names above `seq` and since `since` that others or jobs caused, newest first.

    Rows: (seq, name, payload, at).
    """
    query = select(events.c.seq, events.c.name, events.c.payload, events.c.at).where(
        events.c.seq > seq,
        events.c.name.in_(names),
        events.c.actor_id.is_distinct_from(ctx.actor.user_id),
    )
    if since is not None:
        query = query.where(events.c.at >= since)
    return await ctx.rows(query.order_by(events.c.seq.desc()).limit(limit))
