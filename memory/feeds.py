"""Calendar feeds: who may read the calendar by a secret address, and until when."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Index, Text, Uuid, insert, select, text, update

from core.ids import new_id
from memory.ctx import Ctx
from memory.tables import moment, tenant_table

calendar_feeds = tenant_table(
    "calendar_feeds",
    Column("user_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("token_hash", Text, nullable=False),
    Column("ghosts", Boolean, nullable=False, server_default="false"),
    moment("revoked_at"),
    moment("read_at"),
)
Index("ix_calendar_feeds_token_hash", calendar_feeds.c.token_hash)


@dataclass(frozen=True)
class Subscription:
    """Whose feed a secret address is."""

    id: UUID
    business_id: UUID
    user_id: UUID


async def subscription_of(ctx: Ctx, token_hash: str) -> Subscription | None:
    """The feed of a secret address that was not revoked (a narrow definer function)."""
    query = text("select id, business_id, user_id from feed_of(:hash)")
    found = (await ctx.db.execute(query, {"hash": token_hash})).first()
    return Subscription(found.id, found.business_id, found.user_id) if found else None


async def start_feed(ctx: Ctx, name: str, token_hash: str, *, ghosts: bool) -> UUID:
    """Keep a new feed of the actor's; only the hash of its address is kept."""
    feed_id = new_id()
    row = {"id": feed_id, "business_id": ctx.business_id, "user_id": ctx.actor.user_id,
           "name": name, "token_hash": token_hash, "ghosts": ghosts}  # fmt: skip
    await ctx.db.execute(insert(calendar_feeds).values(row))
    return feed_id


async def feeds(ctx: Ctx) -> list[Any]:
    """The actor's feeds that were not revoked, newest first."""
    table = calendar_feeds
    mine = (table.c.user_id == ctx.actor.user_id, table.c.revoked_at.is_(None))
    return await ctx.rows(select(table).where(*mine).order_by(table.c.created_at.desc()))


async def feed_read(ctx: Ctx, feed_id: UUID) -> Any:
    """Note that a feed is read just now; returns its row."""
    table = calendar_feeds
    query = update(table).where(table.c.id == feed_id).values(read_at=ctx.at)
    return await ctx.row(query.returning(table))


async def revoke_feed(ctx: Ctx, feed_id: UUID) -> bool:
    """End a feed of the actor's for good; False where there is none."""
    table = calendar_feeds
    mine = (table.c.user_id == ctx.actor.user_id, table.c.revoked_at.is_(None))
    query = update(table).where(table.c.id == feed_id, *mine).values(revoked_at=ctx.at)
    return (await ctx.value(query.returning(table.c.id))) is not None
