"""The switch that stops everything of a business: when it was thrown, by whom, and when undone.

While a business is paused its work waits in the schedule, and nothing of it is lost.
"""

from typing import Any

from sqlalchemy import Boolean, Column, Uuid, insert, select, update

from core.ids import new_id
from memory.ctx import Ctx
from memory.tables import moment, tenant_table

pauses = tenant_table(
    "pauses",
    moment("paused_at", nullable=False),
    Column("paused_by", Uuid),
    moment("resumed_at"),
    Column("resumed_by", Uuid),
    Column("models_too", Boolean, nullable=False, server_default="true"),
)
"""`models_too` says that the models were asked before, so that resuming asks them again."""


async def current(ctx: Ctx) -> Any:
    """The pause that lasts, or None."""
    query = select(pauses).where(pauses.c.resumed_at.is_(None))
    return await ctx.row(query.order_by(pauses.c.paused_at.desc()).limit(1))


async def paused(ctx: Ctx) -> bool:
    """Whether everything of the business stands still."""
    return await current(ctx) is not None


async def begin(ctx: Ctx, *, models_too: bool) -> None:
    """Stop everything from now on."""
    row = {
        "id": new_id(), "business_id": ctx.business_id, "paused_at": ctx.at,
        "paused_by": ctx.actor.user_id, "models_too": models_too,
    }  # fmt: skip
    await ctx.db.execute(insert(pauses).values(row))


async def end(ctx: Ctx) -> None:
    """Let everything go on."""
    await ctx.db.execute(
        update(pauses)
        .where(pauses.c.resumed_at.is_(None))
        .values(resumed_at=ctx.at, resumed_by=ctx.actor.user_id)
    )
