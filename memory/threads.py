"""Conversations: a thread is a graph run that can be resumed; its id is never made by a caller."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, Text, Uuid, select, update
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id, new_id
from memory.ctx import Ctx
from memory.tables import document, moment, sealed, tenant_table

threads = tenant_table(
    "threads",
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False, server_default="open"),
    Column("user_id", Uuid),
    document("state"),
    moment("updated_at"),
    sealed("title"),
    Column("head_id", Uuid),
)

messages = tenant_table(
    "messages",
    Column("role", Text, nullable=False),
    sealed("content", nullable=False),
    Column("author_id", Uuid),
    Column("run_id", Uuid),
    moment("at", nullable=False),
    refers={"thread_id": "threads", "parent_id": "messages"},
)
"""What was asked and answered. Each message names the one before it, so that a thread branches
where a question is edited or an answer tried again; `threads.head_id` ends the branch shown."""


async def start(ctx: Ctx, kind: str, key: str = "") -> UUID:
    """A new thread of this business; the same `key` finds the thread that was started with it."""
    thread_id = derived_id(ctx.business_id, kind, key) if key else new_id()
    row = {
        "id": thread_id,
        "business_id": ctx.business_id,
        "kind": kind,
        "user_id": ctx.actor.user_id,
        "updated_at": ctx.at,
    }
    await ctx.db.execute(insert(threads).values(row).on_conflict_do_nothing())
    return thread_id


async def thread(ctx: Ctx, thread_id: UUID) -> Any:
    """A thread of this business, locked until the transaction ends so that two turns never race."""
    query = select(threads).where(threads.c.id == thread_id)
    return await ctx.row(query if ctx.read_only else query.with_for_update())


async def close(ctx: Ctx, thread_id: UUID) -> None:
    """The conversation has come to its end."""
    closed = {"status": "closed", "updated_at": ctx.at}
    await ctx.db.execute(update(threads).where(threads.c.id == thread_id).values(**closed))
