"""Voice notes: a recording that waits to be written down, and the words that came of it."""

from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Integer, Row, Text, Uuid, select, update
from sqlalchemy.dialects.postgresql import insert

from memory.ctx import Ctx
from memory.tables import document, moment, sealed, tenant_table, unique

voice_notes = tenant_table(
    "voice_notes",
    Column("status", Text, nullable=False, server_default="waiting"),
    Column("becomes", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("blob", Text),
    Column("keeps_audio", Boolean, nullable=False, server_default="false"),
    moment("consented_at", nullable=False),
    sealed("transcript"),
    Column("by", Text, nullable=False, server_default=""),
    Column("why", Text, nullable=False, server_default=""),
    Column("author_id", Uuid),
    Column("visibility", Text, nullable=False, server_default="private"),
    Column("source", Text, nullable=False, server_default="web"),
    document("tags", default="[]"),
    Column("vent_id", Uuid),
    Column("key", Text, nullable=False),
    moment("at", nullable=False),
    moment("heard_at"),
    unique("key"),
)
"""`status` is waiting, heard, unheard (nobody can write it down: type it) or discarded."""


async def keep(ctx: Ctx, row: dict[str, Any]) -> bool:
    """Keep a note; False when it is there already."""
    made = insert(voice_notes).values(business_id=ctx.business_id, **row)
    done = made.on_conflict_do_nothing().returning(voice_notes.c.id)
    return await ctx.value(done) is not None


async def note(ctx: Ctx, note_id: UUID, *, hold: bool = False) -> Row[Any] | None:
    """A note of the actor's own (for the worker any); with `hold` until the transaction ends."""
    table = voice_notes
    query = select(table).where(table.c.id == note_id)
    if ctx.actor.role != "worker":
        query = query.where(table.c.author_id.is_not_distinct_from(ctx.actor.user_id))
    return await ctx.row(query.with_for_update() if hold else query)


async def own(ctx: Ctx, most: int) -> list[Row[Any]]:
    """The actor's own notes, the newest first."""
    table = voice_notes
    mine = table.c.author_id.is_not_distinct_from(ctx.actor.user_id)
    query = select(table).where(mine, table.c.status != "discarded")
    return await ctx.rows(query.order_by(table.c.at.desc(), table.c.id.desc()).limit(most))


async def change(ctx: Ctx, note_id: UUID, **values: Any) -> None:
    """Write fields of a note."""
    await ctx.db.execute(update(voice_notes).where(voice_notes.c.id == note_id).values(**values))
