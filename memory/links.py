"""Links that work once, for one person: only the hashes of their tokens are kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Row, Text, Uuid, insert, select, text, update

from memory.ctx import Ctx
from memory.tables import created, global_table, moment

links = global_table(
    "links",
    "a link that works once belongs to a person, who may belong to no business",
    Column("hash", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("email", Text),
    moment("expires_at", nullable=False),
    moment("used_at"),
    created(),
)


async def make(
    ctx: Ctx, kind: str, token_hash: str, expires_at: datetime, email: str | None = None
) -> None:
    """Keep a link for the person of `ctx`."""
    row = {"hash": token_hash, "kind": kind, "user_id": ctx.actor.user_id, "email": email}
    await ctx.db.execute(insert(links).values(**row, expires_at=expires_at, created_at=ctx.at))


async def owner(ctx: Ctx, token_hash: str, kind: str) -> UUID | None:
    """Whose link of that kind this is (a narrow definer function)."""
    query = text("select user_id from link_of(:hash, :kind)")
    return (await ctx.db.execute(query, {"hash": token_hash, "kind": kind})).scalar()


async def one(ctx: Ctx, token_hash: str, *, lock: bool = False) -> Row[Any] | None:
    """The link of the person of `ctx`; locked, it is used by one alone."""
    query = select(links).where(links.c.hash == token_hash)
    return await ctx.row(query.with_for_update() if lock else query)


async def use_up(ctx: Ctx, kind: str) -> None:
    """Spend every link of that kind that the person of `ctx` still has."""
    query = update(links).where(links.c.kind == kind, links.c.used_at.is_(None))
    await ctx.db.execute(query.values(used_at=ctx.at))


async def made_since(ctx: Ctx, kind: str, since: datetime) -> bool:
    """Whether the person of `ctx` got a link of that kind after `since` that is still good."""
    fresh = (links.c.kind == kind, links.c.created_at > since, links.c.used_at.is_(None))
    return await ctx.value(select(links.c.hash).where(*fresh).limit(1)) is not None
