"""Adapters of a business: one row per month that asked for one, kept or refused with its reason.

The sealed archive of the files lies among the business's blobs; what servers read is a copy.
`sources` are the ids of what an adapter was taught from.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, ColumnElement, Integer, Text, select, update
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from memory.ctx import Ctx
from memory.tables import document, tenant_table, unique

cdt_adapters = tenant_table(
    "cdt_adapters",
    Column("month", Text, nullable=False),
    Column("name", Text),
    Column("status", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("blob", Text),
    Column("rank", Integer),
    Column("bytes", BigInteger),
    document("manifest"),
    document("exam"),
    document("sources", default="[]"),
    unique("month"),
)


async def keep(ctx: Ctx, row: dict[str, Any]) -> UUID:
    """Write what became of a month's adapter; a month has one, the first that was written."""
    row_id = derived_id(ctx.business_id, "adapter", row["month"])
    values = {"id": row_id, "business_id": ctx.business_id, "created_at": ctx.at, **row}
    await ctx.db.execute(insert(cdt_adapters).values(values).on_conflict_do_nothing())
    return row_id


async def of_month(ctx: Ctx, month: str) -> Any:
    """What became of a month's adapter, or None while nothing has."""
    return await ctx.row(select(cdt_adapters).where(cdt_adapters.c.month == month))


def withdrawn() -> ColumnElement[bool]:
    """Whether an adapter may not answer any more."""
    return cdt_adapters.c.status == "withdrawn"


async def withdraw(ctx: Ctx, name: str, reason: str) -> None:
    """Let an adapter answer no more; its files are for the caller to remove."""
    table = cdt_adapters
    news = {"status": "withdrawn", "reason": reason}
    await ctx.db.execute(update(table).where(table.c.name == name).values(**news))


async def let_go(ctx: Ctx, name: str) -> None:
    """Forget the archive of an adapter that was withdrawn."""
    table = cdt_adapters
    await ctx.db.execute(update(table).where(table.c.name == name).values(blob=None))


async def named(ctx: Ctx, name: str) -> Any:
    """The adapter of a name, or None."""
    return await ctx.row(select(cdt_adapters).where(cdt_adapters.c.name == name))


async def all_of_them(ctx: Ctx) -> list[Any]:
    """Every adapter of the business, oldest month first."""
    return await ctx.rows(select(cdt_adapters).order_by(cdt_adapters.c.month))
