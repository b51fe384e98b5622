"""Conversations: a thread is a graph run that can be resumed; its id is never made by a caller.

A chat belongs to the person who began it. Its messages form a tree: each names the one before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Text, Uuid, case, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id, new_id
from memory.ctx import Ctx
from memory.tables import document, moment, sealed, tenant_table

CHAT = "chat"
LONGEST_BRANCH = 2_000
SEARCHED = 5_000
"""Messages that a search opens, the newest first; words are sealed, so each has to be opened."""

threads = tenant_table(
    "threads",
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False, server_default="open"),
    Column("user_id", Uuid),
    document("state"),
    moment("updated_at"),
    sealed("title"),
    Column("head_id", Uuid),
    Column("last_seq", BigInteger, nullable=False, server_default="0"),
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


@dataclass(frozen=True)
class Saying:
    """A message to add after `parent_id`; `content` holds its `text` and what more is known.

    The branch shown grows by it where it ended at `parent_id`; with `turns` it is shown anyway.
    """

    role: str
    content: Mapping[str, Any]
    parent_id: UUID | None
    run_id: UUID | None = None
    id: UUID | None = None
    turns: bool = False


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


async def by_key(ctx: Ctx, kind: str, key: str) -> Any:
    """The thread that was started with `key`, or None."""
    return await thread(ctx, derived_id(ctx.business_id, kind, key))


async def thread(ctx: Ctx, thread_id: UUID) -> Any:
    """A thread of this business, locked until the transaction ends so that two turns never race."""
    query = select(threads).where(threads.c.id == thread_id)
    return await ctx.row(query if ctx.read_only else query.with_for_update())


async def chat(ctx: Ctx, thread_id: UUID) -> Any:
    """A chat of the person of `ctx`, locked as by `thread`; None for anybody else's."""
    query = select(threads).where(threads.c.id == thread_id, *_own(ctx))
    return await ctx.row(query if ctx.read_only else query.with_for_update())


async def chats_after(ctx: Ctx, after: UUID | None, limit: int, *, status: str) -> list[Any] | None:
    """The person's chats of a status, the newest first, below `after`; None where that is none."""
    query = select(threads).where(threads.c.status == status, *_own(ctx))
    if after is not None:
        known = await ctx.value(select(threads.c.id).where(threads.c.id == after, *_own(ctx)))
        if known is None:
            return None
        query = query.where(threads.c.id < after)
    return await ctx.rows(query.order_by(threads.c.id.desc()).limit(limit))


async def change(ctx: Ctx, thread_id: UUID, **values: Any) -> None:
    """Write fields of a thread."""
    changed = {"updated_at": ctx.at, **values}
    await ctx.db.execute(update(threads).where(threads.c.id == thread_id).values(**changed))


async def close(ctx: Ctx, thread_id: UUID) -> None:
    """The conversation has come to its end."""
    await change(ctx, thread_id, status="closed")


async def say(ctx: Ctx, thread_id: UUID, said: Saying) -> UUID:
    """Add a message; returns its id.

    An id that is given is written once. A message belongs to the person of `ctx`, whoever speaks.
    """
    row = {
        "id": said.id or new_id(),
        "business_id": ctx.business_id,
        "thread_id": thread_id,
        "parent_id": said.parent_id,
        "role": said.role,
        "content": dict(said.content),
        "author_id": ctx.actor.user_id,
        "run_id": said.run_id,
        "at": ctx.at,
    }
    await ctx.db.execute(insert(messages).values(row).on_conflict_do_nothing())
    follows = threads.c.head_id.is_not_distinct_from(said.parent_id)
    shown = case((or_(follows, literal(said.turns)), row["id"]), else_=threads.c.head_id)
    await change(ctx, thread_id, head_id=shown)
    return row["id"]


async def message(ctx: Ctx, message_id: UUID) -> Any:
    """A message of one of the person's own chats, or None."""
    query = select(messages).join(threads, threads.c.id == messages.c.thread_id)
    return await ctx.row(query.where(messages.c.id == message_id, *_own(ctx)))


async def branch(ctx: Ctx, end: UUID | None) -> list[Any]:
    """The messages from the first of a thread to `end`, oldest first."""
    if end is None:
        return []
    way = (
        select(messages.c.id, messages.c.parent_id, literal(0).label("back"))
        .where(messages.c.id == end)
        .cte("way", recursive=True)
    )
    before = select(messages.c.id, messages.c.parent_id, way.c.back + 1).join(
        way, messages.c.id == way.c.parent_id
    )
    way = way.union_all(before.where(way.c.back < LONGEST_BRANCH))
    query = select(messages).join(way, way.c.id == messages.c.id)
    return await ctx.rows(query.order_by(way.c.back.desc()))


async def siblings(ctx: Ctx, thread_id: UUID) -> dict[UUID | None, list[UUID]]:
    """By parent, the messages that follow it, oldest first: more than one where a chat branches."""
    found: dict[UUID | None, list[UUID]] = {}
    query = select(messages.c.id, messages.c.parent_id).where(messages.c.thread_id == thread_id)
    for row in await ctx.rows(query.order_by(messages.c.at, messages.c.id)):
        found.setdefault(row.parent_id, []).append(row.id)
    return found


async def written(ctx: Ctx, most: int = SEARCHED) -> list[Any]:
    """The newest messages of all the person's chats, with the title of each one's thread."""
    query = (
        select(messages, threads.c.title, threads.c.status)
        .join(threads, threads.c.id == messages.c.thread_id)
        .where(*_own(ctx))
        .order_by(messages.c.at.desc(), messages.c.id.desc())
        .limit(most)
    )
    return await ctx.rows(query)


async def lock(ctx: Ctx, thread_id: UUID) -> int:
    """Let nobody else write to the thread until the transaction ends; its last event's number."""
    query = select(threads.c.last_seq).where(threads.c.id == thread_id).with_for_update()
    return int(await ctx.value(query) or 0)


async def numbers(ctx: Ctx, thread_id: UUID, count: int) -> int:
    """Take the next `count` numbers of the thread's events; returns the last of them.

    Holds the thread until the transaction ends, so numbers are seen in order and without gaps.
    """
    taken = (
        update(threads)
        .where(threads.c.id == thread_id)
        .values(last_seq=threads.c.last_seq + count)
        .returning(threads.c.last_seq)
    )
    return int(await ctx.value(taken) or 0)


async def count(ctx: Ctx) -> int:
    """How many chats the person has."""
    return int(await ctx.value(select(func.count()).select_from(threads).where(*_own(ctx))) or 0)


def _own(ctx: Ctx) -> tuple[Any, Any]:
    who = threads.c.user_id
    return threads.c.kind == CHAT, who.is_not_distinct_from(ctx.actor.user_id)
