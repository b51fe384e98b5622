"""What people are told of what happened, once per cause; and how each of them wants to be told.

A notice holds no words of anybody: its kind, its subject's id and numbers. So a creator may read
theirs, which lie in the businesses that they work for.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, Row, Text, Time, Uuid, func, select, update
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from memory.ctx import Ctx
from memory.tables import created, document, global_table, moment, tenant_table, texts, unique

notifications = tenant_table(
    "notifications",
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("subject_id", Uuid),
    document("details"),
    texts("channels"),
    moment("at", nullable=False),
    moment("read_at"),
    moment("mail_due_at"),
    moment("mailed_at"),
    unique("user_id", "cause"),
)

Index("ix_notifications_newest", notifications.c.user_id, notifications.c.at)
Index(
    "ix_notifications_unread", notifications.c.user_id,
    postgresql_where=notifications.c.read_at.is_(None),
)  # fmt: skip

preferences = global_table(
    "preferences",
    "how one person wants to be spoken to, in whichever business",
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("language", Text, nullable=False, server_default="en"),
    Column("timezone", Text, nullable=False, server_default="UTC"),
    Column("theme", Text, nullable=False, server_default="system"),
    Column("digest", Text, nullable=False, server_default="off"),
    Column("quiet_from", Time),
    Column("quiet_to", Time),
    document("channels"),
    moment("updated_at"),
    created(),
)


async def tell(ctx: Ctx, row: dict[str, Any]) -> bool:
    """Keep a notice for a person; False when they were told of that cause before."""
    full = {
        "id": derived_id(ctx.business_id, "notice", row["user_id"], row["cause"]),
        "business_id": ctx.business_id,
        "at": ctx.at,
        **row,
    }
    made = insert(notifications).values(full).on_conflict_do_nothing()
    return await ctx.value(made.returning(notifications.c.id)) is not None


async def on_web(ctx: Ctx, most: int) -> list[Row[Any]]:
    """The newest notices that the person of `ctx` reads on the web."""
    query = select(notifications).where(*_mine(ctx)).order_by(*_NEWEST).limit(most)
    return await ctx.rows(query)


async def unread(ctx: Ctx) -> int:
    """How many of them were not read."""
    query = select(func.count()).select_from(notifications).where(*_mine(ctx), _NEW)
    return int(await ctx.value(query) or 0)


async def mark_read(ctx: Ctx, ids: Sequence[UUID] | None) -> int:
    """Mark notices of the person as read, those of `ids` or all; returns how many were new."""
    query = update(notifications).where(*_mine(ctx), _NEW)
    if ids is not None:
        query = query.where(notifications.c.id.in_(ids))
    return len(await ctx.rows(query.values(read_at=ctx.at).returning(notifications.c.id)))


async def take_due(ctx: Ctx, user_id: UUID, until: datetime) -> list[Row[Any]]:
    """Mark what is due to be mailed to a person as mailed, and return what was not read yet."""
    table = notifications
    due = (
        table.c.user_id == user_id, table.c.mail_due_at <= until, table.c.mailed_at.is_(None),
    )  # fmt: skip
    taken = await ctx.rows(update(table).where(*due).values(mailed_at=ctx.at).returning(table))
    return sorted((row for row in taken if row.read_at is None), key=lambda row: row.at)


async def wishes(ctx: Ctx) -> Row[Any] | None:
    """The preferences of the person of `ctx`; None for somebody who chose nothing yet."""
    return await ctx.row(select(preferences).where(preferences.c.user_id == ctx.actor.user_id))


async def keep_wishes(ctx: Ctx, values: dict[str, Any]) -> None:
    """Write preferences of the person of `ctx`; those not named stay."""
    row = {"user_id": ctx.actor.user_id, "updated_at": ctx.at, **values}
    write = insert(preferences).values(row)
    changed = {name: write.excluded[name] for name in row if name != "user_id"}
    await ctx.db.execute(write.on_conflict_do_update(index_elements=["user_id"], set_=changed))


_NEW = notifications.c.read_at.is_(None)
_NEWEST = (notifications.c.at.desc(), notifications.c.id.desc())


def _mine(ctx: Ctx) -> tuple[Any, ...]:
    return notifications.c.user_id == ctx.actor.user_id, notifications.c.channels.contains(["web"])
