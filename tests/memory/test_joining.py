"""Mentions that join in one pass leave what they would have left one by one."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.ids import new_id
from memory import context, joining
from memory.ctx import Ctx
from memory.outcomes import evidence_links


async def a_quote(ctx: Ctx, theme: UUID, day: int) -> dict[str, Any]:
    """A mention of something that was read, said on a day."""
    said_at = ctx.at + timedelta(days=day)
    read = {"id": new_id(), "source_kind": "vent", "source_id": new_id(), "version": "1",
            "payload": {}, "topics": [], "said_at": said_at}  # fmt: skip
    await context.keep_extractions(ctx, [read])
    return {"id": new_id(), "theme_id": theme, "extraction_id": read["id"], "quote": f"day {day}",
            "start": 0, "end": 5, "said_at": said_at}  # fmt: skip


async def counted(ctx: Ctx) -> dict[UUID, tuple[int, int, int]]:
    """Theme → how often it was mentioned, and on which day first and last."""
    return {
        row.id: (row.count, (row.first_at - ctx.at).days, (row.last_at - ctx.at).days)
        for row in await context.recurring(ctx, 0)
    }


async def receipts(ctx: Ctx) -> dict[tuple[UUID, UUID], str]:
    """What rests on what, and why."""
    rows = await ctx.rows(select(evidence_links))
    return {(row.from_id, row.to_id): row.why for row in rows}


async def test_mentions_stand_in_the_order_in_which_they_were_said(ctx: Ctx) -> None:
    theme, themes = new_id(), await joining.load(ctx)
    themes.begin(theme, "hiring", "Nobody applies.", ctx.at)
    late, early = await a_quote(ctx, theme, 3), await a_quote(ctx, theme, 1)
    assert [themes.join(one) for one in (late, early)] == [1, 2]
    assert [one.id for one in themes.mentions] == [early["id"], late["id"]]
    assert (themes.theme_of(early["id"]), themes.theme_of(new_id())) == (theme, None)
    await themes.write(ctx)
    assert (await joining.load(ctx)).mentions == themes.mentions
    assert await counted(ctx) == {theme: (2, 1, 3)}


async def test_an_absorbed_theme_is_empty_keeps_its_times_and_leads_on(ctx: Ctx) -> None:
    older, younger, themes = new_id(), new_id(), await joining.load(ctx)
    for theme in (older, younger):
        themes.begin(theme, "hiring", "Nobody applies.", ctx.at)
    first, second = await a_quote(ctx, older, 1), await a_quote(ctx, younger, 2)
    for one in (first, second):
        themes.join(one)
    await themes.write(ctx)
    again = await joining.load(ctx)
    again.absorb(younger, older)
    again.join(await a_quote(ctx, older, 5))
    await again.write(ctx)
    assert await counted(ctx) == {older: (3, 1, 5), younger: (0, 2, 2)}
    held = await receipts(ctx)
    assert held[older, second["extraction_id"]].startswith("said in other words")
    assert held[younger, older] == "became part of this theme"


async def test_a_moved_mention_is_counted_where_it_stands_with_its_receipt(ctx: Ctx) -> None:
    home, other, themes = new_id(), new_id(), await joining.load(ctx)
    for theme in (home, other):
        themes.begin(theme, "hiring", "Nobody applies.", ctx.at)
    kept = [await a_quote(ctx, home, day) for day in range(3)]
    for one in (*kept, await a_quote(ctx, other, 7)):
        themes.join(one)
    themes.move(0, other)
    await themes.write(ctx)
    again = await joining.load(ctx)
    again.move(1, other)
    again.move(1, home)
    await again.write(ctx)
    assert await counted(ctx) == {home: (2, 1, 2), other: (2, 0, 7)}
    held = await receipts(ctx)
    assert (home, kept[0]["extraction_id"]) not in held
    assert held[other, kept[0]["extraction_id"]].startswith("fits this theme better")
    assert (other, kept[1]["extraction_id"]) not in held
    assert held[home, kept[1]["extraction_id"]].startswith("fits this theme better")
