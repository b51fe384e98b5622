"""Profile fields that a person chose by hand, or that were guessed from a text they pasted."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, Row, Text, Uuid, select, update
from sqlalchemy.dialects.postgresql import insert

from core.ids import new_id
from memory.ctx import Ctx
from memory.tables import moment, sealed, tenant_table

profile_choices = tenant_table(
    "profile_choices",
    Column("field", Text, nullable=False),
    sealed("value"),
    Column("source", Text, nullable=False),
    sealed("quote"),
    Column("file_id", Uuid),
    Column("author_id", Uuid),
    moment("at", nullable=False),
    moment("replaced_at"),
    refers={"thread_id": "threads"},
)
"""`source` is `chosen` or `guessed`. An empty value chosen says that what was read is wrong."""


async def keep(ctx: Ctx, thread_id: UUID, field: str, **what: Any) -> None:
    """Keep the value of a field; the one before is kept as replaced."""
    table = profile_choices
    now = (table.c.thread_id == thread_id, table.c.field == field, table.c.replaced_at.is_(None))
    await ctx.db.execute(update(table).where(*now).values(replaced_at=ctx.at))
    row = {
        "id": new_id(), "business_id": ctx.business_id, "thread_id": thread_id, "field": field,
        "author_id": ctx.actor.user_id, "at": ctx.at, **what,
    }  # fmt: skip
    await ctx.db.execute(insert(table).values(row))


async def standing(ctx: Ctx, thread_id: UUID) -> list[Row[Any]]:
    """The values that stand, one for each field."""
    table = profile_choices
    query = select(table).where(table.c.thread_id == thread_id, table.c.replaced_at.is_(None))
    return await ctx.rows(query.order_by(table.c.field))
