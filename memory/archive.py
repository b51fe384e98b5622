"""Rows of a business as lines of JSON, words opened, for its archive.

Words that are private to somebody else than whoever asked stay with that person: their rows are in
the archive, their words are not.
"""

import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from sqlalchemy import Table, or_, select

from domain.archive import WITHHELD, Dated
from domain.stores import NEVER_OUT, TABLES
from memory import context, inputs, threads, whole
from memory.calendar import calendar_entries
from memory.ctx import Ctx
from memory.people import businesses
from memory.tables import Sealed

BATCH = 500
_BY_THREAD = frozenset({"messages", "runs", "approvals", "run_events"})
_BY_SOURCE = {"vent_entries": "id", "onboarding_responses": "id",
              "context_extractions": "source_id", "theme_quotes": "extraction_id"}  # fmt: skip


def tables() -> list[str]:
    """The tables that the archive holds, in the order of the manifest."""
    return [each.name for each in TABLES if each.exported and each.name in whole.tables()]


def left_out() -> dict[str, str]:
    """The tables that it does not hold, each with the reason."""
    return {each.name: each.why for each in TABLES if not each.exported}


async def lines(ctx: Ctx, name: str, asker: UUID | None) -> AsyncIterator[bytes]:
    """The rows of one table, a line each, by id."""
    table, hidden = whole.tables()[name], await _hidden(ctx, asker)
    last: UUID | None = None
    while True:
        query = select(table).order_by(table.c.id).limit(BATCH)
        rows = await ctx.rows(query if last is None else query.where(table.c.id > last))
        for row in rows:
            told = _told(table, row, hidden)
            yield json.dumps(told, ensure_ascii=False, default=str).encode() + b"\n"
        if len(rows) < BATCH:
            return
        last = rows[-1].id


async def business(ctx: Ctx) -> dict[str, str]:
    """What names the business in the archive."""
    row = await ctx.row(select(businesses).where(businesses.c.id == ctx.business_id))
    return {"name": row.name, "slug": row.slug, "currency": row.currency, "timezone": row.timezone}


async def dated(ctx: Ctx) -> list[Dated]:
    """Entries that have a day, oldest first."""
    table = calendar_entries
    query = select(table).where(table.c.publish_on.is_not(None))
    return [
        Dated(str(row.id), row.title, row.publish_on, row.publish_at,
              ", ".join(filter(None, (row.artifact_type, row.channel, row.status))))
        for row in await ctx.rows(query.order_by(table.c.publish_on, table.c.id))
    ]  # fmt: skip


async def _hidden(ctx: Ctx, asker: UUID | None) -> set[UUID]:
    """Ids of notes, answers, chats (and of what was read from them) that are somebody else's."""
    vent, answer = inputs.vent_entries, inputs.onboarding_responses
    found: set[UUID] = set()
    for table, private in ((vent, vent.c.visibility != "team"), (answer, None)):
        query = select(table.c.id).where(
            table.c.author_id.is_not(None), table.c.author_id.is_distinct_from(asker)
        )
        rows = await ctx.rows(query if private is None else query.where(private))
        found |= {row.id for row in rows}
    read = context.context_extractions
    query = select(read.c.id).where(read.c.source_id.in_(found))
    found |= {row.id for row in await ctx.rows(query)}
    chat = threads.threads
    others = or_(chat.c.user_id.is_(None), chat.c.user_id != asker) if asker else None
    if others is not None:
        query = select(chat.c.id).where(chat.c.kind == threads.CHAT, others)
        found |= {row.id for row in await ctx.rows(query) if row.id is not None}
    return found


def _told(table: Table, row: Any, hidden: set[UUID]) -> dict[str, Any]:
    withheld = _owner_of(table, row) in hidden
    return {
        column.name: WITHHELD if withheld and isinstance(column.type, Sealed) else row[place]
        for place, column in enumerate(table.columns)
        if column.name not in NEVER_OUT
    }


def _owner_of(table: Table, row: Any) -> Any:
    if table.name == "threads":
        return row.id
    if table.name in _BY_THREAD:
        return row.thread_id
    return getattr(row, _BY_SOURCE[table.name]) if table.name in _BY_SOURCE else None
