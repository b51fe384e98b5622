"""Files that people hand in: their words page by page, sealed; the bytes are a blob."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Integer, Row, Text, Uuid, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from memory.ctx import Ctx
from memory.tables import moment, sealed, tenant_table, unique

files = tenant_table(
    "files",
    sealed("name", nullable=False),
    Column("media", Text, nullable=False),
    Column("size", Integer, nullable=False),
    sealed("pages", nullable=False),
    Column("page_count", Integer, nullable=False),
    Column("shortened", Boolean, nullable=False, server_default="false"),
    Column("blob", Text),
    Column("author_id", Uuid),
    Column("visibility", Text, nullable=False, server_default="private"),
    Column("about_kind", Text, nullable=False, server_default=""),
    Column("about_id", Uuid),
    moment("at", nullable=False),
    moment("withdrawn_at"),
    Column("content_hash", Text, nullable=False),
    unique("content_hash"),
)
"""`pages` is empty and `blob` gone once a file was withdrawn; the row stays, so that a citation can
say what became of it."""


async def keep(ctx: Ctx, row: dict[str, Any]) -> bool:
    """Keep a file; False when it is there already. One that was withdrawn comes back."""
    table = files
    made = insert(table).values(business_id=ctx.business_id, **row)
    back = {name: made.excluded[name] for name in ("name", "pages", "blob", "at", "visibility")}
    made = made.on_conflict_do_update(
        index_elements=["business_id", "content_hash"],
        set_={**back, "withdrawn_at": None},
        where=table.c.withdrawn_at.is_not(None),
    )
    return await ctx.value(made.returning(table.c.id)) is not None


async def file(ctx: Ctx, file_id: UUID) -> Row[Any] | None:
    """A file that the actor may read, withdrawn or not."""
    return await ctx.row(select(files).where(files.c.id == file_id, _readable(ctx)))


async def named(ctx: Ctx, ids: Sequence[UUID]) -> list[Row[Any]]:
    """Those of `ids` that the actor may read and that were not withdrawn, in that order."""
    if not ids:
        return []
    held = files.c.withdrawn_at.is_(None)
    rows = await ctx.rows(select(files).where(files.c.id.in_(ids), held, _readable(ctx)))
    order = {each: place for place, each in enumerate(ids)}
    return sorted(rows, key=lambda row: order[row.id])


async def everything(ctx: Ctx) -> list[Row[Any]]:
    """All files of the business that were not withdrawn, oldest first, whoever may read them."""
    query = select(files).where(files.c.withdrawn_at.is_(None))
    return await ctx.rows(query.order_by(files.c.at, files.c.id))


async def newest(ctx: Ctx, most: int) -> list[Row[Any]]:
    """The files that the actor may read and that were not withdrawn, the newest first."""
    query = select(files).where(files.c.withdrawn_at.is_(None), _readable(ctx))
    return await ctx.rows(query.order_by(files.c.at.desc(), files.c.id.desc()).limit(most))


async def attach(ctx: Ctx, ids: Sequence[UUID], kind: str, about: UUID) -> None:
    """Say what files were handed in for: a message or a note. The first says so for good."""
    if ids:
        free = files.c.about_id.is_(None)
        query = update(files).where(files.c.id.in_(ids), free, _readable(ctx))
        await ctx.db.execute(query.values(about_kind=kind, about_id=about))


async def withdraw(ctx: Ctx, file_id: UUID) -> None:
    """Take a file's words out of its row."""
    gone = {"pages": [], "blob": None, "withdrawn_at": ctx.at}
    await ctx.db.execute(update(files).where(files.c.id == file_id).values(**gone))


def whole(row: Any) -> str:
    """All words of a file."""
    return "\n\n".join(row.pages)


def _readable(ctx: Ctx) -> Any:
    if ctx.actor.role == "worker":
        return files.c.id.is_not(None)
    return or_(
        files.c.visibility == "team",
        files.c.author_id.is_not_distinct_from(ctx.actor.user_id),
    )
