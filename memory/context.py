"""What was read out of the words.

Extractions, themes that recur, snapshots.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Date, Float, Integer, Text, Uuid, func, select, update
from sqlalchemy.dialects.postgresql import insert

from core.ids import derived_id
from memory.ctx import Ctx
from memory.tables import among, document, moment, sealed, tenant_table, texts, unique

context_extractions = tenant_table(
    "context_extractions",
    Column("source_kind", Text, nullable=False),
    Column("source_id", Uuid, nullable=False),
    Column("version", Text, nullable=False),
    sealed("payload", nullable=False),
    texts("topics"),
    Column("sentiment", Float),
    Column("charge", Float),
    Column("confidence", Text),
    Column("recurrence", Integer, nullable=False, server_default="1"),
    moment("said_at", nullable=False),
    unique("source_kind", "source_id", "version"),
)

themes = tenant_table(
    "themes",
    Column("topic", Text, nullable=False),
    sealed("label", nullable=False),
    Column("count", Integer, nullable=False, server_default="0"),
    moment("first_at", nullable=False),
    moment("last_at", nullable=False),
    moment("shaped_at"),
)

theme_quotes = tenant_table(
    "theme_quotes",
    sealed("quote", nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    moment("said_at", nullable=False),
    Column("sorted_from", Uuid),
    unique("theme_id", "extraction_id"),
    refers={"theme_id": "themes", "extraction_id": "context_extractions"},
)

analytics_snapshots = tenant_table(
    "analytics_snapshots",
    Column("kind", Text, nullable=False),
    Column("day", Date, nullable=False),
    document("payload"),
    unique("kind", "day"),
)


async def keep_extractions(ctx: Ctx, rows: Sequence[dict[str, Any]]) -> set[UUID]:
    """Keep what was read from inputs; the ids of those that this version had not read before."""
    if not rows:
        return set()
    write = insert(context_extractions).on_conflict_do_nothing()
    full = [{"business_id": ctx.business_id, **row} for row in rows]
    done = await ctx.db.execute(write.returning(context_extractions.c.id), full)
    return {*done.scalars()}


async def extraction(ctx: Ctx, extraction_id: UUID) -> Any:
    """One extraction, or None."""
    table = context_extractions
    return await ctx.row(select(table).where(table.c.id == extraction_id))


async def extractions_among(ctx: Ctx, ids: Sequence[UUID]) -> list[Any]:
    """Several extractions in the order of their ids as given; what is not there is left out."""
    table = context_extractions
    rows = await ctx.rows(select(table).where(among(table.c.id, ids)))
    found = {row.id: row for row in rows}
    return [found[one] for one in dict.fromkeys(ids) if one in found]


async def extractions(ctx: Ctx) -> list[Any]:
    """All extractions, oldest words first."""
    table = context_extractions
    return await ctx.rows(select(table).order_by(table.c.said_at, table.c.id))


async def extractions_of(ctx: Ctx, kind: str, source_id: UUID) -> list[Any]:
    """What was read from one input, by each version that read it."""
    table = context_extractions
    query = select(table).where(table.c.source_kind == kind, table.c.source_id == source_id)
    return await ctx.rows(query.order_by(table.c.created_at, table.c.version))


async def extractions_between(ctx: Ctx, since: datetime, until: datetime) -> list[Any]:
    """Extractions of what was said in a stretch of time, both ends included."""
    table = context_extractions
    query = select(table).where(table.c.said_at.between(since, until))
    return await ctx.rows(query.order_by(table.c.said_at, table.c.id))


async def theme_of(ctx: Ctx, quote_id: UUID) -> Any:
    """Theme id and count of the theme that a mention belongs to, or None."""
    query = (
        select(themes.c.id, themes.c.count)
        .join(theme_quotes, theme_quotes.c.theme_id == themes.c.id)
        .where(theme_quotes.c.id == quote_id)
    )
    return await ctx.row(query)


async def start_theme(ctx: Ctx, theme_id: UUID, topic: str, label: str, said_at: datetime) -> None:
    """A theme that nobody mentioned before."""
    row = {
        "id": theme_id,
        "business_id": ctx.business_id,
        "topic": topic,
        "label": label,
        "first_at": said_at,
        "last_at": said_at,
    }
    await ctx.db.execute(insert(themes).values(row).on_conflict_do_nothing())


async def count_theme(ctx: Ctx, theme_id: UUID) -> int:
    """Write down how often and when a theme was mentioned; returns how often."""
    table = theme_quotes
    counted = select(func.count(), func.min(table.c.said_at), func.max(table.c.said_at))
    count, first, last = await ctx.row(counted.where(table.c.theme_id == theme_id))
    values = {"count": count} | ({"first_at": first, "last_at": last} if count else {})
    await ctx.db.execute(update(themes).where(themes.c.id == theme_id).values(**values))
    return int(count)


async def recurring(ctx: Ctx, least: int = 2, theme: UUID | None = None) -> list[Any]:
    """Themes (or this one) mentioned at least `least` times, most mentioned first."""
    table = themes
    query = select(table).where(table.c.count >= least)
    query = query if theme is None else query.where(table.c.id == theme)
    return await ctx.rows(query.order_by(table.c.count.desc(), table.c.first_at, table.c.id))


async def quotes_of(ctx: Ctx, theme_id: UUID) -> list[Any]:
    """Quotes of a theme with extraction, source and topics of each, oldest first."""
    query = (
        select(
            theme_quotes,
            context_extractions.c.source_kind,
            context_extractions.c.source_id,
            context_extractions.c.topics,
        )
        .join(context_extractions, context_extractions.c.id == theme_quotes.c.extraction_id)
        .where(theme_quotes.c.theme_id == theme_id)
        .order_by(theme_quotes.c.said_at, theme_quotes.c.id)
    )
    return await ctx.rows(query)


async def keep_snapshot(ctx: Ctx, kind: str, day: date, payload: dict[str, Any]) -> None:
    """Write the day's snapshot of one kind over an earlier one."""
    row = {
        "id": derived_id(ctx.business_id, "snapshot", kind, day),
        "business_id": ctx.business_id,
        "kind": kind,
        "day": day,
        "payload": payload,
    }
    write = insert(analytics_snapshots).values(row)
    await ctx.db.execute(
        write.on_conflict_do_update(
            index_elements=["business_id", "kind", "day"], set_={"payload": write.excluded.payload}
        )
    )


async def snapshot(ctx: Ctx, kind: str) -> Any:
    """The newest snapshot of a kind, or None."""
    table = analytics_snapshots
    query = select(table).where(table.c.kind == kind).order_by(table.c.day.desc()).limit(1)
    return await ctx.row(query)
