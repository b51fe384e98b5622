"""Saved views of the calendar: filters under a name, one's own or for the whole team."""

from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Text, Uuid, delete, or_, select
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from memory.ctx import Ctx
from memory.tables import document, tenant_table, unique

calendar_views = tenant_table(
    "calendar_views",
    Column("user_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    document("filters"),
    Column("shared", Boolean, nullable=False, server_default="false"),
    unique("user_id", "name"),
)


async def keep_view(ctx: Ctx, name: str, filters: dict[str, Any], *, shared: bool) -> UUID:
    """Write a view of the actor's over an earlier one of the same name; returns its id."""
    view_id = derived_id(ctx.business_id, "view", ctx.actor.user_id, name)
    row = {"id": view_id, "business_id": ctx.business_id, "user_id": ctx.actor.user_id,
           "name": name, "filters": filters, "shared": shared}  # fmt: skip
    write = insert(calendar_views).values(row)
    changed = {"filters": write.excluded.filters, "shared": write.excluded.shared}
    await ctx.db.execute(write.on_conflict_do_update(index_elements=["id"], set_=changed))
    return view_id


async def views(ctx: Ctx) -> list[Any]:
    """The actor's views and those that others share, by name."""
    table = calendar_views
    mine = or_(table.c.user_id == ctx.actor.user_id, table.c.shared)
    return await ctx.rows(select(table).where(mine).order_by(table.c.name, table.c.id).limit(100))


async def drop_view(ctx: Ctx, view_id: UUID) -> Any:
    """Take away a view of the actor's; returns its row, or None where there is none."""
    table = calendar_views
    own = delete(table).where(table.c.id == view_id, table.c.user_id == ctx.actor.user_id)
    return await ctx.row(own.returning(table))
