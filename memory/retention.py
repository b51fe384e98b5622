"""How long a business keeps its words, and what was removed, in numbers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Integer, Text, delete, insert, select, update
from sqlalchemy import func as sql
from sqlalchemy.dialects.postgresql import insert as upsert

from core.ids import derived_id, new_id
from domain.retention import WINDOWS, Kind
from memory import inputs, threads
from memory.connections import tooling_extractions
from memory.ctx import Ctx
from memory.mail import mail
from memory.tables import moment, tenant_table, unique

retention_rules = tenant_table(
    "retention_rules",
    Column("kind", Text, nullable=False),
    Column("days", Integer),
    moment("changed_at", nullable=False),
    unique("kind"),
)

removals = tenant_table(
    "removals",
    Column("kind", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("count", Integer, nullable=False),
    moment("at", nullable=False),
)


async def keep_rule(ctx: Ctx, kind: Kind, days: int | None) -> None:
    """Set a window; None keeps the words until they are erased."""
    row = {
        "id": derived_id(ctx.business_id, "retention", kind), "business_id": ctx.business_id,
        "kind": kind, "days": days, "changed_at": ctx.at,
    }  # fmt: skip
    write = upsert(retention_rules).values(row)
    changed = {"days": write.excluded.days, "changed_at": write.excluded.changed_at}
    await ctx.db.execute(
        write.on_conflict_do_update(index_elements=["business_id", "kind"], set_=changed)
    )


async def rules(ctx: Ctx) -> Mapping[Kind, int | None]:
    """The window of every kind in days: what was set, or the default."""
    set_ = {row.kind: row.days for row in await ctx.rows(select(retention_rules))}
    return {kind: set_.get(kind, window.days) for kind, window in WINDOWS.items()}


async def tell(ctx: Ctx, kind: str, why: str, count: int) -> None:
    """Write down how much was removed; nothing is nothing to tell."""
    if count:
        row = {
            "id": new_id(), "business_id": ctx.business_id, "kind": kind, "why": why,
            "count": count, "at": ctx.at,
        }  # fmt: skip
        await ctx.db.execute(insert(removals).values(row))


async def told(ctx: Ctx, limit: int = 50) -> list[Any]:
    """What was removed, newest first."""
    order = (removals.c.at.desc(), removals.c.id.desc())
    return await ctx.rows(select(removals).order_by(*order).limit(limit))


async def old_inputs(ctx: Ctx, kind: str, before: datetime) -> Sequence[UUID]:
    """Ids of vents, answers or activities that were said before a moment and still have words."""
    vent, answer, activity = inputs.vent_entries, inputs.onboarding_responses, inputs.activities
    if kind == "vent":
        query = select(vent.c.id).where(vent.c.at < before, vent.c.deleted_at.is_(None))
    elif kind == "answer":
        query = select(answer.c.id).where(answer.c.at < before, answer.c.answer.is_not(None))
    else:
        query = select(activity.c.id).where(activity.c.at < before, activity.c.notes.is_not(None))
    return [row.id for row in await ctx.rows(query)]


async def drop_chats(ctx: Ctx, before: datetime) -> int:
    """Delete chats in which nobody wrote since a moment, with all that hangs on them."""
    table = threads.threads
    old = sql.coalesce(table.c.updated_at, table.c.created_at) < before
    gone = delete(table).where(table.c.kind == threads.CHAT, old).returning(table.c.id)
    return len(await ctx.rows(gone))


async def drop_pulls(ctx: Ctx, before: datetime) -> int:
    """Take the raw answers out of old pulls; the figures that were read from them stay."""
    table = tooling_extractions
    emptied = (
        update(table)
        .where(table.c.extraction_date < before, table.c.completeness != "removed")
        .values(raw={}, completeness="removed")
        .returning(table.c.id)
    )
    return len(await ctx.rows(emptied))


async def drop_mail(ctx: Ctx, before: datetime) -> int:
    """Delete mail of the business that went out, or was given up, before a moment."""
    old = sql.coalesce(mail.c.sent_at, mail.c.created_at) < before
    ours = mail.c.business_id == ctx.business_id
    return len(
        await ctx.rows(
            delete(mail).where(ours, old, mail.c.status != "waiting").returning(mail.c.id)
        )
    )


async def audio_of(ctx: Ctx, before: datetime) -> list[Any]:
    """Recordings that have a transcript and are older than a moment."""
    table = inputs.activity_artifacts
    return await ctx.rows(
        select(table).where(
            table.c.blob.is_not(None), table.c.transcript.is_not(None), table.c.created_at <= before
        )
    )


async def drop_audio(ctx: Ctx, artifact_id: UUID) -> None:
    """Forget where a recording lies; its bytes are forgotten by `memory.blobs`."""
    table = inputs.activity_artifacts
    await ctx.db.execute(update(table).where(table.c.id == artifact_id).values(blob=None))
