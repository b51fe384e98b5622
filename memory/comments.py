"""What people write beside a map or a brief, and every version of it that there was."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, Integer, Text, Uuid, select, update
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from memory.ctx import Ctx
from memory.tables import moment, sealed, tenant_table, unique

comments = tenant_table(
    "comments",
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", Uuid, nullable=False),
    Column("author_id", Uuid),
    sealed("text", nullable=False),
    moment("at", nullable=False),
    moment("removed_at"),
)
Index("ix_comments_subject", comments.c.business_id, comments.c.subject_id)

plan_versions = tenant_table(
    "plan_versions",
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("author_id", Uuid),
    sealed("payload", nullable=False),
    moment("at", nullable=False),
    unique("subject_id", "version"),
)


async def keep(ctx: Ctx, row: dict[str, Any]) -> None:
    """Keep a comment."""
    values = {"business_id": ctx.business_id, "author_id": ctx.actor.user_id, "at": ctx.at, **row}
    await ctx.db.execute(insert(comments).values(values))


async def comment(ctx: Ctx, one: UUID) -> Any:
    """One comment, or None."""
    return await ctx.row(select(comments).where(comments.c.id == one))


async def about(ctx: Ctx, subject_id: UUID) -> list[Any]:
    """The comments on a map, a brief or a piece of work, oldest first."""
    table = comments
    query = select(table).where(table.c.subject_id == subject_id)
    return await ctx.rows(query.order_by(table.c.at, table.c.id))


async def mark(ctx: Ctx, one: UUID, *, removed: bool) -> None:
    """Take a comment off, or put it back."""
    table = comments
    values = {"removed_at": ctx.at if removed else None}
    await ctx.db.execute(update(table).where(table.c.id == one).values(**values))


async def keep_version(
    ctx: Ctx, kind: str, subject_id: UUID, version: int, payload: dict[str, Any]
) -> None:
    """Keep a map or a brief as it stood in a version; a version is never written again."""
    row = {
        "id": derived_id(subject_id, "version", version),
        "business_id": ctx.business_id,
        "subject_kind": kind,
        "subject_id": subject_id,
        "version": version,
        "author_id": ctx.actor.user_id,
        "payload": payload,
        "at": ctx.at,
    }
    await ctx.db.execute(insert(plan_versions).values(row).on_conflict_do_nothing())


async def versions_of(ctx: Ctx, subject_id: UUID) -> list[Any]:
    """Every kept version of a map or a brief, first first."""
    table = plan_versions
    query = select(table).where(table.c.subject_id == subject_id)
    return await ctx.rows(query.order_by(table.c.version))
