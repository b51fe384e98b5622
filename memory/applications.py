"""Applications: people who ask to work as creators, before they belong anywhere."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Integer, Text, Uuid, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from core import clock
from core.ids import derived_id
from memory import people
from memory.ctx import Ctx
from memory.tables import created, document, global_table, moment, texts

creator_applications = global_table(
    "creator_applications",
    "a person applies before belonging to any business; only they, whoever vets and an operator "
    "see it",
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    texts("specializations"),
    texts("artifact_types"),
    texts("languages"),
    document("samples", default="[]"),
    Column("capacity", Integer, nullable=False),
    document("price_cents"),
    Column("about", Text, nullable=False, server_default=""),
    moment("consented_at", nullable=False),
    Column("status", Text, nullable=False, server_default="waiting"),
    Column("reason", Text, nullable=False, server_default=""),
    moment("answered_at"),
    Column("answered_by", Uuid),
    moment("sent_at", nullable=False, default=clock.now, server_default=func.now()),
    Column("held_by", Uuid),
    moment("held_until"),
    document("scores"),
    created(),
)


async def has_account(ctx: Ctx) -> bool:
    """Whether the person of `ctx` is known here."""
    table = people.users
    return await ctx.value(select(table.c.id).where(table.c.id == ctx.actor.user_id)) is not None


async def keep(ctx: Ctx, row: dict[str, Any]) -> UUID:
    """Keep the application of the person of `ctx`; a later one takes the place of the first."""
    one = application_id(row["user_id"])
    fresh = {
        "status": "waiting", "reason": "", "answered_at": None, "answered_by": None,
        "sent_at": ctx.at, "held_by": None, "held_until": None, "scores": {},
    }  # fmt: skip
    values = {**row, **fresh}
    write = insert(creator_applications).values(id=one, **values)
    await ctx.db.execute(write.on_conflict_do_update(index_elements=["id"], set_=values))
    return one


def application_id(user_id: UUID) -> UUID:
    """The id of a person's application; they have one."""
    return derived_id("creator application", user_id)


async def application(ctx: Ctx, one: UUID) -> Any:
    """An application or None; where something may be written, locked so that it is answered once.

    Row-level security shows a person their own, and an operator or whoever vets all.
    """
    query = select(creator_applications).where(creator_applications.c.id == one)
    return await ctx.row(query if ctx.read_only else query.with_for_update())


async def all_applications(ctx: Ctx) -> list[Any]:
    """Applications that `ctx` may see, the one sent first first."""
    table = creator_applications
    return await ctx.rows(select(table).order_by(table.c.sent_at, table.c.id))


async def hold(ctx: Ctx, one: UUID, until: datetime) -> bool:
    """Take an application in hand until then; False where somebody else has it."""
    table = creator_applications
    free = or_(
        table.c.held_by.is_(None), table.c.held_by == ctx.actor.user_id,
        table.c.held_until <= ctx.at,
    )  # fmt: skip
    write = update(table).where(table.c.id == one, table.c.status == "waiting", free)
    values = {"held_by": ctx.actor.user_id, "held_until": until}
    return await ctx.value(write.values(**values).returning(table.c.id)) is not None


async def let_go(ctx: Ctx, one: UUID) -> None:
    """Put an application that the person of `ctx` has in hand back among the others."""
    table = creator_applications
    mine = (table.c.id == one, table.c.held_by == ctx.actor.user_id)
    await ctx.db.execute(update(table).where(*mine).values(held_by=None, held_until=None))


async def answer(
    ctx: Ctx, one: UUID, status: str, reason: str, scores: Mapping[str, int] | None = None
) -> None:
    """Write what became of an application, and that nobody has it in hand any more."""
    table = creator_applications
    values = {
        "status": status, "reason": reason, "scores": {**(scores or {})}, "answered_at": ctx.at,
        "answered_by": ctx.actor.user_id, "held_by": None, "held_until": None,
    }  # fmt: skip
    await ctx.db.execute(update(table).where(table.c.id == one).values(**values))
