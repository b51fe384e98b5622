"""Archives of a business's data: how far each is, where it lies, and when it ends."""

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Integer, Text, Uuid, insert, select, update

from core.ids import new_id
from memory.ctx import Ctx
from memory.tables import document, moment, tenant_table

exports = tenant_table(
    "exports",
    Column("status", Text, nullable=False, server_default="packing"),
    Column("asked_by", Uuid),
    moment("asked_at", nullable=False),
    Column("done", Integer, nullable=False, server_default="0"),
    Column("total", Integer, nullable=False, server_default="0"),
    document("parts", default="[]"),
    Column("blob", Text),
    Column("bytes", BigInteger, nullable=False, server_default="0"),
    Column("sha256", Text),
    moment("ready_at"),
    moment("expires_at"),
)
"""`status` is packing, ready, failed or expired; `parts` are the pieces that are packed already:
name in the archive, blob, rows, bytes and sha256 of each."""

OPEN = ("packing",)


async def begin(ctx: Ctx, total: int) -> UUID:
    """A new archive of `total` parts."""
    row = {
        "id": new_id(), "business_id": ctx.business_id, "asked_by": ctx.actor.user_id,
        "asked_at": ctx.at, "total": total,
    }  # fmt: skip
    await ctx.db.execute(insert(exports).values(row))
    return row["id"]


async def one(ctx: Ctx, export_id: UUID) -> Any:
    """One archive, or None."""
    return await ctx.row(select(exports).where(exports.c.id == export_id))


async def listed(ctx: Ctx, *statuses: str) -> list[Any]:
    """Archives, newest first; of these statuses where any are given."""
    query = select(exports).order_by(exports.c.asked_at.desc(), exports.c.id.desc())
    return await ctx.rows(query.where(exports.c.status.in_(statuses)) if statuses else query)


async def change(ctx: Ctx, export_id: UUID, **values: Any) -> None:
    """Write fields of an archive."""
    await ctx.db.execute(update(exports).where(exports.c.id == export_id).values(**values))
