"""Market signals: what people logged of the world outside, sealed; a link is kept, never opened."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Date, Row, Text, Uuid, select, update
from sqlalchemy.dialects.postgresql import insert

from memory.ctx import Ctx
from memory.tables import among, moment, sealed, tenant_table, unique

market_signals = tenant_table(
    "market_signals",
    Column("kind", Text, nullable=False),
    Column("day", Date, nullable=False),
    sealed("note", nullable=False),
    sealed("link"),
    sealed("competitor"),
    Column("author_id", Uuid),
    moment("at", nullable=False),
    moment("edited_at"),
    moment("deleted_at"),
    Column("content_hash", Text, nullable=False),
    unique("content_hash"),
)


async def keep(ctx: Ctx, row: dict[str, Any]) -> bool:
    """Keep a signal; False where the same one is there, taken back or not."""
    made = insert(market_signals).values(business_id=ctx.business_id, **row)
    done = made.on_conflict_do_nothing().returning(market_signals.c.id)
    return await ctx.value(done) is not None


async def signal(ctx: Ctx, signal_id: UUID, *, held: bool = False) -> Row[Any] | None:
    """One signal, taken back or not; `held` until the transaction ends."""
    query = select(market_signals).where(market_signals.c.id == signal_id)
    return await ctx.row(query.with_for_update() if held else query)


async def by_hash(ctx: Ctx, content_hash: str) -> Row[Any] | None:
    """The signal that is the same, taken back or not, or None."""
    query = select(market_signals).where(market_signals.c.content_hash == content_hash)
    return await ctx.row(query.with_for_update())


async def change(ctx: Ctx, signal_id: UUID, **values: Any) -> None:
    """Write columns of a signal."""
    table = market_signals
    await ctx.db.execute(update(table).where(table.c.id == signal_id).values(**values))


async def newest(ctx: Ctx, most: int | None = None, since: date | None = None) -> list[Row[Any]]:
    """Signals that were not taken back, the newest day first."""
    table = market_signals
    query = select(table).where(table.c.deleted_at.is_(None))
    if since:
        query = query.where(table.c.day >= since)
    return await ctx.rows(query.order_by(table.c.day.desc(), table.c.id.desc()).limit(most))


async def named(ctx: Ctx, ids: Sequence[UUID]) -> list[Row[Any]]:
    """Those of `ids` that were not taken back."""
    table = market_signals
    query = select(table).where(among(table.c.id, ids), table.c.deleted_at.is_(None))
    return await ctx.rows(query)
