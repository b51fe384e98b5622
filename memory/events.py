"""The append-only log of facts.

Recording one enqueues what follows, in the caller's transaction.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Identity,
    Index,
    Row,
    Text,
    Uuid,
    func,
    insert,
    select,
    text,
)

from core.ids import new_id
from domain.facts import Event
from domain.loop import react
from domain.pieces import gathered
from memory import notices, queue
from memory.ctx import Ctx
from memory.tables import document, moment, tenant_table

NOTICE = "events"
"""What who follows the log waits for (`memory/notices.py`)."""

events = tenant_table(
    "events",
    Column("seq", BigInteger, Identity(), nullable=False, unique=True),
    Column("channel", Text, nullable=False),
    Column("name", Text, nullable=False),
    document("payload"),
    Column("actor_id", Uuid),
    moment("at", nullable=False),
)
Index("ix_events_seq", events.c.business_id, events.c.seq)
Index("ix_events_name", events.c.business_id, events.c.name, events.c.seq)


async def record(ctx: Ctx, *facts: Event) -> None:
    """Write facts to the log and enqueue what follows from them, in the caller's transaction.

    Work of one kind that follows from several of them is gathered (`domain.pieces.gathered`).
    """
    if not facts:
        return
    rows = [
        {
            "id": new_id(),
            "business_id": ctx.business_id,
            "channel": fact.channel,
            "name": type(fact).__name__,
            "payload": fact.model_dump(mode="json"),
            "actor_id": ctx.actor.user_id,
            "at": ctx.at,
        }
        for fact in facts
    ]
    await ctx.db.execute(insert(events), rows)
    await notices.give(ctx, NOTICE)
    await queue.enqueue(ctx, gathered([work for fact in facts for work in react(fact)]))


async def latest(ctx: Ctx, name: str) -> Row[Any] | None:
    """The newest event of one name, or None."""
    query = select(events).where(events.c.name == name).order_by(events.c.seq.desc()).limit(1)
    return await ctx.row(query)


async def after(ctx: Ctx, seq: int, limit: int = 200) -> list[Row[Any]]:
    """Events of this business with a sequence number above `seq`, oldest first."""
    query = select(events).where(events.c.seq > seq).order_by(events.c.seq).limit(limit)
    return await ctx.rows(query)


async def newest(ctx: Ctx) -> int:
    """The number of the newest event of the business that is seen; 0 before the first."""
    return int(await ctx.value(select(func.max(events.c.seq))) or 0)


async def settled_after(ctx: Ctx, seq: int, limit: int = 200) -> list[Row[Any]]:
    """As `after`, but only up to where no transaction is still writing.

    Numbers are given out when a row is written and seen when it is committed, so a reader that
    goes by the highest number seen would miss a slower transaction's smaller one.
    """
    settled = text("age(events.xmin) > age(pg_snapshot_xmin(pg_current_snapshot())::xid)")
    query = select(events).where(events.c.seq > seq, settled).order_by(events.c.seq).limit(limit)
    return await ctx.rows(query)
