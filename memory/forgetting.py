"""Take what was read from one input out of every store: quotes, vectors, extraction, links, and
what was derived of segments and competitors."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from core.text import shorten
from memory import context, derived, outcomes, recurrence, vectors
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
    await ctx.db.execute(delete(table).where(*ours))
    await derived.let_go(ctx, kind, source_id)
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
