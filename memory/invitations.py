"""Invitations into a business: only the hashes of their tokens are kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Row, Text, Uuid, insert, select, text, update

from core.ids import new_id
from memory.ctx import Ctx
from memory.market import creators
from memory.tables import moment, sealed, tenant_table, unique

invitations = tenant_table(
    "invitations",
    sealed("email", nullable=False),
    Column("role", Text, nullable=False),
    Column("creator_id", Uuid),
    Column("token_hash", Text, nullable=False),
    Column("invited_by", Uuid),
    moment("expires_at", nullable=False),
    moment("accepted_at"),
    Column("accepted_by", Uuid),
    moment("revoked_at"),
    unique("token_hash"),
)


@dataclass(frozen=True)
class Invited:
    """Who is invited as what; `creator_id` for the seat of a known creator."""

    email: str
    role: str
    creator_id: UUID | None = None


async def invite(ctx: Ctx, who: Invited, token_hash: str, expires_at: datetime) -> UUID:
    """Keep an invitation into the business of `ctx`; returns its id."""
    row = {
        "id": new_id(),
        "business_id": ctx.business_id,
        "email": who.email,
        "role": who.role,
        "creator_id": who.creator_id,
        "token_hash": token_hash,
        "invited_by": ctx.actor.user_id,
        "expires_at": expires_at,
    }
    await ctx.db.execute(insert(invitations).values(row))
    return row["id"]


async def house_of(ctx: Ctx, token_hash: str) -> UUID | None:
    """The business that a token invites into (a narrow definer function)."""
    query = text("select business_id from invitation_of(:hash)")
    return (await ctx.db.execute(query, {"hash": token_hash})).scalar()


async def by_token(ctx: Ctx, token_hash: str, *, lock: bool = False) -> Row[Any] | None:
    """The invitation of the business with that token; locked, it is taken by one alone."""
    query = select(invitations).where(invitations.c.token_hash == token_hash)
    return await ctx.row(query.with_for_update() if lock else query)


async def listed(ctx: Ctx) -> list[Row[Any]]:
    """All invitations of the business, newest first."""
    return await ctx.rows(select(invitations).order_by(invitations.c.created_at.desc()))


async def accept(ctx: Ctx, invitation_id: UUID, user_id: UUID) -> None:
    """Mark an invitation as used by a person."""
    table = invitations
    values = {"accepted_at": ctx.at, "accepted_by": user_id}
    await ctx.db.execute(update(table).where(table.c.id == invitation_id).values(values))


async def revoke(ctx: Ctx, invitation_id: UUID) -> bool:
    """Take an open invitation back; False when there is none of that id that is open."""
    table = invitations
    open_one = (table.c.accepted_at.is_(None), table.c.revoked_at.is_(None))
    query = update(table).where(table.c.id == invitation_id, *open_one)
    return bool(await ctx.value(query.values(revoked_at=ctx.at).returning(table.c.id)))


async def creator(ctx: Ctx, creator_id: UUID) -> Row[Any] | None:
    """A creator of the marketplace who has not left, by id."""
    here = creators.c.left_at.is_(None)
    return await ctx.row(select(creators).where(creators.c.id == creator_id, here))


async def seat_creator(ctx: Ctx, creator_id: UUID, user_id: UUID) -> bool:
    """Give a creator the person who they are; False when somebody is already, or they left."""
    table = creators
    free = (table.c.user_id.is_(None), table.c.left_at.is_(None))
    query = update(table).where(table.c.id == creator_id, *free)
    return bool(await ctx.value(query.values(user_id=user_id).returning(table.c.id)))
