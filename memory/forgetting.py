"""Take what was read from one input out of every store: quotes, vectors, extraction, links."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from core.text import shorten
from memory import context, outcomes, recurrence, vectors
from memory.ctx import Ctx

RECOMPUTED = ("theme", "belief", "extraction")
"""Claims that are weighed anew without the input; every other claim goes on naming it."""


async def unread(ctx: Ctx, kind: str, source_id: UUID) -> list[Any]:
    """Forget what was read from an input; returns the extractions as they were.

    An output that rested on them (a map, a brief) rests on the input itself from now on.
    """
    await recurrence.one_at_a_time(ctx)
    table = context.context_extractions
    ours = table.c.source_kind == kind, table.c.source_id == source_id
    gone = await ctx.rows(select(table).where(*ours))
    await _unsay(ctx, [row.id for row in gone])
    for row in gone:
        await outcomes.repoint(ctx, row.id, kind, source_id, drop=RECOMPUTED)
        for name in set(row.payload.get("competitors", ())):
            await _one_mention_less(ctx, name, row.said_at)
    await ctx.db.execute(delete(table).where(*ours))
    await vectors.forget(ctx, kind, [source_id])
    return gone


async def _unsay(ctx: Ctx, extraction_ids: list[UUID]) -> None:
    """Take mentions out of their themes, and count and name those anew."""
    quotes = context.theme_quotes
    gone = await ctx.rows(
        delete(quotes)
        .where(quotes.c.extraction_id.in_(extraction_ids))
        .returning(quotes.c.id, quotes.c.theme_id)
    )
    ids = [row.id for row in gone]
    await vectors.forget(ctx, recurrence.KIND, ids)
    recurrence.let_go(ctx, ids)
    for theme_id in sorted({row.theme_id for row in gone}):
        await context.count_theme(ctx, theme_id)
        left = await context.quotes_of(ctx, theme_id)
        label = shorten(left[0].quote, 90) if left else ""
        theme = context.themes
        await ctx.db.execute(update(theme).where(theme.c.id == theme_id).values(label=label))


async def _one_mention_less(ctx: Ctx, name: str, said_at: Any) -> None:
    """Count a rival's mention back, if it was counted; who is not mentioned is no rival."""
    table = context.competitive_intelligence
    ours = table.c.competitor == name, table.c.last_at >= said_at
    await ctx.db.execute(update(table).where(*ours).values(mentions=table.c.mentions - 1))
    await ctx.db.execute(delete(table).where(*ours, table.c.mentions <= 0))
