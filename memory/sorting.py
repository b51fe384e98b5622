"""Themes as a person put them in order: mentions taken out of one theme, and brought back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from memory.context import count_theme, theme_quotes, themes
from memory.ctx import Ctx
from memory.tables import among


async def theme(ctx: Ctx, theme_id: UUID) -> Any:
    """One theme, or None."""
    return await ctx.row(select(themes).where(themes.c.id == theme_id))


async def shaped(ctx: Ctx) -> set[UUID]:
    """Themes that a person put in order."""
    table = themes
    rows = await ctx.rows(select(table.c.id).where(table.c.shaped_at.is_not(None)))
    return {row.id for row in rows}


async def mentions(ctx: Ctx, theme_id: UUID, sorted_from: UUID | None = None) -> list[Any]:
    """Mentions of a theme, oldest first; those that a person took from `sorted_from`, if given."""
    table = theme_quotes
    query = select(table).where(table.c.theme_id == theme_id)
    if sorted_from is not None:
        query = query.where(table.c.sorted_from == sorted_from)
    return await ctx.rows(query.order_by(table.c.said_at, table.c.id))


async def move(
    ctx: Ctx, quote_ids: Sequence[UUID], to: UUID, sorted_from: UUID | None
) -> None:  # fmt: skip
    """Give mentions to a theme; `sorted_from` is where a person took them, None = back at home."""
    table = theme_quotes
    values = {"theme_id": to, "sorted_from": sorted_from}
    await ctx.db.execute(update(table).where(among(table.c.id, quote_ids)).values(**values))


async def settle(ctx: Ctx, theme_ids: Sequence[UUID], *, by_hand: bool) -> None:
    """Count themes anew, and say whether a person put them in order."""
    for theme_id in theme_ids:
        await count_theme(ctx, theme_id)
    shaped_at = ctx.at if by_hand else None
    table = themes
    await ctx.db.execute(
        update(table).where(among(table.c.id, theme_ids)).values(shaped_at=shaped_at)
    )
