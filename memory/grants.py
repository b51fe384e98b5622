"""Who outside may look at the evaluations of a business, how far, until when; and each look."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Text, Uuid, insert, select, text, update

from core.ids import new_id
from domain.evaluations import Level
from memory.ctx import Ctx
from memory.tables import moment, tenant_table

access_grants = tenant_table(
    "access_grants",
    Column("email", Text, nullable=False),
    Column("firm", Text, nullable=False, server_default=""),
    Column("level", Text, nullable=False),
    Column("may_override", Boolean, nullable=False, server_default="false"),
    Column("granted_by", Uuid),
    moment("granted_at", nullable=False),
    moment("expires_at", nullable=False),
    Column("revoked_by", Uuid),
    moment("revoked_at"),
)

access_log = tenant_table(
    "access_log",
    Column("user_id", Uuid),
    Column("level", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("subject", Text, nullable=False, server_default=""),
    moment("at", nullable=False),
    refers={"grant_id": "access_grants"},
)
"""Append-only: one row for each look of somebody to whom access was granted."""


@dataclass(frozen=True)
class Held:
    """A grant that holds now, of one business to one person."""

    id: UUID
    business_id: UUID
    level: Level
    may_override: bool
    granted_by: UUID | None


async def held_by(ctx: Ctx, user_id: UUID | None) -> list[Held]:
    """The grants that a person holds now, in all businesses (a narrow definer function).

    The widest one of each business comes first.
    """
    if user_id is None:
        return []
    query = text("select * from evaluations_open_to(:who, :at)")
    rows = await ctx.db.execute(query, {"who": user_id, "at": ctx.at})
    return [Held(*row) for row in rows]


async def give(ctx: Ctx, email: str, expires_at: datetime, row: dict[str, Any]) -> UUID:
    """Write a grant by the person of `ctx`; returns its id."""
    values = {
        "id": new_id(), "business_id": ctx.business_id, "email": email, "expires_at": expires_at,
        "granted_by": ctx.actor.user_id, "granted_at": ctx.at, **row,
    }  # fmt: skip
    await ctx.db.execute(insert(access_grants).values(values))
    return values["id"]


async def revoke(ctx: Ctx, grant_id: UUID) -> bool:
    """End a grant now; False where there is none that holds."""
    table = access_grants
    query = update(table).where(table.c.id == grant_id, table.c.revoked_at.is_(None))
    ended = query.values(revoked_at=ctx.at, revoked_by=ctx.actor.user_id)
    return await ctx.value(ended.returning(table.c.id)) is not None


async def given(ctx: Ctx) -> list[Any]:
    """Every grant of the business, newest first."""
    table = access_grants
    return await ctx.rows(select(table).order_by(table.c.granted_at.desc(), table.c.id.desc()))


async def log(ctx: Ctx, held: Held, user_id: UUID | None, what: str, subject: str) -> None:
    """Write one look into the log. Needs a Ctx that may write for the business."""
    row = {
        "id": new_id(), "business_id": ctx.business_id, "grant_id": held.id, "user_id": user_id,
        "level": held.level, "what": what, "subject": subject, "at": ctx.at,
    }  # fmt: skip
    await ctx.db.execute(insert(access_log).values(row))


async def looks(ctx: Ctx, limit: int) -> list[Any]:
    """The newest looks, newest first, each with the e-mail address and firm of its grant."""
    table, grant = access_log, access_grants
    query = select(table, grant.c.email, grant.c.firm).join(grant, grant.c.id == table.c.grant_id)
    return await ctx.rows(query.order_by(table.c.at.desc(), table.c.id.desc()).limit(limit))
